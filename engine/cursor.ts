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
