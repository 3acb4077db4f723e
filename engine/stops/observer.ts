/** @file One rule at work: its trigger, its condition, its count of hits and its log message. */

import { UserError } from '../errors.ts';
import { evaluate, format, isTruthy, parse } from '../expression/index.ts';
import type { Trainer } from '../trainer.ts';
import { changeTrigger, crossedNumber } from './change.ts';
import { divergenceTrigger } from './divergence.ts';
import { idleUnitTrigger } from './idleUnit.ts';
import { nonFiniteTrigger } from './nonFinite.ts';
import { parseHitCondition, type Hit, type LogLine, type StopRule } from './rule.ts';
import { scopeOf } from './scope.ts';
import { opTrigger, type Memory, type Trigger } from './trigger.ts';

/** What a rule has to say of a cursor: that training is to stop, or a line for the log. */
export type Finding = { readonly stop: Hit } | { readonly log: LogLine };

export class Observer {
  private readonly trigger: Trigger;
  private readonly holds: () => boolean;
  private readonly isMeant: ((count: number) => boolean) | null;
  private readonly message: (() => string) | null;
  /** Every op runs once in a step: only what does not always hold has to be counted. */
  private readonly isCounted: boolean;
  private count = 0;

  /** @throws {UserError} if the rule cannot be followed: a condition that makes no sense, a tensor that does not exist */
  constructor(
    private readonly trainer: Trainer,
    private readonly rule: StopRule,
  ) {
    const { trigger, condition = '', hitCondition = '', logMessage = '' } = rule;
    const crossed = trigger.kind === 'change' ? crossedNumber(condition) : null;
    this.trigger = triggerOf(trainer, rule, crossed);
    this.holds = condition.trim() === '' || crossed !== null ? () => true : conditionOf(trainer, condition);
    this.isCounted = trigger.kind !== 'op' || condition.trim() !== '';
    this.isMeant = hitCondition.trim() === '' ? null : parseHitCondition(hitCondition);
    this.message = logMessage === '' ? null : messageOf(trainer, logMessage);
    // What cannot be computed is told now rather than where training would have stopped.
    this.holds();
    this.message?.();
  }

  /** How far back it must have been observing in order to judge rightly. */
  get memory(): Memory {
    return this.isMeant && this.isCounted ? 'run' : this.trigger.memory;
  }

  watches(op: number): boolean {
    return this.trigger.watches(op);
  }

  /** Begins anew from the state at the cursor. No op leads to the beginning of training: what to say of it is said now. */
  reset(): Finding | null {
    this.count = 0;
    this.trigger.reset();
    const { trigger } = this.rule;
    const { step, op } = this.trainer.cursor;
    const isHere = step === 0 && op === 0 && trigger.kind === 'op' && trigger.ops.includes(0);
    return isHere ? this.judge([]) : null;
  }

  before(op: number): void {
    this.trigger.before?.(op);
  }

  after(op: number): Finding | null {
    const found = this.trigger.after(op);
    return found && this.judge(found);
  }

  /** How often training has come to one of the rule's ops, with this time. */
  private timesComeHere(): number {
    const { trigger } = this.rule;
    const ops = trigger.kind === 'op' ? trigger.ops : [];
    const { step, op } = this.trainer.cursor;
    return step * ops.length + ops.filter((each) => each <= op).length;
  }

  private judge(found: readonly (string | number)[]): Finding | null {
    const { id } = this.rule;
    try {
      if (!this.holds()) return null;
      this.count = this.isCounted ? this.count + 1 : this.timesComeHere();
      if (this.isMeant && !this.isMeant(this.count)) return null;
      return this.message ? { log: { id, text: this.message() } } : { stop: { id, found } };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { stop: { id, found, error: { template: error.template, args: error.args } } };
    }
  }
}

function triggerOf(trainer: Trainer, { trigger }: StopRule, crossed: number | null): Trigger {
  switch (trigger.kind) {
    case 'op':
      return opTrigger(trainer, trigger.ops);
    case 'change':
      return changeTrigger(trainer, trigger.expression, crossed);
    case 'nonFinite':
      return nonFiniteTrigger(trainer);
    case 'divergence':
      return divergenceTrigger(trainer, trigger.factor);
    case 'idleUnit':
      return idleUnitTrigger(trainer);
  }
}

function conditionOf(trainer: Trainer, text: string): () => boolean {
  const expression = parse(text);
  return () => isTruthy(evaluate(expression, scopeOf(trainer)));
}

/** A text with expressions in braces, filled in at the cursor. */
function messageOf(trainer: Trainer, text: string): () => string {
  const parts = text.split(/\{([^{}]*)\}/).map((part, i) => (i % 2 === 0 ? part : parse(part)));
  return () =>
    parts
      .map((part) => (typeof part === 'string' ? part : format(evaluate(part, scopeOf(trainer)))))
      .join('');
}
