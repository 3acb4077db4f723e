/** @file Comparing arrays of made-up numbers: equal, or equal but for a factor. */

import type { Numbers } from './numbers.ts';

const TOLERANCE = 1e-7;

/** The factor by which `a` is `b`; `null` if it is not, whatever axes of length 1 it has more or fewer. */
export function ratio(a: Numbers, b: Numbers): number | null {
  if (a.data.length !== b.data.length || squeezed(a) !== squeezed(b)) return null;
  const at = largest(b.data);
  const factor = a.data[at] / b.data[at];
  if (!Number.isFinite(factor) || factor === 0) return null;
  const most = TOLERANCE * Math.abs(a.data[at]);
  return a.data.every((x, cell) => Math.abs(x - factor * b.data[cell]) <= most) ? factor : null;
}

/** Where the number farthest from zero is. */
function largest(data: Float64Array): number {
  const known = found.get(data);
  if (known !== undefined) return known;
  let at = 0;
  for (let cell = 1; cell < data.length; cell++) {
    if (Math.abs(data[cell]) > Math.abs(data[at])) at = cell;
  }
  found.set(data, at);
  return at;
}

/** The same few arrays are compared with all others. */
const found = new WeakMap<Float64Array, number>();

export function equal(a: Numbers, b: Numbers): boolean {
  const factor = ratio(a, b);
  return factor !== null && close(factor, 1);
}

export function close(a: number, b: number, tolerance = 1e-6): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * The coefficients with which arrays add up to `a`; `null` if they do not (least squares, by the normal equations).
 */
export function combination(a: Numbers, of: readonly Numbers[]): number[] | null {
  if (of.some(({ data }) => data.length !== a.data.length)) return null;
  const scales = of.map(({ data }) => Math.abs(data[largest(data)]));
  if (scales.some((scale) => scale === 0 || !Number.isFinite(scale))) return null;
  const columns = of.map(({ data }, index) => data.map((value) => value / scales[index]));
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, cell) => sum + value * y[cell], 0);
  const rows = columns.map((x) => [...columns.map((y) => dot(x, y)), dot(x, a.data)]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    if (Math.abs(rows[pivot][pivot]) < 1e-12) return null;
    for (let row = 0; row < rows.length; row++) {
      if (row === pivot) continue;
      const factor = rows[row][pivot] / rows[pivot][pivot];
      rows[row] = rows[row].map((value, column) => value - factor * rows[pivot][column]);
    }
  }
  const coefficients = rows.map((row, index) => row[rows.length] / row[index]);
  const most = TOLERANCE * Math.abs(a.data[largest(a.data)]);
  const fits = a.data.every((value, cell) => {
    const sum = coefficients.reduce((total, c, index) => total + c * columns[index][cell], 0);
    return Math.abs(value - sum) <= most;
  });
  return fits ? coefficients.map((c, index) => c / scales[index]) : null;
}

function squeezed({ shape }: Numbers): string {
  return shape.filter((length) => length !== 1).join();
}
