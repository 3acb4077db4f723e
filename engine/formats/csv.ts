/** @file A tensor as comma-separated numbers, which `numpy.loadtxt(file, delimiter=',')` reads back to the last bit. */

import type { FloatArray } from '../tensor.ts';

/** A matrix is a line for each row; a vector one number a line, and a scalar one number. */
export interface CsvTable {
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

/** The lines, one after the other, each with its end: of a large tensor they are best made a few at a time. */
export function* csvLines({ shape, data }: CsvTable): Generator<string, void> {
  const columns = shape.slice(1).reduce((product, length) => product * length, 1);
  const write = data instanceof Float32Array ? shortest : String;
  for (let start = 0; start < data.length; start += columns) {
    const row: string[] = [];
    for (const value of data.subarray(start, start + columns)) {
      row.push(Number.isFinite(value) && value !== 0 ? write(value) : spelled(value));
    }
    yield `${row.join(',')}\n`;
  }
}

/** As few digits as read back as the same float32; nine always do (IEEE 754-2019, 5.12.2). */
function shortest(value: number): string {
  for (const digits of [6, 7, 8]) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** NaN, infinities and zeros, which have a sign too, as NumPy and Python's `float` write them. */
function spelled(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
