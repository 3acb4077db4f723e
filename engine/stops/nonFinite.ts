/** @file NaN or an infinity appears: the op that made it, not all those that passed it on. */

import type { FloatArray } from '../tensor.ts';
import type { Trainer } from '../trainer.ts';
import type { Trigger } from './trigger.ts';

export function nonFiniteTrigger(trainer: Trainer): Trigger {
  const { ops } = trainer.program;
  /** What an op overwrites, it may have read: whether each output was sound before it. */
  const sound = new Map<string, boolean>();
  const isSound = (name: string) => allFinite(trainer.tensors[name].data);
  return {
    memory: 'none',
    watches: () => true,
    reset() {
      for (const { output } of ops) sound.set(output, isSound(output));
    },
    after(op) {
      const { inputs, output } = ops[op];
      const before = sound.get(output);
      const now = isSound(output);
      sound.set(output, now);
      if (now) return null;
      const passedOn = inputs.some((input) => (input === output ? before === false : !isSound(input)));
      return passedOn ? null : [output];
    },
  };
}

function allFinite(data: FloatArray): boolean {
  // NaN − NaN and ∞ − ∞ are NaN.
  for (let c = 0; c < data.length; c++) if (data[c] - data[c] !== 0) return false;
  return true;
}
