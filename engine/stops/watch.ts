/** @file Goes on along the timeline under the eyes of the rules, forward as it is and backward by going over it again. */

import { isSame, type Cursor } from '../cursor.ts';
import type { Timeline } from '../timeline.ts';
import type { Trainer } from '../trainer.ts';
import type { Finding } from './observer.ts';
import { Observer } from './observer.ts';
import type { Hit, LogLine, StopRule } from './rule.ts';
import type { Memory } from './trigger.ts';

/** What came of going somewhere: why training is to stop there, if it is, and what was logged on the way. */
export interface Outcome {
  readonly hits: readonly Hit[];
  readonly logs: readonly LogLine[];
}

/** Steps that a search goes over again at a time, at least: few beside a checkpoint's worth, many beside a seek. */
const segment = 64;

/**
 * Rules are judged at every cursor that training comes to, in the state that is there. Going forward, that is done on the
 * way; a rule that must have seen what came before is shown it first. Going backward, the past is computed again a segment at
 * a time, the latest first, and the last cursor in it at which a rule held is the one sought.
 */
export class Watch {
  /** By their rules, so that one that stays keeps what it has seen. */
  private observers: ReadonlyMap<string, Observer> = new Map();
  /** For each op, those that watch it. */
  private byOp: readonly (readonly Observer[])[];
  /** Where the observers have seen everything that they need; `null` when that is nowhere. */
  private at: Cursor | null = null;

  constructor(
    private readonly trainer: Trainer,
    private readonly timeline: Timeline,
  ) {
    this.byOp = trainer.program.ops.map(() => []);
  }

  /**
   * Replaces the rules.
   * @returns for each, what is wrong with it: such a one is left out; `null` where it stands
   */
  setRules(rules: readonly StopRule[]): unknown[] {
    const observers = new Map<string, Observer>();
    const errors = rules.map((rule) => {
      const key = JSON.stringify(rule);
      try {
        observers.set(key, this.observers.get(key) ?? this.observe(rule));
        return null;
      } catch (error) {
        return error;
      }
    });
    this.observers = observers;
    this.byOp = this.trainer.program.ops.map((_, op) =>
      [...observers.values()].filter((each) => each.watches(op)),
    );
    return errors;
  }

  /** To be told when the state at the cursor is not the one that training brought about. */
  forget(): void {
    this.at = null;
  }

  /** Makes the rules ready to go on from the cursor, going over what they must have seen. Yields at every step of it. */
  *prepare(): Generator<void, void> {
    const origin = this.trainer.cursor;
    if (this.at && isSame(this.at, origin)) return;
    this.begin(this.memorable(origin));
    while (!isSame(this.trainer.cursor, origin)) {
      this.runOp();
      if (this.trainer.cursor.op === 0) yield;
    }
  }

  /** Runs the op at the cursor. Rules that are not ready for it see nothing. */
  nextOp(): Outcome {
    if (!this.isReady()) {
      this.timeline.nextOp();
      return { hits: [], logs: [] };
    }
    return outcome(this.runOp());
  }

  /** Runs to the end of the step, or until a rule holds; or to `until`, if that comes first. */
  nextStep(until: Cursor | null): Outcome {
    if (this.observers.size === 0 && !until) {
      this.timeline.nextStep();
      return { hits: [], logs: [] };
    }
    const logs: LogLine[] = [];
    for (;;) {
      const came = this.nextOp();
      logs.push(...came.logs);
      const { cursor } = this.trainer;
      if (came.hits.length > 0 || cursor.op === 0 || (until && isSame(cursor, until))) {
        return { hits: came.hits, logs };
      }
    }
  }

  /**
   * Goes to the last cursor before this one at which a rule held; to the beginning if there is none. Yields after every step
   * that it goes over the share of the past that is done with, from 0 to 1.
   */
  *reverse(): Generator<number, Outcome> {
    const origin = this.trainer.cursor;
    const logs: LogLine[] = [];
    let end = origin;
    while (this.observers.size > 0 && isAfterBeginning(end)) {
      const begin = this.segmentBefore(end);
      const found = yield* this.findingsBetween(begin, end, end === origin, (step) => {
        const left = begin.step + Math.max(end.step - step, 0);
        return 1 - left / Math.max(origin.step, 1);
      });
      for (const { cursor, findings } of found.toReversed()) {
        const { hits, logs: lines } = outcome(findings);
        logs.push(...lines);
        if (hits.length === 0) continue;
        this.leave(cursor);
        return { hits, logs };
      }
      end = begin;
    }
    this.leave({ step: 0, op: 0 });
    return { hits: [], logs };
  }

  /** What the rules have to say of the cursors after `begin` (at the beginning: from it on) and up to `end`. */
  private *findingsBetween(
    begin: Cursor,
    end: Cursor,
    withoutEnd: boolean,
    share: (step: number) => number,
  ): Generator<number, { cursor: Cursor; findings: Finding[] }[]> {
    const found: { cursor: Cursor; findings: Finding[] }[] = [];
    const take = (said: Finding[]) => {
      if (said.length > 0) found.push({ cursor: this.trainer.cursor, findings: said });
    };
    take(this.begin(begin));
    while (!isSame(this.trainer.cursor, end)) {
      const came = this.runOp();
      if (!withoutEnd || !isSame(this.trainer.cursor, end)) take(came);
      if (this.trainer.cursor.op === 0) yield share(this.trainer.cursor.step);
    }
    return found;
  }

  private observe(rule: StopRule): Observer {
    const observer = new Observer(this.trainer, rule);
    if (observer.memory === 'none') observer.reset();
    else this.at = null;
    return observer;
  }

  /** Whether the rules have seen all that they need to judge what comes after the cursor. */
  isReady(): boolean {
    const { cursor } = this.trainer;
    if (this.at && isSame(this.at, cursor)) return true;
    if (!isSame(this.memorable(cursor), cursor)) return false;
    this.begin(cursor);
    return true;
  }

  private runOp(): Finding[] {
    const { op } = this.trainer.cursor;
    const observers = this.byOp[op];
    for (const each of observers) each.before(op);
    this.timeline.nextOp();
    this.at = this.trainer.cursor;
    return findings(observers, (each) => each.after(op));
  }

  /** Goes to a cursor, where the observers begin anew. */
  private begin(cursor: Cursor): Finding[] {
    this.timeline.seek(cursor);
    this.at = cursor;
    return findings([...this.observers.values()], (each) => each.reset());
  }

  /** Goes to a cursor that the observers have seen more than. */
  private leave(cursor: Cursor): void {
    this.timeline.seek(cursor);
    this.at = null;
  }

  /** The longest memory of any rule. */
  private get memory(): Memory {
    const memories = new Set([...this.observers.values()].map(({ memory }) => memory));
    return memories.has('run') ? 'run' : memories.has('epoch') ? 'epoch' : 'none';
  }

  /** Where the rules must begin in order to be ready at a cursor. */
  private memorable(cursor: Cursor): Cursor {
    switch (this.memory) {
      case 'none':
        return cursor;
      case 'epoch':
        return { step: this.startOfEpoch(cursor.step), op: 0 };
      case 'run':
        return { step: 0, op: 0 };
    }
  }

  /** Where the segment of the past begins that ends at a cursor. */
  private segmentBefore({ step, op }: Cursor): Cursor {
    const last = op > 0 ? step : step - 1;
    switch (this.memory) {
      case 'none': {
        // The step after a checkpoint: that one is run to have its tensors, and none before it.
        const kept = this.timeline.startFor({ step: Math.max(last - segment, 0) + 1, op: 0 });
        return { step: kept === 0 ? 0 : kept + 1, op: 0 };
      }
      case 'epoch':
        return { step: this.startOfEpoch(last), op: 0 };
      case 'run':
        return { step: 0, op: 0 };
    }
  }

  private startOfEpoch(step: number): number {
    return step - (step % this.trainer.stepsPerEpoch);
  }
}

function findings(observers: readonly Observer[], ask: (observer: Observer) => Finding | null): Finding[] {
  return observers.map(ask).filter((finding) => finding !== null);
}

function outcome(found: readonly Finding[]): Outcome {
  return {
    hits: found.flatMap((each) => ('stop' in each ? [each.stop] : [])),
    logs: found.flatMap((each) => ('log' in each ? [each.log] : [])),
  };
}

function isAfterBeginning({ step, op }: Cursor): boolean {
  return step > 0 || op > 0;
}
