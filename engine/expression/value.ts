/** @file Values: what an expression reads and gives. Every `Tensor` is one as it stands. */

import { sizeOf, type DType, type FloatArray } from '../tensor.ts';
import { ExpressionError } from './error.ts';

/** `int` stands for Python's and NumPy's whole numbers, exact to ±2^53. */
export type ValueType = DType | 'int' | 'bool';

/** Whole numbers are kept in a `Float64Array`, truth values as 0 and 1 in a `Uint8Array`. */
export type Cells = FloatArray | Uint8Array;

/** An array in row-major order, or with shape `[]` a scalar. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: ValueType;
  readonly data: Cells;
  /**
   * A Python number, which takes the precision of what it meets (NEP 50); with one axis, a tuple of them, as a shape is.
   */
  readonly weak?: boolean;
}

/** A Python `int`. */
export function int(value: number): Value {
  return { shape: [], dtype: 'int', data: Float64Array.of(value), weak: true };
}

/** A Python `float`. */
export function float(value: number): Value {
  return { shape: [], dtype: 'float64', data: Float64Array.of(value), weak: true };
}

/** A Python `bool`. */
export function bool(value: boolean): Value {
  return { shape: [], dtype: 'bool', data: Uint8Array.of(Number(value)), weak: true };
}

/** A Python tuple of whole numbers. */
export function tuple(values: readonly number[]): Value {
  return { shape: [values.length], dtype: 'int', data: Float64Array.from(values), weak: true };
}

export function isTuple({ weak, shape }: Value): boolean {
  return weak === true && shape.length === 1;
}

/** The shape as Python writes it: `(784, 50)`, `(50,)`, `()`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/**
 * What Python's `if` makes of a value: false for zero, true for anything else, NaN included.
 * @param column of the value in its expression, for the error
 * @throws {ExpressionError} for an array of more or fewer cells than one, as NumPy does
 */
export function isTruthy({ shape, data }: Value, column = 1): boolean {
  if (data.length !== 1) {
    throw new ExpressionError(
      'An array of shape {0} is neither true nor false as a whole: say any(…) or all(…).',
      column,
      shapeText(shape),
    );
  }
  return data[0] !== 0;
}

/** The largest array that an expression may make, in cells. */
const MOST_CELLS = 2 ** 26;

/** A new array of zeros, as `data` of a `Value`. */
export function allocateCells(dtype: ValueType, shape: readonly number[], column: number): Cells {
  const size = sizeOf(shape);
  if (size > MOST_CELLS) {
    throw new ExpressionError(
      'This would make an array of shape {0}, which is more than {1} cells.',
      column,
      shapeText(shape),
      MOST_CELLS,
    );
  }
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'bool' ? new Uint8Array(size) : new Float64Array(size);
}
