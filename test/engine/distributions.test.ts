import assert from 'node:assert/strict';
import { distributionsOf, type DistributionRequest } from '../../engine/questions/distributions.ts';
import { QuestionError } from '../../engine/questions/error.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { toyDataset, toyModel } from './toy.ts';

const dataset = toyDataset(1, 10);

function trained(steps: number) {
  const trainer = new Trainer(toyModel({ epochs: 20 }), dataset);
  const timeline = new Timeline(trainer, 1e5);
  for (let step = 0; step < steps; step++) timeline.nextStep();
  return { trainer, timeline };
}

const all: DistributionRequest = { tensor: 'W1', spread: 'values', from: 0, to: 1000, most: 8, bins: 5 };

function answer(
  run: ReturnType<typeof trained>,
  request: DistributionRequest,
  between: () => void = () => undefined,
) {
  const steps = distributionsOf(run, request);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    between();
  }
}

describe('Histograms over time', () => {
  it('count every value of every step in common bins, and leave the cursor where it is', () => {
    const run = trained(14);
    const found = answer(run, all);
    assert.deepEqual(run.trainer.cursor, { step: 14, op: 0 });
    assert.deepEqual(found.steps, [0, 2, 4, 6, 8, 10, 12, 14]);
    const edges = Array.from({ length: 6 }, (_, i) => found.min + (i * (found.max - found.min)) / 5);
    found.steps.forEach((step, i) => {
      const { tensors } = trained(step).trainer;
      const expected = [0, 1, 2, 3, 4].map(
        (bin) =>
          [...tensors.W1.data].filter(
            (value) => (bin === 0 || value >= edges[bin]) && (bin === 4 || value < edges[bin + 1]),
          ).length,
      );
      assert.deepEqual([...found.counts.subarray(5 * i, 5 * i + 5)], expected, `step ${step}`);
    });
    assert.deepEqual(new Set(found.notFinite), new Set([0]));
  });

  it('tell what the updates change, and gradients, from the first step on', () => {
    const run = trained(6);
    run.timeline.nextOp();
    const found = answer(run, { ...all, tensor: 'b2', spread: 'change', from: 0, to: 3 });
    assert.deepEqual(found.steps, [1, 2, 3]);
    const before = trained(1).trainer.tensors.b2.data;
    const change = trained(2).trainer.tensors.b2.data.map((value, c) => value - before[c]);
    const upper = change.filter((value) => value >= found.min + (4 * (found.max - found.min)) / 5);
    assert.equal(found.counts[1 * 5 + 4], upper.length);
    assert.deepEqual(run.trainer.cursor, { step: 6, op: 1 });
    assert.equal(answer(run, { ...all, tensor: 'dX' }).steps[0], 1);
    assert.throws(() => answer(run, { ...all, tensor: 'dW1', spread: 'change' }), QuestionError);
    assert.throws(() => answer(run, { ...all, tensor: 'W9' }), QuestionError);
  });

  it('go on while training does, but not on another branch', () => {
    const run = trained(5);
    const still = answer(trained(5), all);
    const moving = answer(run, all, () => {
      run.timeline.nextStep();
    });
    assert.deepEqual(moving, still);
    assert.throws(
      () =>
        answer(run, all, () => {
          run.timeline.edit({ name: 'W1', index: [0, 0], value: NaN });
        }),
      /branch/,
    );
    const { step } = run.trainer.cursor;
    run.timeline.nextStep();
    assert.ok(answer(run, { ...all, from: step + 1 }).notFinite.every((count) => count > 0));
  });

  it('of nothing is nothing', () => {
    const found = answer(trained(0), { ...all, tensor: 'dW1' });
    assert.deepEqual([found.steps, found.counts.length, found.min, found.max], [[], 0, 0, 0]);
  });
});
