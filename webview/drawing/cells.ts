/** @file From a cell of a drawn grid to the tensor's own cells, by the strides that its frame brings. */

import type { FrameTensor } from '../../engine/frame.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import type { Grid, GridCell } from './grid.ts';

/** Row and column of a flat index in a tensor seen as a matrix; a vector is one column, a scalar one cell. */
export function rowAndColumn(flat: number, shape: readonly number[]): { row: number; column: number } {
  const columns = shape.length < 2 ? 1 : shape[shape.length - 1];
  return { row: Math.floor(flat / columns), column: flat % columns };
}

/** One number per axis. */
export function indexOf(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flat;
  for (const length of [...shape].reverse()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index;
}

/** The inverse of `indexOf`. */
export function flatIndex(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((flat, position, axis) => flat * shape[axis] + position, 0);
}

/** Flat indices of all cells that one drawn cell stands for: more than one where the picture is pooled. */
export function flatIndices(of: FrameTensor, grid: Grid, at: GridCell): number[] {
  const rows = span(at.row, grid.pool[0] * of.pool[0], of.tileShape[0]);
  const columns = span(at.column, grid.pool[1] * of.pool[1], of.tileShape[1]);
  const [tile, down, right] = of.strides;
  return rows.flatMap((row) => columns.map((column) => at.tile * tile + row * down + column * right));
}

function span(position: number, pool: number, end: number): number[] {
  const from = position * pool;
  return Array.from({ length: Math.min(pool, end - from) }, (_, i) => from + i);
}

/** Where a cell of the tensor is drawn; `null` if the picture does not have it (a smaller last mini-batch). */
export function gridCell(of: FrameTensor, grid: Grid, flat: number): GridCell | null {
  // Strides from the largest to the smallest take the flat index apart like digits.
  const parts = [
    { axis: 'tile', stride: of.strides[0], length: of.tiles },
    { axis: 'row', stride: of.strides[1], length: of.tileShape[0] },
    { axis: 'column', stride: of.strides[2], length: of.tileShape[1] },
  ]
    .filter(({ length }) => length > 1)
    .sort((a, b) => b.stride - a.stride);
  const found: Record<string, number> = { tile: 0, row: 0, column: 0 };
  let rest = flat;
  for (const { axis, stride, length } of parts) {
    found[axis] = Math.floor(rest / stride);
    if (found[axis] >= length) return null;
    rest -= found[axis] * stride;
  }
  return {
    tile: found.tile,
    row: Math.floor(found.row / (grid.pool[0] * of.pool[0])),
    column: Math.floor(found.column / (grid.pool[1] * of.pool[1])),
  };
}

/** Of some cells those of one tensor, by their indices. */
export function cellsOf(cells: readonly CellRef[], name: string): (readonly number[])[] {
  return cells.filter(({ tensor }) => tensor === name).map(({ index }) => index);
}

/** Whether the first of two values is the one to show for both: NaN before all, then the one farther from zero. */
export function outranks(value: number, other: number): boolean {
  return !Number.isNaN(other) && (Number.isNaN(value) || Math.abs(value) > Math.abs(other));
}
