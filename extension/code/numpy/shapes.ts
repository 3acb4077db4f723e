/** @file Shapes as NumPy works them out, with axes of unknown length among them. */

import type { Attributes, Shape, Subscript } from './graph.ts';

/**
 * The shape of an operation on arrays of these shapes, cell by cell, stretching axes of length 1.
 * @returns `undefined` where they do not fit
 */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: (number | null)[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const i = axis - (rank - a.length);
    const j = axis - (rank - b.length);
    const n = i < 0 ? 1 : a[i];
    const m = j < 0 ? 1 : b[j];
    if (n === 1 || n === m) shape.push(m);
    else if (m === 1 || m === null) shape.push(n);
    else if (n === null) shape.push(m);
    else return undefined;
  }
  return shape;
}

/**
 * The shape of a matrix product, of matrices and vectors.
 * @returns `undefined` where they do not fit, and for more than two axes
 */
export function product(a: Shape, b: Shape): Shape | undefined {
  if (a.length === 0 || b.length === 0 || a.length > 2 || b.length > 2) return undefined;
  const inner = a[a.length - 1];
  const other = b[0];
  if (inner !== other && inner !== null && other !== null) return undefined;
  return [...a.slice(0, -1), ...b.slice(1)];
}

/** The shape after a sum, mean, max … over some axes. */
export function reduced(shape: Shape, { axes, keepdims = false }: Attributes): Shape {
  const gone = axes ?? shape.map((_, axis) => axis);
  return keepdims
    ? shape.map((length, axis) => (gone.includes(axis) ? 1 : length))
    : shape.filter((_, axis) => !gone.includes(axis));
}

/** How many cells; `null` if that is not known. */
export function cells(shape: Shape): number | null {
  return shape.reduce<number | null>(
    (size, length) => (size === null || length === null ? null : size * length),
    1,
  );
}

/**
 * The shape that `reshape` asks for, with a −1 worked out.
 * @returns `undefined` where the numbers of cells differ
 */
export function reshaped(shape: Shape | null, asked: readonly (number | null)[]): Shape | undefined {
  const size = shape && cells(shape);
  const known = cells(asked.map((length) => (length === -1 ? 1 : length)));
  if (!asked.includes(-1)) return size === null || known === null || size === known ? asked : undefined;
  const rest = size === null || known === null ? null : size / known;
  if (rest !== null && !Number.isInteger(rest)) return undefined;
  return asked.map((length) => (length === -1 ? rest : length));
}

/** How many of `length` items a slice takes. */
export function sliceLength(
  start: number | null,
  stop: number | null,
  step: number,
  length: number | null,
): number | null {
  if (length === null) {
    // Not past the end, as far as one can tell.
    const from = start ?? 0;
    return stop !== null && step > 0 && from >= 0 && stop >= from ? Math.ceil((stop - from) / step) : null;
  }
  const [low, high] = bounds(start, stop, step, length);
  return Math.max(0, Math.ceil((high - low) / step));
}

/** Where a slice of `length` items starts and before which it stops. */
export function bounds(
  start: number | null,
  stop: number | null,
  step: number,
  length: number,
): readonly [number, number] {
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const clip = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, least), most);
  const low = start === null ? (step > 0 ? 0 : length - 1) : clip(start);
  const high = stop === null ? (step > 0 ? length : -1) : clip(stop);
  return [low, high];
}

/** Subscripts with `...`, and what is left out at the end, written out as the full slices that they stand for. */
export function completed(subscripts: readonly Subscript[], rank: number): readonly Subscript[] {
  if (subscripts.some(({ kind }) => kind === 'mask')) return subscripts;
  const taken = subscripts.filter(({ kind }) => kind !== 'new' && kind !== 'rest').length;
  const rest = Array.from({ length: Math.max(0, rank - taken) }, () => everything);
  const at = subscripts.findIndex(({ kind }) => kind === 'rest');
  return at < 0
    ? [...subscripts, ...rest]
    : [...subscripts.slice(0, at), ...rest, ...subscripts.slice(at + 1)];
}

const everything: Subscript = {
  kind: 'slice',
  start: null,
  stop: null,
  step: 1,
  length: null,
  repeats: false,
};

/**
 * The shape of `x[…]`. Index arrays go together, and their axes come where the first of them stands.
 * @param indices the shape of all index arrays stretched to one, `null` if there are none
 * @returns `undefined` for more subscripts than axes, and for masks, whose shape the numbers decide
 */
export function subscripted(
  shape: Shape,
  subscripts: readonly Subscript[],
  indices: Shape | null,
): Shape | undefined {
  const result: (number | null)[] = [];
  let axis = 0;
  let gathered = false;
  for (const subscript of completed(subscripts, shape.length)) {
    if (subscript.kind === 'mask') return undefined;
    if (subscript.kind === 'new') {
      result.push(1);
      continue;
    }
    if (axis >= shape.length) return undefined;
    const length = shape[axis++];
    if (subscript.kind === 'slice') {
      const { start, stop, step, repeats } = subscript;
      const known = start !== null || stop !== null || !repeats;
      result.push(known ? sliceLength(start, stop, step, length) : null);
    } else if (subscript.kind === 'array' && !gathered) {
      gathered = true;
      result.push(...(indices ?? [null]));
    }
  }
  return result;
}
