import assert from 'node:assert/strict';
import { readDataset } from '../../engine/cli/readDataset.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import { readNpz } from '../../engine/formats/npz.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { golden, mnistFolder } from './golden.ts';

interface Curve {
  readonly batch: number;
  readonly steps: number;
  readonly loss: number[];
  readonly norms: number[];
  readonly sums: number[];
  readonly test_accuracy: number;
  readonly test_loss: number;
}

const parameters = ['W1', 'b1', 'W2', 'b2'];

describe("The notebook's numbers, as NumPy computes them", () => {
  let mnist: Dataset;

  before(async function () {
    const folder = mnistFolder() ?? this.skip();
    mnist = await readDataset(folder);
  });

  it('one cycle of forward, loss, backward and update to 1e-12', async function () {
    const file = golden('cycle_seed0_h50_b5.npz') ?? this.skip();
    const expected = await readNpz(file, 'cycle_seed0_h50_b5.npz');
    const trainer = new Trainer({ ...presets.numpy, batchSize: 5 }, mnist);
    const before = new Map(parameters.map((name) => [name, trainer.tensors[name].data.slice()]));
    trainer.nextStep();
    for (const [name, { data }] of expected) {
      const ours = before.get(name) ?? trainer.tensors[name.replace('_next', '')].data;
      assert.ok(data instanceof Float64Array, name);
      assert.equal(ours.length, data.length, name);
      const largest = Math.max(...data.map(Math.abs));
      data.forEach((value, cell) => {
        const difference = Math.abs(ours[cell] - value);
        assert.ok(difference <= 1e-12 * largest, `${name}[${cell}] is ${ours[cell]}, NumPy has ${value}`);
      });
    }
  });

  const optimizers = { 'sgd_lr0.1': presets.numpy.optimizer, adam_keras: presets.keras.optimizer };
  for (const [name, optimizer] of Object.entries(optimizers)) {
    it(`600 steps of ${name} to 1e-9`, function () {
      this.timeout(120_000);
      const file = golden('train_seed0_h50.json') ?? this.skip();
      const expected = (JSON.parse(file.toString()) as Record<string, Curve>)[name];
      const model: ModelSpec = { ...presets.numpy, optimizer, batchSize: expected.batch };
      const trainer = new Trainer(model, mnist);
      for (let step = 0; step < expected.steps; step++) {
        trainer.nextStep();
        close(trainer.lastLoss, expected.loss[step], `loss of step ${step}`);
      }
      parameters.forEach((parameter, i) => {
        const weights = Array.from(trainer.tensors[parameter].data);
        const norm = Math.sqrt(weights.reduce((total, w) => total + w * w, 0));
        close(norm, expected.norms[i], `norm of ${parameter}`);
        const sum = weights.reduce((total, w) => total + w, 0);
        assert.ok(Math.abs(sum - expected.sums[i]) <= 1e-9 * expected.norms[i], `sum of ${parameter}`);
      });
      const { accuracy, loss } = trainer.evaluate(mnist.test);
      assert.equal(accuracy, expected.test_accuracy);
      close(loss, expected.test_loss, 'test loss');
    });
  }
});

function close(ours: number, numpy: number, what: string): void {
  assert.ok(Math.abs(ours - numpy) <= 1e-9 * Math.abs(numpy), `${what} is ${ours}, NumPy has ${numpy}`);
}
