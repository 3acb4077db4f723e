/** @file The value of an expression changes: a tensor, a row or a cell of it, or whatever is computed from tensors. */

import { UserError } from '../errors.ts';
import { evaluate, names, parse, type Expression, type Value } from '../expression/index.ts';
import type { ProgramInfo } from '../program.ts';
import type { Trainer } from '../trainer.ts';
import { StopRuleError } from './rule.ts';
import { scalarNames, scopeOf } from './scope.ts';
import type { Trigger } from './trigger.ts';

/** A condition of its own kind: the value passes a number, upwards or downwards. */
const crosses = /^\s*crosses\s+([-+]?[\d.]+(?:e[-+]?\d+)?)\s*$/i;

/** The number of a condition such as `crosses 0`; `null` for any other condition. */
export function crossedNumber(condition: string): number | null {
  const text = crosses.exec(condition)?.[1];
  return text === undefined ? null : Number(text);
}

/**
 * @param text of the expression
 * @param crossed the number to be crossed by any cell of its value; `null` if any change counts
 * @throws {UserError} if the expression has no value now, or one that never changes
 */
export function changeTrigger(trainer: Trainer, text: string, crossed: number | null): Trigger {
  const expression = parse(text);
  evaluate(expression, scopeOf(trainer));
  const writes = writesOf(expression, trainer.program);
  if (!writes.includes(true)) {
    throw new StopRuleError('{0} never changes. Name a tensor that training computes, such as dW1.', text);
  }
  let before: Value | null = null;
  return {
    memory: 'none',
    watches: (op) => writes[op],
    reset: () => undefined,
    before() {
      const value = valueOf();
      // A tensor's own cells change under it.
      before = value && { ...value, data: value.data.slice() };
    },
    after() {
      const now = valueOf();
      return before && now && isChange(before, now, crossed) ? [text.trim()] : null;
    },
  };

  /** Where a mini-batch is smaller, what is asked for may not be there. */
  function valueOf(): Value | null {
    try {
      return evaluate(expression, scopeOf(trainer));
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }
}

/** For each op, whether it writes what an expression reads. The batch is taken when the first op runs. */
export function writesOf(expression: Expression, { tensors, ops }: ProgramInfo): boolean[] {
  const read = names(expression);
  const readsScalars = scalarNames.some((name) => read.has(name));
  const readsBatch = tensors.some(({ name, group }) => group === 'batch' && read.has(name));
  return ops.map(({ output }, op) => readsScalars || read.has(output) || (readsBatch && op === 0));
}

function isChange(before: Value, now: Value, crossed: number | null): boolean {
  const [old, data] = [before.data, now.data];
  if (crossed === null && old.length !== data.length) return true;
  const length = Math.min(old.length, data.length);
  for (let c = 0; c < length; c++) {
    if (crossed === null ? !Object.is(old[c], data[c]) : passes(old[c], data[c], crossed)) return true;
  }
  return false;
}

function passes(before: number, after: number, number: number): boolean {
  return (before < number && after >= number) || (before > number && after <= number);
}
