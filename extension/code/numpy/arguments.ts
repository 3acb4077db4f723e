/** @file Reading the arguments of a call, and the few plain values that come back. */

import type { Call, Value } from '../python/values.ts';
import type { Shape } from './graph.ts';

/** The argument at this place or of this name. */
export function argument(call: Call, index: number, name: string): Value | undefined {
  return call.positional.at(index) ?? call.named.get(name);
}

/** A number, if it is one. */
export function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'number' ? value.value : null;
}

/** A shape given as a number or a sequence; what is not known in it is `null`. */
export function shapeOf(value: Value | undefined): Shape | null {
  if (value?.kind === 'number') return [value.value];
  return value?.kind === 'sequence' ? value.items.map(numberOf) : null;
}

/** The name of a type: `'float32'`, `np.float32`, `float`. */
export function typeOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'library' ? value.path.slice(value.path.lastIndexOf('.') + 1) : undefined;
}

export function number(value: number): Value {
  return { kind: 'number', value, at: null };
}

/** A shape as Python writes it. */
export function written(shape: Shape): string {
  const lengths = shape.map((length) => length ?? '?');
  return lengths.length === 1 ? `(${lengths[0]},)` : `(${lengths.join(', ')})`;
}
