/** @file What is on the screen is not of the step as it is: of before a change made by hand, or not there yet. */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { ProgramInfo } from '../../engine/program.ts';
import type { Branch } from '../../engine/timeline.ts';

/** What was changed by hand right where training stands, by name. */
export function changedHere(branches: readonly Branch[], branch: number, cursor: Cursor): string[] {
  const { fork, edits } = branches.find(({ id }) => id === branch) ?? { fork: null, edits: [] };
  return fork !== null && isSame(fork, cursor) ? [...new Set(edits.map(({ name }) => name))] : [];
}

/**
 * The tensors that were made of those that have been changed since, or of what was made of them. They are computed anew only
 * when training goes on: what was computed stays as it was, so that the step remains one that can be explained.
 */
export function outdated({ ops }: ProgramInfo, { op }: Cursor, changed: readonly string[]): Set<string> {
  const stale = new Set<string>();
  // Where a step begins, all is of the step before.
  for (const { inputs, output, phase } of op === 0 ? ops : ops.slice(0, op)) {
    if (phase === 'update' || changed.includes(output)) continue;
    if (inputs.some((name) => changed.includes(name) || stale.has(name))) stale.add(output);
  }
  return stale;
}

/** What the ops from one on compute, apart from what they update. */
export function stillToMake(ops: ProgramInfo['ops'], op: number): string[] {
  return ops.slice(op).flatMap(({ phase, output }) => (phase === 'update' ? [] : [output]));
}

/** What the first step has not made yet; before it begins, its batch too, unless that was taken to be changed by hand. */
export function notYetThere(
  { ops, tensors }: ProgramInfo,
  { step, op }: Cursor,
  changed: readonly string[],
): Set<string> {
  if (step > 0) return new Set();
  const made = stillToMake(ops, op);
  const batch = tensors.flatMap(({ group, name }) => (group === 'batch' ? [name] : []));
  const isTaken = op > 0 || batch.some((name) => changed.includes(name));
  return new Set(isTaken ? made : [...made, ...batch]);
}
