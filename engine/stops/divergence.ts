/** @file The loss diverges: it rises far above the lowest that it has been. */

import type { Trainer } from '../trainer.ts';
import type { Trigger } from './trigger.ts';

/** Weight of the latest mini-batch in the smoothed loss: single batches say little. */
const latest = 1 / 20;

/** @param factor how many times its minimum the smoothed loss may be */
export function divergenceTrigger(trainer: Trainer, factor: number): Trigger {
  const last = trainer.program.ops.length - 1;
  let smoothed: number | null = null;
  let lowest = Infinity;
  let diverged = false;
  return {
    memory: 'run',
    watches: (op) => op === last,
    reset() {
      smoothed = null;
      lowest = Infinity;
      diverged = false;
    },
    after() {
      const loss = trainer.lastLoss;
      smoothed = smoothed === null ? loss : smoothed + (loss - smoothed) * latest;
      if (smoothed < lowest) lowest = smoothed;
      const before = diverged;
      diverged = !(smoothed <= factor * lowest);
      return diverged && !before ? [smoothed, lowest] : null;
    },
  };
}
