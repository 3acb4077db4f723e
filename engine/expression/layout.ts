/** @file Arrays laid out anew: slices, transposes and broadcasts are all one gather along strides. */

import { sizeOf } from '../tensor.ts';
import { ExpressionError } from './error.ts';
import { allocateCells, shapeText, type Cells, type Value } from './value.ts';

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** The array of this shape whose cells are found from `offset` on along `strides` in the data of `value`, copied. */
export function gather(
  value: Value,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  column: number,
): Value {
  const { data } = value;
  const out = allocateCells(value.dtype, shape, column);
  const last = shape.length - 1;
  let to = 0;
  const copy = (axis: number, from: number): void => {
    const stride = strides[axis];
    if (axis === last) for (let i = 0; i < shape[last]; i++) out[to++] = data[from + i * stride];
    else for (let i = 0; i < shape[axis]; i++) copy(axis + 1, from + i * stride);
  };
  if (last < 0) out[0] = data[offset];
  else copy(0, offset);
  return { ...value, shape, data: out };
}

/** `np.transpose(value, axes)`. */
export function transpose(value: Value, axes: readonly number[], column: number): Value {
  if (axes.every((axis, position) => axis === position)) return value;
  const strides = stridesOf(value.shape);
  return gather(
    value,
    0,
    axes.map((axis) => value.shape[axis]),
    axes.map((axis) => strides[axis]),
    column,
  );
}

/**
 * The shape that both shapes broadcast to.
 * @param what the operator or function, for the error
 * @throws {ExpressionError} where two lengths differ and neither is 1
 */
export function broadcastShapes(
  a: readonly number[],
  b: readonly number[],
  what: string,
  column: number,
): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, axis) => {
    const ofA = a[axis - length + a.length] ?? 1;
    const ofB = b[axis - length + b.length] ?? 1;
    if (ofA !== ofB && ofA !== 1 && ofB !== 1) {
      throw new ExpressionError(
        'The shapes {0} and {1} do not go together in {2}: counted from the last axis, lengths must be equal or 1.',
        column,
        shapeText(a),
        shapeText(b),
        what,
      );
    }
    return ofA === 1 ? ofB : ofA;
  });
}

/** The cells of the value as `np.broadcast_to` orders them; not copied where they stand in that order already. */
export function broadcast(value: Value, shape: readonly number[], column: number): Cells {
  if (value.data.length === sizeOf(shape)) return value.data;
  const own = stridesOf(value.shape);
  const added = shape.length - own.length;
  const strides = shape.map((_, axis) =>
    axis < added || value.shape[axis - added] === 1 ? 0 : own[axis - added],
  );
  return gather(value, 0, shape, strides, column).data;
}
