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
  const [tile, down, right] = of.strides;
  const shown = (axis: 0 | 1 | 2, place: number): number =>
    of.order[axis]?.[of.from[axis] + place] ?? of.from[axis] + place;
  const rows = span(at.row, grid.pool[0] * of.pool[0], of.tileShape[0]);
  const columns = span(at.column, grid.pool[1] * of.pool[1], of.tileShape[1]);
  return rows.flatMap((row) =>
    columns.map((column) => shown(0, at.tile) * tile + shown(1, row) * down + shown(2, column) * right),
  );
}

function span(position: number, pool: number, end: number): number[] {
  const from = position * pool;
  return Array.from({ length: Math.min(pool, end - from) }, (_, i) => from + i);
}

/** Where a cell of the tensor is drawn; `null` if the picture does not have it (a part of it, a smaller last mini-batch). */
export function gridCell(of: FrameTensor, grid: Grid, flat: number): GridCell | null {
  // Strides from the largest to the smallest take the flat index apart like digits.
  const axes = ([0, 1, 2] as const)
    .filter((axis) => of.whole[axis] > 1)
    .sort((a, b) => of.strides[b] - of.strides[a]);
  const size = [of.tiles, ...of.tileShape];
  const found = [0, 0, 0];
  let rest = flat;
  for (const axis of axes) {
    const number = Math.floor(rest / of.strides[axis]);
    if (number >= of.whole[axis]) return null;
    rest -= number * of.strides[axis];
    found[axis] = (of.order[axis]?.indexOf(number) ?? number) - of.from[axis];
    if (found[axis] < 0 || found[axis] >= size[axis]) return null;
  }
  return {
    tile: found[0],
    row: Math.floor(found[1] / (grid.pool[0] * of.pool[0])),
    column: Math.floor(found[2] / (grid.pool[1] * of.pool[1])),
  };
}

/** Of some cells those of one tensor, by their indices. */
export function cellsOf(cells: readonly CellRef[], name: string): (readonly number[])[] {
  return cells.filter(({ tensor }) => tensor === name).map(({ index }) => index);
}
