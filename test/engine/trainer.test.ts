import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { ModelError } from '../../engine/errors.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, toyDataset, toyModel } from './toy.ts';

function hash(trainer: Trainer): string {
  const sum = createHash('sha256');
  for (const { data } of Object.values(trainer.tensors))
    sum.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return sum.digest('hex');
}

describe('Trainer', () => {
  it('reaches the same bits op by op as step by step, evaluating or not', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('nextOp', 'nextStep', 'evaluate'), { maxLength: 60 }), (moves) => {
        const dataset = toyDataset(1, 10);
        const model = toyModel({ shuffle: true, dtype: 'float32', epochs: 100 });
        const walker = new Trainer(model, dataset);
        for (const move of moves) {
          if (move === 'evaluate') walker.evaluate(dataset.test);
          else walker[move]();
        }
        const straight = new Trainer(model, dataset);
        while (straight.cursor.step < walker.cursor.step) straight.nextStep();
        while (straight.cursor.op < walker.cursor.op) straight.nextOp();
        assert.equal(hash(walker), hash(straight));
      }),
      { numRuns: 30 },
    );
  });

  it('takes every image once an epoch, the last batch being smaller, in an order of its own each epoch', () => {
    const dataset = toyDataset(2, 10);
    const trainer = new Trainer(toyModel({ shuffle: true, epochs: 2 }), dataset);
    const images = (set: Uint8Array) =>
      Array.from({ length: 10 }, (_, i) => set.subarray(i * 6, i * 6 + 6).join());
    const epochs = [0, 1].map(() => {
      const taken: string[] = [];
      for (const size of [4, 4, 2]) {
        trainer.nextStep();
        const { X, t, y_hat: y } = trainer.tensors;
        assert.deepEqual(
          [X.shape, t.shape, y.shape],
          [
            [size, 6],
            [size, 10],
            [size, 10],
          ],
        );
        for (let i = 0; i < size; i++) {
          const pixels = Array.from(X.data.subarray(i * 6, i * 6 + 6), (x) => Math.round(x * 255)).join();
          taken.push(pixels);
          assert.equal(
            t.data[i * 10 + dataset.train.labels[images(dataset.train.images).indexOf(pixels)]],
            1,
          );
        }
      }
      return taken;
    });
    const all = images(dataset.train.images);
    for (const taken of epochs) assert.deepEqual(taken.toSorted(), all.toSorted());
    assert.notDeepEqual(epochs[0], epochs[1]);
    assert.ok(trainer.finished);
    const end = hash(trainer);
    trainer.nextStep();
    assert.equal(hash(trainer), end, 'a finished run stands still');
  });

  it('draws biases behind the weights of their layer where the model says how', () => {
    const layers = [
      { ...dense(4, 'tanh'), biasInit: { name: 'uniform', limit: 0.5 } as const },
      dense(10, 'softmax'),
    ];
    const { tensors } = new Trainer(toyModel({ layers, seed: 3 }), toyDataset(1, 10));
    const random = new NumpyRandom(3);
    const normal = (count: number) => Array.from({ length: count }, () => 0.5 * random.randn());
    assert.deepEqual([...tensors.W1.data], normal(6 * 4));
    assert.deepEqual(
      [...tensors.b1.data],
      Array.from({ length: 4 }, () => random.uniform(-0.5, 0.5)),
    );
    assert.deepEqual([...tensors.W2.data], normal(4 * 10));
    assert.deepEqual([...tensors.b2.data], new Array(10).fill(0));
  });

  it('takes the batches in the order of the data without shuffling', () => {
    const dataset = toyDataset(3, 8);
    const trainer = new Trainer(toyModel(), dataset);
    trainer.nextStep();
    trainer.nextStep();
    assert.deepEqual(
      [...trainer.tensors.X.data],
      Array.from(dataset.train.images.subarray(24, 48), (p) => p / 255),
    );
  });

  it("reports Keras's running means of the epoch, and counts epochs from 1", () => {
    const trainer = new Trainer(toyModel(), toyDataset(4, 10));
    assert.deepEqual([trainer.epoch, trainer.epochLoss, trainer.epochAccuracy], [1, null, null]);
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) {
      trainer.nextStep();
      losses.push(trainer.lastLoss);
    }
    assert.equal(trainer.epoch, 1, 'the cursor rests on the epoch it has completed');
    const mean = (losses[0] * 4 + losses[1] * 4 + losses[2] * 2) / 10;
    assert.ok(Math.abs((trainer.epochLoss ?? NaN) - mean) < 1e-12);
    trainer.nextOp();
    assert.deepEqual([trainer.epoch, trainer.epochLoss], [2, null]);
  });

  it('evaluates a set as the forward pass would, whatever its size', () => {
    const dataset = toyDataset(5, 1203);
    const trainer = new Trainer(toyModel({ batchSize: 1203, l2: 0.1 }), dataset);
    const { loss, accuracy, confusion } = trainer.evaluate(dataset.train);
    trainer.nextStep();
    assert.ok(Math.abs(loss - trainer.lastLoss) < 1e-12);
    assert.equal(accuracy, trainer.epochAccuracy);
    const cells = confusion.flat();
    assert.equal(
      cells.reduce((a, b) => a + b),
      1203,
    );
    assert.equal(confusion.reduce((sum, row, label) => sum + row[label], 0) / 1203, accuracy);
  });

  it('learns', () => {
    const trainer = new Trainer(
      toyModel({
        optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
        epochs: 400,
      }),
      toyDataset(6, 12),
    );
    trainer.nextStep();
    const first = trainer.lastLoss;
    while (!trainer.finished) trainer.nextStep();
    assert.ok(trainer.lastLoss < first / 4, `${first} → ${trainer.lastLoss}`);
  });

  it('lays all tensors out in one memory', () => {
    const { tensors } = new Trainer(toyModel(), toyDataset(7, 8));
    const { buffer } = tensors.X.data;
    for (const { data } of Object.values(tensors)) assert.equal(data.buffer, buffer);
  });

  it('allocates no arrays in a step: no more than some numbers that V8 puts in boxes', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    // Its smallest activations take 40,000 bytes, and no epoch ends while it is watched.
    const model = toyModel({ batchSize: 500, shuffle: true });
    const trainer = new Trainer(model, toyDataset(9, 500 * 700));
    const steps = (count: number) => {
      for (let i = 0; i < count; i++) trainer.nextStep();
    };
    steps(400);
    const rounds = [0, 1, 2].map(() => {
      collect();
      const before = process.memoryUsage().heapUsed;
      steps(80);
      return (process.memoryUsage().heapUsed - before) / 80;
    });
    assert.ok(Math.min(...rounds) < 10_000, `${Math.min(...rounds)} bytes a step`);
  });

  it('refuses a model that does not fit the data, naming the field and what would fit', () => {
    const dataset = toyDataset(8, 10);
    const refusal = (model: Parameters<typeof toyModel>[0], message: RegExp) => {
      assert.throws(
        () => new Trainer(toyModel(model), dataset),
        (error) => error instanceof ModelError && message.test(error.message),
      );
    };
    refusal({ inputShape: [28, 28] }, /inputShape is \[28,28\], but an image of toy is 3×2/);
    refusal({ batchSize: 11 }, /batchSize is 11, but toy has 10 training images/);
    refusal({ layers: [dense(9, 'softmax')] }, /layers\[0\]\.units is 9, but toy has 10 classes/);
  });
});
