/** @file Where training stands. */

/**
 * Where training stands: `step` whole steps are done, and `op` ops of the next one. At `{step, op: 0}` with step > 0 all
 * tensors are those of the step just completed; its successor's batch is taken when its first op runs.
 */
export interface Cursor {
  readonly step: number;
  readonly op: number;
}

export function isSame(a: Cursor, b: Cursor): boolean {
  return a.step === b.step && a.op === b.op;
}

export function isBefore(a: Cursor, b: Cursor): boolean {
  return a.step < b.step || (a.step === b.step && a.op < b.op);
}

/**
 * Where training stands when it has gone on as far again as from one cursor to another: by an op, or by a whole step; back too.
 * @param ops of a step
 * @returns `null` if it has not moved, or farther, or if there is no such cursor
 */
export function onward(before: Cursor, now: Cursor, ops: number): Cursor | null {
  const flat = ({ step, op }: Cursor): number => step * ops + op;
  const way = flat(now) - flat(before);
  if (way === 0 || Math.abs(way) > ops) return null;
  // What is left of a step is gone over as a step is.
  const isStep = now.op === 0 && Math.abs(way) > 1;
  const there = flat(now) + (isStep ? Math.sign(way) * ops : way);
  return there < 0 ? null : { step: Math.floor(there / ops), op: there % ops };
}
