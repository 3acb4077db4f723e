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

/** Looked at after every op, so it is quick: no branch for a cell, and four sums, none of which waits for another. */
function allFinite(data: FloatArray): boolean {
  const whole = data.length - (data.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  // 0 · NaN and 0 · ∞ are NaN, and a sum stays it.
  for (let i = 0; i < whole; i += 4) {
    a += 0 * data[i];
    b += 0 * data[i + 1];
    c += 0 * data[i + 2];
    d += 0 * data[i + 3];
  }
  for (let i = whole; i < data.length; i++) a += 0 * data[i];
  return a + b + c + d === 0;
}
