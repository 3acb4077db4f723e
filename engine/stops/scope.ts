/** @file What the names in a condition or a watch stand for at the cursor. */

import type { Scope } from '../expression/evaluate.ts';
import { float, int, type Value } from '../expression/value.ts';
import type { Trainer } from '../trainer.ts';

/** Names that expressions know besides the tensors: where training stands, and the running means of its epoch. */
const scalars: Readonly<Record<string, (trainer: Trainer) => Value>> = {
  step: ({ cursor }) => int(cursor.step),
  op: ({ cursor }) => int(cursor.op),
  epoch: ({ epoch }) => int(epoch),
  loss: ({ epochLoss }) => float(epochLoss ?? NaN),
  accuracy: ({ epochAccuracy }) => float(epochAccuracy ?? NaN),
};

export const scalarNames: readonly string[] = Object.keys(scalars);

/** All tensors as they stand at the cursor, the scalars, and the constants of the program. */
export function scopeOf(trainer: Trainer): Scope {
  return (name) => {
    const { tensors } = trainer;
    if (Object.hasOwn(tensors, name)) return tensors[name];
    if (Object.hasOwn(scalars, name)) return scalars[name](trainer);
    return Object.hasOwn(trainer.constants, name) ? float(trainer.constants[name]) : undefined;
  };
}
