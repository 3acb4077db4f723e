/** @file A value as one short line, in the manner of NumPy's `repr`. */

import { stridesOf } from './layout.ts';
import { isTuple, shapeText, type Value, type ValueType } from './value.ts';

/** The cells of an array are shown to so many digits; a scalar is shown exactly. */
const DIGITS = 4;

/**
 * `0.0312`, `True`, `(784, 50)`, `array([0.5, 1.0], dtype=float32)`; long axes are shortened to their ends, and then the
 * shape is said: `array([[0.1, 0.2, ..., 0.3, 0.4], ...], shape=(784, 50), dtype=float32)`.
 */
export function format(value: Value): string {
  const { shape, dtype, data } = value;
  if (isTuple(value)) return shapeText([...data]);
  if (shape.length === 0) return scalar(data[0], dtype);
  // Rows take more room than columns.
  const edge = shape.length > 1 ? 2 : 3;
  const strides = stridesOf(shape);
  const nested = (axis: number, from: number): string => {
    if (axis === shape.length) return rounded(data[from], dtype);
    const part = (i: number) => nested(axis + 1, from + i * strides[axis]);
    const indices = [...new Array<undefined>(Math.min(shape[axis], 2 * edge)).keys()];
    if (shape[axis] <= 2 * edge) return `[${indices.map(part).join(', ')}]`;
    const last = shape[axis] - 2 * edge;
    const parts = indices.map((i) => part(i < edge ? i : last + i));
    return `[${[...parts.slice(0, edge), '...', ...parts.slice(edge)].join(', ')}]`;
  };
  const isWhole = shape.every((length) => length > 0 && length <= 2 * edge);
  const notes = [
    ...(isWhole ? [] : [`shape=${shapeText(shape)}`]),
    ...(dtype === 'float32' ? ['dtype=float32'] : []),
  ];
  return `array(${[nested(0, 0), ...notes].join(', ')})`;
}

function rounded(x: number, dtype: ValueType): string {
  return dtype === 'float32' || dtype === 'float64' ? decimal(toDigits(x, DIGITS)) : scalar(x, dtype);
}

/** The shortest text that stands for this number and no other of its type, as Python writes it. */
function scalar(x: number, dtype: ValueType): string {
  switch (dtype) {
    case 'bool':
      return x === 0 ? 'False' : 'True';
    case 'int':
      return String(x);
    case 'float64':
      return decimal(x);
    case 'float32': {
      let digits = 1;
      // Nine digits tell any two float32 apart.
      while (digits < 9 && Math.fround(toDigits(x, digits)) !== x) digits++;
      return decimal(toDigits(x, digits));
    }
  }
}

/** The nearest number of so many digits; zero keeps its sign, which `toPrecision` would drop. */
function toDigits(x: number, digits: number): number {
  return x === 0 ? x : Number(x.toPrecision(digits));
}

/** Python's `repr` of a float: with an exponent below 1e-4 and from 1e16 on. */
function decimal(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (Math.abs(x) === Infinity) return x > 0 ? 'inf' : '-inf';
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  const [mantissa, exponent] = x.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 16) return Number.isInteger(x) ? `${x}.0` : String(x);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
