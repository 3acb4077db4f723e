/** @file Makes findings of what a rule reads in one place: each from where the rule began to hold until it did not any more. */

import type { Cursor } from '../cursor.ts';
import { lineageOf, type Branch } from '../timeline.ts';
import { notesAlong, type Note } from './note.ts';
import type { HealthRule, RuleId, Thresholds } from './rule.ts';
import { healthRules } from './rules/index.ts';

/** Something that is not well. Plain JSON but for numbers that are not finite. */
export interface Finding {
  readonly rule: RuleId;
  /** What it is about. */
  readonly tensor: string;
  /** Where it was found: the tensors there are those that were measured. */
  readonly at: Cursor;
  /** The step after which it was over; `null` while it lasts. */
  readonly until: number | null;
  /** What was measured. */
  readonly value: number;
  readonly threshold: number;
  readonly details: readonly number[];
}

/** Judges the readings of one place in their order. */
export class Judge {
  /** In the order in which they were found; at most the last one lasts. */
  readonly findings: Finding[] = [];
  /** At how many looks in a row it has been otherwise than it stands. */
  private doubts = 0;

  constructor(
    private readonly rule: HealthRule,
    private readonly threshold: number,
    private readonly stepsPerEpoch: number,
  ) {}

  /** @returns whether the findings are others now */
  hear({ step, tensor: place, reading: { value, details, origin } }: Note): boolean {
    const { rule, threshold, findings } = this;
    const count = rule.after === 'step' ? step : step / this.stepsPerEpoch;
    if (count <= rule.warmUp || Number.isNaN(value)) return false;
    const holds = rule.bad === 'above' ? value > threshold : value < threshold;
    const last = findings.at(-1);
    const lasts = last?.until === null;
    this.doubts = holds === lasts ? 0 : this.doubts + 1;
    if (holds === lasts || this.doubts < rule.patience) return false;
    this.doubts = 0;
    if (holds) {
      const { tensor, at } = origin ?? { tensor: place, at: { step, op: 0 } };
      findings.push({ rule: rule.id, tensor, at, until: null, value, threshold, details });
    } else if (last) findings[findings.length - 1] = { ...last, until: step };
    return true;
  }
}

/** A judge who has heard what was read in one place; `null` if the rule is left out. */
export function judgeOf(
  rule: HealthRule,
  thresholds: Thresholds,
  stepsPerEpoch: number,
  notes: readonly Note[],
): Judge | null {
  const { [rule.id]: threshold = rule.threshold } = thresholds;
  if (threshold === null) return null;
  const judge = new Judge(rule, threshold, stepsPerEpoch);
  for (const note of notes) judge.hear(note);
  return judge;
}

/** What is found from what was read in all places, on the way to a branch's end: of a run that has no engine now. */
export function findingsOf(
  notes: readonly Note[],
  branches: readonly Branch[],
  branch: number,
  thresholds: Thresholds,
  stepsPerEpoch: number,
): Finding[] {
  const along = notesAlong(notes, lineageOf(branches, branch));
  return healthRules.flatMap((rule) => {
    const own = along.filter((note) => note.rule === rule.id);
    const places = [...new Set(own.map(({ tensor }) => tensor))].map((place) =>
      own.filter(({ tensor }) => tensor === place),
    );
    return places.flatMap((read) => judgeOf(rule, thresholds, stepsPerEpoch, read)?.findings ?? []);
  });
}
