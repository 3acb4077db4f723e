/** @file Of several rows of numbers, at each place the one farthest from zero: what is left of a tensor that a picture has no room for. */

import { allocate, type FloatArray, type Tensor } from './tensor.ts';

/**
 * Of so many numbers of a tensor beside each other, from each of these flat indices on: at each place the one farthest from zero,
 * NaN before all.
 */
export type Farthest = (x: Tensor, starts: Int32Array, count: number) => FloatArray;

export const farthest: Farthest = ({ data, dtype }, starts, count) => {
  const found = allocate(dtype, count);
  for (const start of starts) {
    for (let i = 0; i < count; i++) {
      if (outranks(data[start + i], found[i])) found[i] = data[start + i];
    }
  }
  return found;
};

/** Whether the first of two values is the one to show for both: NaN before all, then the one farther from zero. */
export function outranks(value: number, other: number): boolean {
  return !Number.isNaN(other) && (Number.isNaN(value) || Math.abs(value) > Math.abs(other));
}
