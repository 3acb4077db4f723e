import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelSpec } from '../../engine/model.ts';
import { classOf } from '../../engine/tensor.ts';
import { QuestionError } from '../../engine/questions/error.ts';
import { readImage, readingsOf, type ImageReadings } from '../../engine/questions/reading.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, dense, toyDataset, toyModel } from './toy.ts';

function open(model: ModelSpec, checkpoints: number) {
  const dataset = toyDataset(model.seed, 8);
  const trainer = new Trainer(model, dataset);
  const { state, random } = trainer.save();
  const timeline = new Timeline(trainer, checkpoints * (state.byteLength + random.key.byteLength));
  return { dataset, trainer, timeline };
}

function finish(steps: Generator<void, ImageReadings>): ImageReadings {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const image = (bytes: Uint8Array, number: number): number[] => [
  ...bytes.subarray(number * 6, (number + 1) * 6),
];

describe('How an image is read', () => {
  for (const { title, layers, loss } of architectures()) {
    it(`${title}: as in a batch`, () => {
      fc.assert(
        fc.property(anySize(layers, loss), fc.nat(3), (model, steps) => {
          const { trainer } = open({ ...model, batchSize: Math.min(model.batchSize, 8) }, 3);
          for (let i = 0; i < steps; i++) trainer.nextStep();
          const forward = trainer.program.ops.filter(({ phase }) => phase === 'forward').length;
          for (let i = 0; i < forward; i++) trainer.nextOp();
          const pixels = Array.from(trainer.tensors.X.data.subarray(0, 6), (x) => Math.round(x * 255));
          const reading = readImage(trainer, pixels, []);
          assert.deepEqual(reading.cursor, trainer.cursor);
          assert.equal(reading.tensors.length, forward);
          for (const { name, values } of reading.tensors) {
            values.forEach((value, j) => {
              const there = trainer.tensors[name].data[j];
              assert.ok(Math.abs(value - there) <= 1e-5 * Math.max(1, Math.abs(there)), name);
            });
          }
          assert.equal(reading.predicted, classOf(trainer.tensors.y_hat, 0));
        }),
        { numRuns: 5 },
      );
    });
  }

  it('with a unit off, as if what goes out of it were zero, and the run is left as it is', () => {
    const model = toyModel({ layers: [dense(5, 'tanh'), dense(4, 'tanh'), dense(10, 'softmax')] });
    for (const [layer, units] of [
      [1, 5],
      [2, 4],
    ] as const) {
      for (let unit = 0; unit < units; unit++) {
        const { trainer, dataset } = open(model, 3);
        trainer.nextStep();
        const pixels = image(dataset.test.images, 3);
        const whole = readImage(trainer, pixels, []);
        const off = readImage(trainer, pixels, [{ layer, unit }]);
        assert.notDeepEqual(off.tensors, whole.tensors);
        assert.deepEqual(readImage(trainer, pixels, []), whole);
        trainer.edit({ name: `W${layer + 1}`, index: [unit], value: 0 });
        assert.deepEqual(readImage(trainer, pixels, []), off);
      }
    }
  });

  it('refuses an image of another size, and a unit that is in no hidden layer', () => {
    const { trainer } = open(toyModel(), 3);
    const pixels = [0, 1, 2, 3, 4, 5];
    assert.throws(() => readImage(trainer, [1], []), QuestionError);
    for (const unit of [
      { layer: 0, unit: 0 },
      { layer: 1, unit: 4 },
      { layer: 2, unit: 0 },
    ])
      assert.throws(() => readImage(trainer, pixels, [unit]), QuestionError);
  });
});

describe('How an image was read since the beginning', () => {
  it('is what it was at the checkpoints, and since which step it is as it is at all of them', () => {
    const model = toyModel({ epochs: 30, optimizer: { name: 'sgd', learningRate: 2 } });
    let changes = 0;
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 2, max: 12 }),
        fc.nat(59),
        fc.boolean(),
        (seed, kept, steps, branches) => {
          const { trainer, timeline, dataset } = open({ ...model, seed }, kept);
          const pixels = image(dataset.test.images, 0);
          const read: number[] = [readImage(trainer, pixels, []).predicted];
          for (let i = 0; i < steps; i++) {
            timeline.nextStep();
            read.push(readImage(trainer, pixels, []).predicted);
            if (branches && i === Math.floor(steps / 2)) {
              timeline.edit({ name: 'W2', index: [1, 1], value: 3 });
              timeline.nextOp();
              read[read.length - 1] = readImage(trainer, pixels, []).predicted;
            }
          }
          const before = trainer.cursor;
          const tensors = structuredClone(trainer.tensors);
          const readings = finish(readingsOf({ trainer, timeline }, pixels));
          assert.deepEqual(trainer.cursor, before);
          assert.deepEqual(trainer.tensors, tensors, 'the run stands where it stood');
          const now = readImage(trainer, pixels, []);
          const { steps: at, outputs, since } = readings;
          assert.equal(at[0], 0);
          assert.equal(at.at(-1), before.step);
          at.forEach((step, i) => {
            const predicted = outputs
              .subarray(i * 10, (i + 1) * 10)
              .reduce((best, y, j, all) => (y > all[best] ? j : best), 0);
            // A checkpoint is of the end of its step, before anything is changed by hand there.
            if (!branches) assert.equal(predicted, read[step]);
          });
          if (branches) return;
          assert.equal(since.by - since.after, 1);
          assert.equal(read[since.by], now.predicted);
          assert.ok(at.every((step) => step < since.by || read[step] === now.predicted));
          if (since.after < 0) return;
          assert.notEqual(read[since.after], now.predicted);
          changes++;
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(changes > 5, 'some reading changes on the way');
  });

  it('goes by the branch that training is on, and up to where it leaves them, by those that it came from', () => {
    const { trainer, timeline, dataset } = open(toyModel({ epochs: 30 }), 1000);
    for (let i = 0; i < 20; i++) timeline.nextStep();
    timeline.seek({ step: 8, op: 0 });
    timeline.edit({ name: 'W2', index: [1], value: 4 });
    for (let i = 0; i < 9; i++) timeline.nextStep();
    timeline.seek({ step: 12, op: 0 });
    timeline.edit({ name: 'b2', index: [3], value: 9 });
    for (let i = 0; i < 6; i++) timeline.nextStep();
    const pixels = image(dataset.test.images, 2);
    const { steps, outputs } = finish(readingsOf({ trainer, timeline }, pixels));
    assert.deepEqual(
      steps,
      Array.from({ length: 19 }, (_, i) => i),
    );
    for (const step of steps) {
      // Where something was changed, the step's end is before the change.
      if (step === 8 || step === 12) continue;
      timeline.seek({ step, op: 0 });
      const there = readImage(trainer, pixels, []).tensors.at(-1)?.values;
      assert.deepEqual(outputs.slice(step * 10, (step + 1) * 10), there, `step ${step}`);
    }
  });
});
