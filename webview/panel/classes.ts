/** @file The classes that images are told apart by: how many, which is the likeliest, and a bar for each. */

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

/** @param label What the image is, where that is known. */
export function showBars(
  bars: readonly HTMLElement[],
  probabilities: Float32Array,
  label: number | null,
  predicted: number,
): void {
  bars.forEach((bar, i) => {
    // A bar of no height would not be seen to be there.
    bar.style.height = `${Math.max(2, Math.min(1, probabilities[i]) * 100)}%`;
    bar.classList.toggle('label', i === label);
    bar.classList.toggle('predicted', i === predicted);
  });
}
