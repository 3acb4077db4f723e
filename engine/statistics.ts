/** @file Figures of a whole tensor: what it ranges over, how it is spread, where it broke. */

import type { FloatArray } from './tensor.ts';

/** NaN and ±Inf are counted and left out of everything else. All zero where nothing finite is left. */
export interface TensorStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation, dividing by the count, as `np.std` does. */
  readonly std: number;
  /** Euclidean norm. */
  readonly norm: number;
  readonly nan: number;
  readonly inf: number;
  /** 99.5th percentile of |x|, rounded up by at most 1/512 of the largest: the colour range that ignores outliers. */
  readonly robustMax: number;
}

/** Counts of the finite values in equal bins from `min` to `max`, the last of which includes `max`. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}

const BINS = 512;
const bins = new Uint32Array(BINS);

export function statisticsOf(data: FloatArray): TensorStats {
  const figures = figuresOf(data);
  // What is not finite makes the sum so too: nobody need ask at every cell of the many tensors that are finite throughout.
  if (Number.isFinite(figures.sum)) return { ...figures.stats, nan: 0, inf: 0 };
  const finite = data.filter(Number.isFinite);
  const nan = data.filter(Number.isNaN).length;
  return { ...figuresOf(finite).stats, nan, inf: data.length - finite.length - nan };
}

/** How the finite values are spread over `count` equal bins. */
export function histogramOf(data: FloatArray, count: number): Histogram {
  const { min, max } = statisticsOf(data);
  return { min, max, counts: countsOf(data, min, max, count) };
}

/** Counts of the finite values in `count` equal bins from `min` to `max`; what lies beyond is counted in the outermost. */
export function countsOf(data: FloatArray, min: number, max: number, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  // Divided first: for the smallest of numbers, bins by span would be infinite.
  const span = max > min ? max - min : 1;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.floor(((value - min) / span) * count);
    counts[Math.max(0, Math.min(bin, count - 1))]++;
  }
  return counts;
}

/** Of finite values. If they are not, the sum is not finite, and the rest means nothing. */
function figuresOf(data: FloatArray): { sum: number; stats: Omit<TensorStats, 'nan' | 'inf'> } {
  const count = data.length;
  if (count === 0) return { sum: 0, stats: { min: 0, max: 0, mean: 0, std: 0, norm: 0, robustMax: 0 } };
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let squares = 0;
  for (let c = 0; c < count; c++) {
    const value = data[c];
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  const largest = Math.max(max, -min);
  const std = Math.sqrt(spread(data, mean, largest) / count);
  const robustMax = robust(largest, count);
  return { sum, stats: { min, max, mean, std, norm: Math.sqrt(squares), robustMax } };
}

/** Sum of the squared differences from the mean; on the way fills the bins with the sizes of the values. */
function spread(data: FloatArray, mean: number, largest: number): number {
  bins.fill(0);
  const scale = largest === 0 ? 0 : BINS / largest;
  let sum = 0;
  for (let c = 0; c < data.length; c++) {
    const value = data[c];
    sum += (value - mean) * (value - mean);
    bins[Math.min(Math.abs(value) * scale, BINS - 1) | 0]++;
  }
  return sum;
}

/** The upper end of the bin that holds the percentile. */
function robust(largest: number, count: number): number {
  let left = count * 0.005;
  let bin = BINS - 1;
  while (bins[bin] <= left) left -= bins[bin--];
  return ((bin + 1) / BINS) * largest;
}
