/** @file What a rule looks at, made ready to look: told of ops before and after they run, it says whether it holds. */

import type { Trainer } from '../trainer.ts';

/** How far back a trigger must have been looking in order to judge rightly. */
export type Memory = 'none' | 'epoch' | 'run';

export interface Trigger {
  readonly memory: Memory;
  /** Whether it is to be told of an op, by the op's number. */
  watches(op: number): boolean;
  /** Forgets what it has seen; it goes on from the state at the cursor. */
  reset(): void;
  /** The op is about to run. */
  before?(op: number): void;
  /** The op has run: what has been found, or `null`. */
  after(op: number): readonly (string | number)[] | null;
}

/** Holds where one of the ops is the next to run. */
export function opTrigger(trainer: Trainer, ops: readonly number[]): Trigger {
  const { length } = trainer.program.ops;
  return {
    memory: 'none',
    watches: (ran) => ops.includes((ran + 1) % length),
    reset: () => undefined,
    after: () => (trainer.finished ? null : []),
  };
}
