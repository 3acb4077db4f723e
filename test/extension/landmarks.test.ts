/** @file The named places of a timeline, as seen from every cursor of a run. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor } from '../../engine/cursor.ts';
import { presets } from '../../engine/index.ts';
import { compile } from '../../engine/program.ts';
import { landmarkFrom, type Landmark } from '../../extension/session/landmarks.ts';

const program = compile(presets.numpy);
const run = { program, stepsPerEpoch: 7, totalSteps: 21 };
const length = program.ops.length;
const from = (step: number, op: number, landmark: Landmark): Cursor =>
  landmarkFrom({ step, op }, landmark, run);
const place = ({ step, op }: Cursor): number => step * length + op;
const cursors = fc.nat(run.totalSteps * length).map((at) => [Math.floor(at / length), at % length] as const);

describe('the landmarks of a timeline', () => {
  it('are the ends of epochs', () => {
    assert.deepEqual(from(10, 0, 'previousEpoch'), { step: 7, op: 0 });
    assert.deepEqual(from(7, 1, 'previousEpoch'), { step: 7, op: 0 });
    assert.deepEqual(from(7, 0, 'previousEpoch'), { step: 0, op: 0 });
    assert.deepEqual(from(0, 0, 'previousEpoch'), { step: 0, op: 0 });
    assert.deepEqual(from(6, 3, 'nextEpoch'), { step: 7, op: 0 });
    assert.deepEqual(from(7, 0, 'nextEpoch'), { step: 14, op: 0 });
    assert.deepEqual(from(21, 0, 'nextEpoch'), { step: 21, op: 0 });
  });

  it('are the phases of a step: forward, loss, backward, update', () => {
    const phases = program.ops.map(({ phase }) => phase);
    const [loss, backward, update] = (['loss', 'backward', 'update'] as const).map((phase) =>
      phases.indexOf(phase),
    );
    const walk = (landmark: Landmark, start: Cursor, count: number): Cursor[] => {
      const seen = [start];
      for (let i = 0; i < count; i++) seen.push(landmarkFrom(seen[i], landmark, run));
      return seen.slice(1);
    };
    const inOrder = [
      { step: 3, op: loss },
      { step: 3, op: backward },
      { step: 3, op: update },
      { step: 4, op: 0 },
    ];
    assert.deepEqual(walk('phaseEnd', { step: 3, op: 0 }, 4), inOrder);
    assert.deepEqual(
      walk('phaseStart', { step: 4, op: 1 }, 5),
      inOrder.toReversed().concat({ step: 3, op: 0 }),
    );
  });

  it('lie before and after every cursor but the first and the last', () => {
    fc.assert(
      fc.property(cursors, ([step, op]) => {
        const here = place({ step, op });
        for (const back of ['previousEpoch', 'phaseStart'] as const) {
          assert.ok(
            here === 0 ? place(from(step, op, back)) === 0 : place(from(step, op, back)) < here,
            back,
          );
        }
        const end = run.totalSteps * length;
        for (const on of ['nextEpoch', 'phaseEnd'] as const) {
          const there = place(from(step, op, on));
          assert.ok(here === end ? there === end : there > here && there <= end, on);
        }
      }),
    );
  });

  it('are come back from: the end of a phase is where the next one starts', () => {
    fc.assert(
      fc.property(cursors, ([step, op]) => {
        fc.pre(step < run.totalSteps);
        const end = from(step, op, 'phaseEnd');
        assert.ok(place(landmarkFrom(end, 'phaseStart', run)) <= place({ step, op }));
      }),
    );
  });
});
