/** @file Reductions: what NumPy makes of all the cells of an array, or of those along an axis. */

import { ExpressionError } from './error.ts';
import { transpose } from './layout.ts';
import { exact } from './operators.ts';
import { allocateCells, shapeText, type Cells, type Value, type ValueType } from './value.ts';

interface Reduction {
  /** One number of the cells from `start` to before `end`; sums are taken in double precision. */
  readonly run: (x: Cells, start: number, end: number) => number;
  readonly dtype: (of: ValueType) => ValueType;
  /** Whether there is a result for no cells at all. */
  readonly ofNothing: boolean;
  /** `argmax` and `argmin` know one axis or all, since what they give is a place along it. */
  readonly oneAxis?: boolean;
}

const same = (of: ValueType) => of;
const counted = (of: ValueType) => (of === 'bool' ? 'int' : of);
const fraction = (of: ValueType) => (of === 'bool' || of === 'int' ? 'float64' : of);

export const reductions = {
  sum: { run: sum, dtype: counted, ofNothing: true },
  mean: { run: mean, dtype: fraction, ofNothing: true },
  std: { run: std, dtype: fraction, ofNothing: true },
  norm: { run: norm, dtype: fraction, ofNothing: true },
  min: { run: (x, start, end) => x[argmin(x, start, end)], dtype: same, ofNothing: false },
  max: { run: (x, start, end) => x[argmax(x, start, end)], dtype: same, ofNothing: false },
  argmin: {
    run: (x, start, end) => argmin(x, start, end) - start,
    dtype: () => 'int',
    ofNothing: false,
    oneAxis: true,
  },
  argmax: {
    run: (x, start, end) => argmax(x, start, end) - start,
    dtype: () => 'int',
    ofNothing: false,
    oneAxis: true,
  },
  any: { run: any, dtype: () => 'bool', ofNothing: true },
  all: { run: all, dtype: () => 'bool', ofNothing: true },
} satisfies Record<string, Reduction>;

export type ReductionName = keyof typeof reductions;

/**
 * `np.name(x, axis=axis, keepdims=keepdims)`.
 * @param axis a whole number, a tuple of them, or none for all axes
 * @throws {ExpressionError} for an axis that is not there, and for the largest of nothing
 */
export function reduce(
  name: ReductionName,
  x: Value,
  axis: Value | undefined,
  keepdims: boolean,
  column: number,
): Value {
  const reduction: Reduction = reductions[name];
  const axes = x.shape.map((_, index) => index);
  const gone = axis === undefined ? axes : axesOf(axis, x.shape, column);
  if (reduction.oneAxis && axis !== undefined && axis.shape.length > 0) {
    throw new ExpressionError('The function {0} takes one axis, not a tuple.', column, name);
  }
  const kept = axes.filter((index) => !gone.includes(index));
  const { data } = transpose(x, [...kept, ...gone], column);
  const length = gone.reduce((product, index) => product * x.shape[index], 1);
  if (length === 0 && !reduction.ofNothing) {
    throw new ExpressionError('There is no {0} of an array without cells.', column, name);
  }
  const lengths = kept.map((index) => x.shape[index]);
  const dtype = reduction.dtype(x.dtype);
  const out = allocateCells(dtype, lengths, column);
  for (let c = 0; c < out.length; c++) out[c] = reduction.run(data, c * length, (c + 1) * length);
  const shape = keepdims ? x.shape.map((size, index) => (gone.includes(index) ? 1 : size)) : lengths;
  return exact({ shape, dtype, data: out }, column);
}

/** The axes meant, counted from 0, in ascending order. */
function axesOf(axis: Value, shape: readonly number[], column: number): number[] {
  const axes = Array.from(axis.data, (index) => {
    if (axis.dtype !== 'int' || index < -shape.length || index >= shape.length) {
      throw new ExpressionError(
        'There is no axis {0} in an array of shape {1}: axes are counted from 0, or from the end with -1.',
        column,
        index,
        shapeText(shape),
      );
    }
    return index < 0 ? index + shape.length : index;
  });
  if (new Set(axes).size < axes.length) throw new ExpressionError('An axis is named twice.', column);
  return axes.sort((a, b) => a - b);
}

function sum(x: Cells, start: number, end: number): number {
  let total = 0;
  for (let c = start; c < end; c++) total += x[c];
  return total;
}

function mean(x: Cells, start: number, end: number): number {
  return sum(x, start, end) / (end - start);
}

/** Standard deviation, dividing by the count. */
function std(x: Cells, start: number, end: number): number {
  const center = mean(x, start, end);
  let squares = 0;
  for (let c = start; c < end; c++) squares += (x[c] - center) * (x[c] - center);
  return Math.sqrt(squares / (end - start));
}

/** Euclidean norm; of a matrix that of Frobenius. */
function norm(x: Cells, start: number, end: number): number {
  let squares = 0;
  for (let c = start; c < end; c++) squares += x[c] * x[c];
  return Math.sqrt(squares);
}

/** Where the largest cell stands first; the first NaN is larger than anything. */
function argmax(x: Cells, start: number, end: number): number {
  let best = start;
  for (let c = start; c < end; c++) {
    if (Number.isNaN(x[c])) return c;
    if (x[c] > x[best]) best = c;
  }
  return best;
}

/** Where the smallest cell stands first; the first NaN is smaller than anything. */
function argmin(x: Cells, start: number, end: number): number {
  let best = start;
  for (let c = start; c < end; c++) {
    if (Number.isNaN(x[c])) return c;
    if (x[c] < x[best]) best = c;
  }
  return best;
}

function any(x: Cells, start: number, end: number): number {
  for (let c = start; c < end; c++) if (x[c] !== 0) return 1;
  return 0;
}

function all(x: Cells, start: number, end: number): number {
  for (let c = start; c < end; c++) if (x[c] === 0) return 0;
  return 1;
}
