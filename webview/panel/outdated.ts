/** @file What is on the screen was computed before something that it is made of was changed by hand. */

import type { ProgramInfo } from '../../engine/program.ts';
import type { Branch } from '../../engine/timeline.ts';
import type { Cursor } from '../../engine/trainer.ts';
import { isSame } from '../ui/snapshot.ts';

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
