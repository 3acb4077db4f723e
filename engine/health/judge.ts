/** @file Makes findings of what a rule reads in one place: each from where the rule began to hold until it did not any more. */

import type { Cursor } from '../trainer.ts';
import type { HealthRule, Reading, RuleId } from './rule.ts';

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
    private readonly tensor: string,
  ) {}

  /**
   * @param step after which it was read
   * @param count the number of the step or epoch, whichever the rule looks at, from 1
   * @returns whether the findings are others now
   */
  hear(step: number, count: number, { value, details, origin }: Reading): boolean {
    const { rule, threshold, findings } = this;
    if (count <= rule.warmUp || Number.isNaN(value)) return false;
    const holds = rule.bad === 'above' ? value > threshold : value < threshold;
    const last = findings.at(-1);
    const lasts = last?.until === null;
    this.doubts = holds === lasts ? 0 : this.doubts + 1;
    if (holds === lasts || this.doubts < rule.patience) return false;
    this.doubts = 0;
    if (holds) {
      const { tensor, at } = origin ?? { tensor: this.tensor, at: { step, op: 0 } };
      findings.push({ rule: rule.id, tensor, at, until: null, value, threshold, details });
    } else if (last) findings[findings.length - 1] = { ...last, until: step };
    return true;
  }
}
