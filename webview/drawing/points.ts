/** @file The points of a line over the steps of a run: of many, those that show, so that a long run is drawn as fast as a short one. */

/** From left to right. */
export interface Points {
  readonly steps: ArrayLike<number>;
  /** As many; `null` or no finite number for a gap. */
  readonly values: ArrayLike<number | null>;
}

/** The same, with `null` for each gap. */
export interface ThinPoints {
  readonly steps: number[];
  readonly values: (number | null)[];
}

/**
 * Of the points in each of so many columns the first, the least, the greatest and the last: a line through them covers what one
 * through all of them does.
 * @param width of a column, in steps
 */
export function thin({ steps, values }: Points, width: number): ThinPoints {
  const found: ThinPoints = { steps: [], values: [] };
  const take = (i: number): void => {
    found.steps.push(steps[i]);
    found.values.push(values[i]);
  };
  let [column, first, least, greatest, last] = [0, -1, -1, -1, -1];
  let [min, max] = [0, 0];
  const takeColumn = (): void => {
    if (first < 0) return;
    for (const i of new Set([first, Math.min(least, greatest), Math.max(least, greatest), last])) take(i);
    first = -1;
  };
  for (let i = 0; i < steps.length; i++) {
    const value = values[i];
    if (value === null || !Number.isFinite(value)) {
      takeColumn();
      if (found.values.length === 0 || found.values[found.values.length - 1] === null) continue;
      found.steps.push(steps[i]);
      found.values.push(null);
      continue;
    }
    const here = Math.floor(steps[i] / width);
    if (here !== column) takeColumn();
    if (first < 0) {
      column = here;
      first = least = greatest = i;
      min = max = value;
    } else if (value < min) {
      least = i;
      min = value;
    } else if (value > max) {
      greatest = i;
      max = value;
    }
    last = i;
  }
  takeColumn();
  return found;
}

/** The value at a step; where there is none, the one before. */
export function valueAt({ steps, values }: Points, step: number): number | null {
  let [from, to] = [0, steps.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (steps[middle] <= step) from = middle + 1;
    else to = middle;
  }
  for (let i = from - 1; i >= 0; i--) {
    const value = values[i];
    if (value !== null && Number.isFinite(value)) return value;
  }
  return null;
}
