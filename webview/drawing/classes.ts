/** @file The classes that images are told apart by: how many there are, which is the likeliest, and which is the right one. */

import type { RunInfo } from '../protocol.ts';

/** Of more classes there would be no telling their bars and cells apart. */
const most = 16;

/** How many there are; `null` for a network whose inputs are no images, or whose outputs are no classes or too many. */
export function classesOf({ model: { inputShape, layers } }: RunInfo): number | null {
  const classes = layers[layers.length - 1].units;
  return inputShape.length === 2 && classes >= 2 && classes <= most ? classes : null;
}

/** The class with the highest value; the first of equals. */
export function greatest(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** The class that a row of the targets stands for: it is one-hot, or an index alone. */
export function labelOf(target: Float32Array): number {
  return target.length === 1 ? target[0] : greatest(target);
}
