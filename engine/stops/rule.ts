/** @file Where training is to stop: rules as plain JSON, and what is told when one of them holds. */

import { UserError } from '../errors.ts';

/** A rule that cannot be followed as it is written. */
export class StopRuleError extends UserError {}

/** What a rule looks at. */
export type StopTrigger =
  /** One of the ops of these numbers is about to run. */
  | { readonly kind: 'op'; readonly ops: readonly number[] }
  /** An expression, such as the name of a tensor, has another value than before. */
  | { readonly kind: 'change'; readonly expression: string }
  /** An op makes NaN or an infinity out of finite numbers. */
  | { readonly kind: 'nonFinite' }
  /** The loss, smoothed, rises above `factor` times the lowest that it has been. */
  | { readonly kind: 'divergence'; readonly factor: number }
  /** A hidden unit has let no gradient through for any example of a whole epoch: it is dead, or saturated. */
  | { readonly kind: 'idleUnit' };

/** Plain JSON: what travels to the worker. */
export interface StopRule {
  readonly id: number;
  readonly trigger: StopTrigger;
  /** An expression over the tensors, true where the rule is to hold; of a `change` also `crosses 0`. */
  readonly condition?: string;
  /** Which of the times that it holds, counted from the beginning of the run, are meant: `5`, `>= 5`, `% 5`. */
  readonly hitCondition?: string;
  /** Said instead of stopping; `{…}` holds expressions. */
  readonly logMessage?: string;
}

/** A rule that holds at the cursor. */
export interface Hit {
  readonly id: number;
  /** What the trigger has found: a tensor's name or an expression; a loss and its lowest; a layer and a unit. */
  readonly found: readonly (string | number)[];
  /** Why its condition could not be judged. That too is a reason to stop. */
  readonly error?: { readonly template: string; readonly args: readonly (string | number)[] };
}

/** A line that a log message came to. */
export interface LogLine {
  readonly id: number;
  readonly text: string;
}

/**
 * @param text `5` or `== 5`, `>= 5`, `> 5`, `<= 5`, `< 5`, `% 5`
 * @throws StopRuleError if it is none of these
 */
export function parseHitCondition(text: string): (count: number) => boolean {
  const match = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(text);
  const operator = match?.[1];
  const number = Number(match?.[2]);
  if (!match || (operator === '%' && number === 0)) {
    throw new StopRuleError(
      '“{0}” is not a hit count. Write a number, or one after >=, >, <=, < or %.',
      text,
    );
  }
  switch (operator) {
    case '>=':
      return (count) => count >= number;
    case '>':
      return (count) => count > number;
    case '<=':
      return (count) => count <= number;
    case '<':
      return (count) => count < number;
    case '%':
      return (count) => count % number === 0;
    default:
      return (count) => count === number;
  }
}
