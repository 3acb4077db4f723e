/** @file Where a move leads that is made again, beside where it does lead. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { repeatedSeek, repetitions, type Repetition } from '../../extension/session/repetition.ts';
import { tinyDataset, tinyModel } from './tiny.ts';

describe('a move that is made again', () => {
  it('leads where it is said to', () => {
    const trainer = new Trainer(tinyModel, tinyDataset);
    const timeline = new Timeline(trainer, 1e9);
    const ops = trainer.program.ops.length;
    for (let i = 0; i < 8; i++) timeline.nextStep();
    const moves: Record<'nextOp' | 'nextStep' | 'previousOp' | 'previousStep', Repetition> = {
      ...repetitions,
      nextOp: repetitions.nextOp(ops),
      previousOp: repetitions.previousOp(ops),
    };
    const name = fc.constantFrom(...(Object.keys(moves) as (keyof typeof moves)[]));
    fc.assert(
      fc.property(name, fc.nat(7), fc.nat(ops - 1), (move, step, op) => {
        timeline.seek({ step, op });
        const expected = moves[move]({ step, op });
        timeline[move]();
        assert.deepEqual(trainer.cursor, expected ?? { step: 0, op: 0 });
      }),
    );
  });

  it('leads along a curve from step to step, and no farther than has been reached', () => {
    const at = (step: number, op = 0) => ({ step, op });
    const furthest = () => at(6, 3);
    const forth = repeatedSeek(at(4), at(5), furthest);
    assert.ok(forth);
    assert.deepEqual(forth(at(5)), at(6));
    assert.equal(forth(at(6)), null);
    const back = repeatedSeek(at(2), at(1), furthest);
    assert.ok(back);
    assert.deepEqual(back(at(1)), at(0));
    assert.equal(back(at(0)), null);
    for (const [before, target] of [
      [at(2), at(2)],
      [at(2), at(4)],
      [at(2, 1), at(3)],
      [at(2), at(3, 1)],
    ])
      assert.equal(repeatedSeek(before, target, furthest), null);
  });
});
