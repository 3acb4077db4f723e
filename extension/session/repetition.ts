/** @file Where a move by hand leads that is made again, from where it has led to. */

import { isBefore, type Cursor } from '../../engine/cursor.ts';

/** @returns `null` where it leads nowhere */
export type Repetition = (from: Cursor) => Cursor | null;

/** Of steps, and of ops of which a step has so many. */
export const repetitions = {
  nextOp: (opsOfStep: number): Repetition => onward(opsOfStep, 1),
  previousOp: (opsOfStep: number): Repetition => onward(opsOfStep, -1),
  nextStep: ({ step }: Cursor): Cursor | null => ({ step: step + 1, op: 0 }),
  previousStep: ({ step, op }: Cursor): Cursor | null => {
    if (op > 0) return { step, op: 0 };
    return step > 0 ? { step: step - 1, op: 0 } : null;
  },
};

/**
 * Of going from one cursor to another that was reached, as the arrow keys do on a curve; `null` for farther than a step.
 * @param furthest how far one can go so
 */
export function repeatedSeek(before: Cursor, target: Cursor, furthest: () => Cursor): Repetition | null {
  const way = target.step - before.step;
  if (before.op !== 0 || target.op !== 0 || Math.abs(way) !== 1) return null;
  return ({ step }) => {
    const there = { step: step + way, op: 0 };
    return there.step < 0 || isBefore(furthest(), there) ? null : there;
  };
}

function onward(opsOfStep: number, way: number): Repetition {
  return ({ step, op }) => {
    const there = step * opsOfStep + op + way;
    return there < 0 ? null : { step: Math.floor(there / opsOfStep), op: there % opsOfStep };
  };
}
