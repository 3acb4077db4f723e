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

  it('one cycle of forward, loss, backward and update to 1e-12', function () {
    const expected = readNpz(golden('cycle_seed0_h50_b5.npz') ?? this.skip(), 'cycle_seed0_h50_b5.npz');
    const trainer = new Trainer({ ...presets.numpy, batchSize: 5 }, mnist);
    const before = Object.fromEntries(parameters.map((name) => [name, trainer.tensors[name].data.slice()]));
    trainer.nextStep();
    for (const [name, { data }] of expected) {
      const ours = before[name] ?? trainer.tensors[name.replace('_next', '')].data;
      assert.equal(ours.length, data.length, name);
      const largest = Math.max(...Array.from(data, (value) => Math.abs(Number(value))));
      data.forEach((value: number | bigint, cell: number) => {
        const difference = Math.abs(ours[cell] - Number(value));
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
        const { data } = trainer.tensors[parameter];
        close(
          Math.sqrt(data.reduce((sum: number, w: number) => sum + w * w, 0)),
          expected.norms[i],
          `norm of ${parameter}`,
        );
        const sum = data.reduce((total: number, w: number) => total + w, 0);
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
