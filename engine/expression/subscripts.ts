/** @file `x[…]` as in NumPy: whole numbers, slices, `...`, and a mask of truth values. */

import { ExpressionError } from './error.ts';
import { gather, stridesOf } from './layout.ts';
import { allocateCells, shapeText, type Value } from './value.ts';

/** A part between the commas of `x[…]`, evaluated. */
export type Index =
  | { readonly kind: 'at'; readonly column: number; readonly value: Value }
  | {
      readonly kind: 'slice';
      readonly column: number;
      readonly start: Value | undefined;
      readonly stop: Value | undefined;
      readonly step: Value | undefined;
    }
  | { readonly kind: 'ellipsis'; readonly column: number };

/**
 * `x[indices]`, copied.
 * @throws {ExpressionError} for an index outside the array, for too many, and for what cannot be an index
 */
export function subscript(x: Value, indices: readonly Index[], column: number): Value {
  const [first] = indices;
  if (indices.length === 1 && first.kind === 'at' && first.value.dtype === 'bool') {
    return masked(x, first.value, first.column);
  }
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = 0;
  const own = stridesOf(x.shape);
  for (const [axis, index] of spelledOut(indices, x.shape, column).entries()) {
    const length = x.shape[axis];
    if (index.kind === 'at') {
      offset += own[axis] * position(index.value, length, axis, index.column);
      continue;
    }
    const { start, step, count } = range(index, length);
    offset += count > 0 ? own[axis] * start : 0;
    shape.push(count);
    strides.push(own[axis] * step);
  }
  return gather(x, offset, shape, strides, column);
}

/** One index for every axis: `...` and a missing end stand for as many `:` as are needed. */
function spelledOut(
  indices: readonly Index[],
  shape: readonly number[],
  column: number,
): Exclude<Index, { kind: 'ellipsis' }>[] {
  const isEllipsis = ({ kind }: Index) => kind === 'ellipsis';
  const given = indices.filter((index) => !isEllipsis(index)).length;
  if (indices.length - given > 1) {
    throw new ExpressionError('Only one ... can stand in an index.', column);
  }
  if (given > shape.length) {
    throw new ExpressionError(
      'There are {0} indices for an array of shape {1}, which takes at most {2}.',
      column,
      given,
      shapeText(shape),
      shape.length,
    );
  }
  const everything = new Array<Exclude<Index, { kind: 'ellipsis' }>>(shape.length - given).fill({
    kind: 'slice',
    column,
    start: undefined,
    stop: undefined,
    step: undefined,
  });
  const complete = indices.some(isEllipsis) ? indices : [...indices, { kind: 'ellipsis' as const, column }];
  return complete.flatMap((index) => (index.kind === 'ellipsis' ? everything : [index]));
}

function position(value: Value, length: number, axis: number, column: number): number {
  const index = wholeNumber(value, column);
  if (index < -length || index >= length) {
    throw new ExpressionError(
      'The index {0} is outside axis {1}, whose length is {2}.',
      column,
      index,
      axis,
      length,
    );
  }
  return index < 0 ? index + length : index;
}

/** Where a slice begins, how it goes on and how many cells it takes, by Python's `slice.indices`. */
function range(
  { start, stop, step, column }: Extract<Index, { kind: 'slice' }>,
  length: number,
): { start: number; step: number; count: number } {
  const by = step === undefined ? 1 : wholeNumber(step, column);
  if (by === 0) throw new ExpressionError('The step of a slice cannot be 0.', column);
  const lowest = by > 0 ? 0 : -1;
  const highest = by > 0 ? length : length - 1;
  const bound = (given: Value | undefined, otherwise: number) => {
    if (given === undefined) return otherwise;
    const index = wholeNumber(given, column);
    return Math.min(Math.max(index < 0 ? index + length : index, lowest), highest);
  };
  const from = bound(start, by > 0 ? lowest : highest);
  const to = bound(stop, by > 0 ? highest : lowest);
  return { start: from, step: by, count: Math.max(0, Math.ceil((to - from) / by)) };
}

function wholeNumber({ dtype, shape, data }: Value, column: number): number {
  if (dtype !== 'int' || shape.length > 0) {
    throw new ExpressionError(
      'An index is a whole number or a slice, as in W1[0, 2:5], or one mask, as in W1[W1 > 0].',
      column,
    );
  }
  return data[0];
}

/** The cells, or rows, where the mask is true. */
function masked(x: Value, mask: Value, column: number): Value {
  const rest = x.shape.slice(mask.shape.length);
  if (mask.shape.length === 0 || mask.shape.some((length, axis) => length !== x.shape[axis])) {
    throw new ExpressionError(
      'A mask of shape {0} does not fit an array of shape {1}: it must have the lengths of its first axes.',
      column,
      shapeText(mask.shape),
      shapeText(x.shape),
    );
  }
  let count = 0;
  for (const isTrue of mask.data) count += isTrue;
  const data = allocateCells(x.dtype, [count, ...rest], column);
  const width = count > 0 ? data.length / count : 0;
  for (let row = 0, to = 0; row < mask.data.length; row++) {
    if (mask.data[row] === 0) continue;
    for (let c = row * width; c < (row + 1) * width; c++) data[to++] = x.data[c];
  }
  return { shape: [count, ...rest], dtype: x.dtype, data };
}
