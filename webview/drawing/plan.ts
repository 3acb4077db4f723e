/** @file How large a tensor's picture becomes: known before its first frame, so that frames never move the page. */

import type { Region, TensorView, Triple, Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { rowAndColumn } from './cells.ts';
import { fitMatrix, fitTiles, type Extent, type Grid } from './grid.ts';

export interface Plan {
  readonly view: TensorView;
  readonly grid: Grid;
  /** Of the picture; left out for the whole. */
  readonly region?: Region | undefined;
}

/** Longest to shortest side of a matrix's cells. */
const matrixAspect = 6;

/** Rows and columns of a tensor drawn as a matrix. */
export function matrixSize(shape: readonly number[]): { rows: number; columns: number } {
  const last = rowAndColumn(shape.reduce((product, length) => product * length, 1) - 1, shape);
  return { rows: last.row + 1, columns: last.column + 1 };
}

/** The room for a picture: a box in CSS pixels, and which of its sides images are to use up. */
export interface Mount extends Extent {
  readonly fill: 'width' | 'height';
}

/** Plans a picture in device pixels. Images that do not fit the box are drawn as the matrix that they are. */
export function planPicture(spec: TensorSpec, view: TensorView, mount: Mount, pixelRatio: number): Plan {
  const box = {
    width: Math.max(1, Math.floor(mount.width * pixelRatio)),
    height: Math.max(1, Math.floor(mount.height * pixelRatio)),
  };
  const { rows, columns } = matrixSize(spec.shape);
  if (view === 'tiles' && spec.images !== undefined) {
    const { axis, height, width } = spec.images;
    const tiles = axis === 'rows' ? rows : columns;
    const size = { tiles, rows: height, columns: width };
    const grid = fitTiles(size, box, Math.round(2 * pixelRatio), mount.fill);
    if (grid !== null) return { view, grid };
  }
  return { view: 'matrix', grid: fitMatrix(rows, columns, box, aspectOf(spec, 'matrix')) };
}

/** Plans a part of one tile of a picture, in device pixels. */
export function planRegion(spec: TensorSpec, view: TensorView, room: Extent, region: Region): Plan {
  const [, rows, columns] = region.size;
  return { view, grid: fitMatrix(rows, columns, room, aspectOf(spec, view)), region };
}

/** Tiles, rows and columns of a planned picture before pooling. */
export function placesOf(spec: TensorSpec, view: TensorView): Triple {
  const { rows, columns } = matrixSize(spec.shape);
  if (view === 'matrix' || spec.images === undefined) return [1, rows, columns];
  const { axis, height, width } = spec.images;
  return [axis === 'rows' ? rows : columns, height, width];
}

/** How many times as long as thick a cell may be: the pixel of an image is square, the number of a vector may be a line. */
export function aspectOf(spec: TensorSpec, view: TensorView): number {
  if (view === 'tiles') return 1;
  return spec.shape.length < 2 ? Infinity : matrixAspect;
}

/** The most rows and columns that can be asked for: no screen has more pixels. */
export const mostCells = 4096;

/** What to ask of the host for a planned picture: as many cells as are drawn, and no more. */
export function watchFor(tensor: string, { view, grid, region }: Plan): Watch {
  return {
    tensor,
    view,
    region,
    maxRows: Math.min(mostCells, grid.rows),
    maxColumns: Math.min(mostCells, grid.columns),
  };
}
