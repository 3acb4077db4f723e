import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMeasured, updateRatio, type Measurement } from '../../engine/measurements/measurement.ts';
import { Meter } from '../../engine/measurements/meter.ts';
import type { OptimizerSpec } from '../../engine/model.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, toyDataset, toyModel } from './toy.ts';

const dataset = toyDataset(1, 10);
const optimizers: OptimizerSpec[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
];

function norm(data: ArrayLike<number>): number {
  return Math.hypot(...Array.from(data));
}

/** Goes on as training does: the meter looks before and after every move. */
function runOf(model = toyModel({ layers: [dense(4, 'tanh'), dense(5, 'relu'), dense(10, 'softmax')] })) {
  const trainer = new Trainer(model, dataset);
  const timeline = new Timeline(trainer, 1e6);
  const meter = new Meter(trainer, timeline);
  const go = (move: () => void): Measurement | null => {
    meter.before();
    move();
    return trainer.cursor.op === 0 ? meter.after() : null;
  };
  return {
    trainer,
    timeline,
    wholeStep: () =>
      go(() => {
        timeline.nextStep();
      }),
    op: () =>
      go(() => {
        timeline.nextOp();
      }),
  };
}

describe('Measurements', () => {
  it('are taken of every step at first, then of 16 for every doubling', () => {
    const steps = Array.from({ length: 2 ** 17 + 1 }, (_, step) => step).filter(isMeasured);
    assert.deepEqual(
      steps.slice(0, 32),
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
    for (let from = 32; from < 2 ** 17; from *= 2) {
      assert.equal(steps.filter((step) => from < step && step <= 2 * from).length, 16, `after ${from}`);
    }
  });

  it('are norms of what the tensors hold, and of the change that the update made', () => {
    for (const optimizer of optimizers) {
      const { trainer, wholeStep } = runOf(toyModel({ optimizer }));
      for (let step = 1; step <= 3; step++) {
        const before = { W1: trainer.tensors.W1.data.slice(), b2: trainer.tensors.b2.data.slice() };
        const measured = wholeStep();
        assert.ok(measured);
        const { W1, dW1, b2, db2 } = trainer.tensors;
        const [first, second] = measured.layers;
        const close = (found: number, expected: number, what: string) => {
          assert.ok(Math.abs(found - expected) <= 1e-12 * expected, `${what}: ${found}, not ${expected}`);
        };
        assert.equal(measured.step, step);
        assert.equal(measured.learningRate, optimizer.learningRate);
        const change = W1.data.map((value, c) => value - before.W1[c]);
        close(first.weight, norm(W1.data), 'W1');
        close(first.weightGradient, norm(dW1.data), 'dW1');
        close(first.weightUpdate, norm(change), 'the change of W1');
        close(updateRatio(first), norm(change) / norm(W1.data), 'its ratio');
        close(second.bias, norm(b2.data), 'b2');
        close(second.biasGradient, norm(db2.data), 'db2');
        close(second.biasUpdate, norm(b2.data.map((value, c) => value - before.b2[c])), 'the change of b2');
      }
    }
  });

  it('show that something is not finite', () => {
    const { trainer, wholeStep } = runOf();
    trainer.tensors.W2.data[3] = NaN;
    const layers = wholeStep()?.layers;
    assert.ok(layers);
    assert.ok(Number.isNaN(layers[1].weight) && Number.isNaN(layers[1].weightGradient));
  });

  it('are the same by whatever moves a step is gone through, also where it is changed by hand on the way', () => {
    const ops = runOf().trainer.program.ops.length;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 * ops }), { minLength: 1, maxLength: 6 }),
        fc.nat(ops - 1),
        (moves, fork) => {
          const straight = runOf();
          const wandering = runOf();
          for (let step = 1; step <= 3; step++) {
            // Some ops, a look back, then the rest, which no whole step can measure.
            let measured: Measurement | null = null;
            for (let op = 0; op < moves[step % moves.length] % ops; op++) measured = wandering.op();
            const { cursor } = wandering.trainer;
            wandering.timeline.seek({ step: 0, op: 1 });
            wandering.timeline.seek(cursor);
            measured = wandering.wholeStep() ?? measured;
            assert.deepEqual(measured, straight.wholeStep());
          }
          const before = straight.trainer.cursor.step;
          for (const run of [straight, wandering]) {
            for (let op = 0; op < fork; op++) run.op();
            run.timeline.edit({ name: 'W1', index: [0, 0], value: 2 });
          }
          const direct = straight.wholeStep();
          wandering.timeline.seek({ step: 0, op: 0 });
          wandering.timeline.seek({ step: before, op: fork });
          for (let op = fork; op < ops - 1; op++) wandering.op();
          assert.deepEqual(wandering.op(), direct);
        },
      ),
      { numRuns: 40 },
    );
  });
});
