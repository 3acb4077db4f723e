/** @file Operators over values: NumPy's broadcasting and result types, then a loop. */

import { ExpressionError } from './error.ts';
import { broadcast, broadcastShapes } from './layout.ts';
import { binaryLoops, unaryLoops } from './loops.ts';
import { allocateCells, bool, isTuple, shapeText, type Cells, type Value, type ValueType } from './value.ts';

export type BinaryOperator = keyof typeof binaryLoops | '@';

/** From which size on neighbouring whole numbers can no longer be told apart in 64 bits of float. */
const LARGEST_INT = 2 ** 53;

/** So many multiplications of one `@` take about a second. */
const MOST_MULTIPLICATIONS = 2 ** 30;

/** Truth values, whole numbers, fractions. */
const kinds: Record<ValueType, number> = { bool: 0, int: 1, float32: 2, float64: 2 };

/**
 * The type in which two values meet, after NEP 50: a Python number takes the other's precision and can only change its
 * kind; `float32` cannot hold NumPy's own whole numbers, so that the two make `float64`.
 */
export function promote(a: Value, b: Value): ValueType {
  if (a.dtype === b.dtype) return a.dtype;
  const [low, high] = kinds[a.dtype] < kinds[b.dtype] ? [a, b] : [b, a];
  if (kinds[low.dtype] < kinds[high.dtype]) {
    return low.dtype === 'int' && high.dtype === 'float32' && !low.weak ? 'float64' : high.dtype;
  }
  return a.weak || b.weak ? 'float32' : 'float64';
}

/**
 * `a operator b`.
 * @param column of the operator, for errors
 * @throws {ExpressionError} for shapes that do not fit and for operands that the operator does not take
 */
export function binary(operator: BinaryOperator, a: Value, b: Value, column: number): Value {
  if (isTuple(a) || isTuple(b)) return compareTuples(operator, a, b, column);
  if (operator === '@') return matmul(a, b, column);
  const meet = promote(a, b);
  const weak = Boolean(a.weak && b.weak);
  const dtype = resultType(operator, meet, weak, b, column);
  const shape = broadcastShapes(a.shape, b.shape, operator, column);
  const data = allocateCells(dtype, shape, column);
  const ofA = operand(a, meet, shape, column);
  const ofB = operand(b, meet, shape, column);
  // NumPy adds truth values by "or", Python counts them.
  const loop = binaryLoops[operator === '+' && dtype === 'bool' ? '|' : operator];
  loop(data, ofA, ofA.length > 1 ? 1 : 0, ofB, ofB.length > 1 ? 1 : 0);
  return exact({ shape, dtype, data, weak }, column);
}

/** `-x`. */
export function negative(x: Value, column: number): Value {
  if (isTuple(x)) throw tupleError('-', column);
  if (x.dtype === 'bool' && !x.weak) throw booleanMinus(column);
  return cellwise('negative', x, x.dtype === 'bool' ? 'int' : x.dtype, column);
}

/** `~mask`: "not" in every cell; of a Python `bool` too, where Python itself would give -1 or -2. */
export function invert(x: Value, column: number): Value {
  if (x.dtype !== 'bool') throw truthOnly('~', column);
  return cellwise('invert', x, 'bool', column);
}

/** One loop over the cells of one value, which makes as many cells of the given type. */
export function cellwise(loop: keyof typeof unaryLoops, x: Value, dtype: ValueType, column: number): Value {
  const data = allocateCells(dtype, x.shape, column);
  unaryLoops[loop](data, x.data);
  return exact({ shape: x.shape, dtype, data, weak: x.weak ?? false }, column);
}

/** The cells of an operand in the order of the result, or its one cell; a Python number in the precision it meets. */
export function operand(x: Value, dtype: ValueType, shape: readonly number[], column: number): Cells {
  if (x.data.length > 1) return broadcast(x, shape, column);
  return x.weak && dtype === 'float32' ? Float32Array.from(x.data) : x.data;
}

/**
 * Whole numbers as they should be: without the negative zero that floats have.
 * @throws {ExpressionError} for those too large to be exact
 */
export function exact(x: Value, column: number): Value {
  if (x.dtype !== 'int') return x;
  for (let c = 0; c < x.data.length; c++) {
    if (Math.abs(x.data[c]) > LARGEST_INT) {
      throw new ExpressionError(
        'Whole numbers are exact only up to 2**53 here: write one of them with a decimal point, as in 10.0.',
        column,
      );
    }
    x.data[c] += 0;
  }
  return x;
}

/** What an operator makes of operands that met in `meet`, where it takes them. */
function resultType(
  operator: Exclude<BinaryOperator, '@'>,
  meet: ValueType,
  weak: boolean,
  b: Value,
  column: number,
): ValueType {
  const ofInts = meet === 'bool' ? 'int' : meet;
  switch (operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return 'bool';
    case '&':
    case '|':
      if (meet !== 'bool') throw truthOnly(operator, column);
      return 'bool';
    case '-':
      if (meet === 'bool' && !weak) throw booleanMinus(column);
      return ofInts;
    case '+':
    case '*':
      return weak ? ofInts : meet;
    case '/':
      return kinds[meet] < 2 ? 'float64' : meet;
    case '//':
    case '%':
      if (ofInts === 'int' && b.data.includes(0)) {
        throw new ExpressionError(
          'A whole number cannot be divided by zero with {0}: make one of the two a float, as in 0.0.',
          column,
          operator,
        );
      }
      return ofInts;
    case '**':
      if (ofInts !== 'int' || b.data.every((power) => power >= 0)) return ofInts;
      if (weak) return 'float64';
      throw new ExpressionError(
        'Whole numbers cannot be raised to a negative power: make the base a float, as in 10.0 ** -1.',
        column,
      );
  }
}

/** `a @ b` for vectors and matrices, summed in double precision. */
function matmul(a: Value, b: Value, column: number): Value {
  if (a.shape.length === 0 || b.shape.length === 0 || a.shape.length > 2 || b.shape.length > 2) {
    throw new ExpressionError(
      'The matrix product @ takes vectors and matrices, not shapes {0} and {1}; * multiplies cell by cell.',
      column,
      shapeText(a.shape),
      shapeText(b.shape),
    );
  }
  const [rows, inner] = a.shape.length === 1 ? [1, a.shape[0]] : a.shape;
  const [innerOfB, columns] = b.shape.length === 1 ? [b.shape[0], 1] : b.shape;
  if (inner !== innerOfB) {
    throw new ExpressionError(
      'The shapes {0} and {1} do not go together in @: {2} columns on the left meet {3} rows on the right. Is a .T missing?',
      column,
      shapeText(a.shape),
      shapeText(b.shape),
      inner,
      innerOfB,
    );
  }
  if (rows * inner * columns > MOST_MULTIPLICATIONS) {
    throw new ExpressionError(
      'The matrix product of shapes {0} and {1} would take too long here.',
      column,
      shapeText(a.shape),
      shapeText(b.shape),
    );
  }
  const dtype = promote(a, b);
  const shape = [...a.shape.slice(0, -1), ...b.shape.slice(1)];
  const data = allocateCells(dtype, shape, column);
  const sums = new Float64Array(columns);
  for (let r = 0; r < rows; r++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const x = a.data[r * inner + k];
      for (let c = 0; c < columns; c++) sums[c] += x * b.data[k * columns + c];
    }
    data.set(dtype === 'bool' ? sums.map(Math.sign) : sums, r * columns);
  }
  return exact({ shape, dtype, data }, column);
}

/** Python compares two tuples as a whole, which is how a condition asks for a shape. */
function compareTuples(operator: BinaryOperator, a: Value, b: Value, column: number): Value {
  if ((operator !== '==' && operator !== '!=') || !isTuple(a) || !isTuple(b))
    throw tupleError(operator, column);
  const equal = a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);
  return bool(equal === (operator === '=='));
}

function tupleError(operator: string, column: number): ExpressionError {
  return new ExpressionError(
    'The operator {0} does not take a tuple such as a shape; take one of its numbers, as in W1.shape[0].',
    column,
    operator,
  );
}

function booleanMinus(column: number): ExpressionError {
  return new ExpressionError(
    'Truth values have no minus: say ~ for "not", or != for "one of the two".',
    column,
  );
}

function truthOnly(operator: string, column: number): ExpressionError {
  return new ExpressionError(
    'The operator {0} takes truth values alone: write a comparison on either side of it, in parentheses.',
    column,
    operator,
  );
}
