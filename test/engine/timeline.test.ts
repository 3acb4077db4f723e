import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ModelSpec } from '../../engine/model.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { toyDataset, toyModel } from './toy.ts';

/** Of every tensor, and of what is told of the epoch. */
function hash(trainer: Trainer): string {
  const sum = createHash('sha256');
  for (const { shape, data } of Object.values(trainer.tensors)) {
    sum.update(shape.join()).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const { epoch, epochLoss, epochAccuracy, lastLoss } = trainer;
  return sum.update(JSON.stringify({ epoch, epochLoss, epochAccuracy, lastLoss })).digest('hex');
}

const model = toyModel({
  shuffle: true,
  dtype: 'float32',
  epochs: 6,
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
});
/** Three steps an epoch, the last of two examples. */
const dataset = toyDataset(1, 10);
const ops = new Trainer(model, dataset).program.ops.length;
const steps = 18;

/** The hash at every cursor of a run that only goes forward, at `step · ops + op`. */
function straightRun(spec: ModelSpec): string[] {
  const trainer = new Trainer(spec, dataset);
  const hashes = [hash(trainer)];
  while (!trainer.finished) {
    trainer.nextOp();
    hashes.push(hash(trainer));
  }
  return hashes;
}

const move = fc.oneof(
  fc.record({ to: fc.constantFrom('nextOp', 'nextStep', 'previousOp', 'previousStep') }),
  fc.record({ to: fc.constant('play' as const), steps: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    to: fc.constant('seek' as const),
    step: fc.integer({ min: 0, max: steps + 2 }),
    op: fc.integer({ min: 0, max: ops - 1 }),
  }),
);

describe('Timeline', function () {
  this.timeout(60_000);

  it('shows the same bits at a cursor, whichever way one came, under any budget', () => {
    const expected = straightRun(model);
    const budget = fc.constantFrom(0, 20_000, 60_000, 1e9);
    fc.assert(
      fc.property(budget, fc.array(move, { maxLength: 40 }), (bytes, moves) => {
        const trainer = new Trainer(model, dataset);
        const timeline = new Timeline(trainer, bytes);
        let furthest = 0;
        const flat = ({ step, op } = trainer.cursor) => step * ops + op;
        for (const each of moves) {
          const before = flat();
          if (each.to === 'play') for (let i = 0; i < each.steps; i++) timeline.nextStep();
          else if (each.to === 'seek') timeline.seek(each);
          else timeline[each.to]();
          const now = flat();
          if (each.to === 'seek') assert.equal(now, Math.min(flat(each), furthest));
          if (each.to === 'previousOp') assert.equal(now, Math.max(before - 1, 0));
          furthest = Math.max(furthest, now);
          assert.equal(flat(timeline.furthest), furthest);
          assert.equal(hash(trainer), expected[now], `after ${each.to} at ${JSON.stringify(trainer.cursor)}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps no more checkpoints than its budget has room for, and loses no cursor by it', () => {
    const trainer = new Trainer(model, dataset);
    const { state, random } = trainer.save();
    const timeline = new Timeline(trainer, 4 * (state.byteLength + random.key.byteLength));
    const kept = (timeline as unknown as { checkpoints: ReadonlyMap<number, unknown> }).checkpoints;
    while (!trainer.finished) {
      timeline.nextStep();
      assert.ok(kept.size <= 4, `${kept.size} checkpoints`);
    }
    for (let step = steps; step >= 0; step--) {
      timeline.seek({ step, op: 0 });
      assert.deepEqual(trainer.cursor, { step, op: 0 });
    }
  });
});
