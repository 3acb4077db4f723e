/** @file What a rule has read in a place of the network after a step: what findings are made of. Plain JSON but for NaN and the infinities. */

import type { Branch } from '../timeline.ts';
import type { Reading, RuleId } from './rule.ts';

export interface Note {
  readonly rule: RuleId;
  /** The place: what the gauge is about. */
  readonly tensor: string;
  /** Id of the branch on which the step was run. */
  readonly branch: number;
  readonly step: number;
  readonly reading: Reading;
}

/** What was read on the way along a lineage: of each branch what came before the next one left it. */
export function notesAlong(notes: readonly Note[], lineage: readonly Branch[]): Note[] {
  return lineage.flatMap(({ id }, i) => {
    const leaves = i + 1 < lineage.length ? lineage[i + 1].fork.step : Infinity;
    return notes.filter(({ branch, step }) => branch === id && step <= leaves);
  });
}
