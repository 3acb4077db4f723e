/** @file Frames: the tensors that a view watches, reduced to what it can show, packed into one buffer. */

import type { Tensors, TensorSpec } from './ops/op.ts';
import { statisticsOf, type TensorStats } from './statistics.ts';
import type { FloatArray, Tensor } from './tensor.ts';
import type { Cursor } from './trainer.ts';

/** `matrix`: rows and columns as they are. `tiles`: each image-shaped row or column as an image of its own. */
export type TensorView = 'matrix' | 'tiles';

/** What a view wants of a tensor. `maxRows` and `maxColumns` bound one tile (a matrix is one tile), in cells. */
export interface Watch {
  readonly tensor: string;
  readonly view: TensorView;
  readonly maxRows: number;
  readonly maxColumns: number;
}

/**
 * Where one watched tensor lies in a frame, and how its picture's cells map back to the tensor's.
 *
 * The picture is `tiles` blocks of `rows` × `columns` numbers, tile after tile, each row-major, from float `offset` on.
 * Picture cell `(tile, row, column)` stands for the `pool[0]` × `pool[1]` cells whose first has the flat index
 * `tile·strides[0] + row·pool[0]·strides[1] + column·pool[1]·strides[2]`; it shows the one farthest from zero, NaN before all.
 */
export interface FrameTensor {
  readonly tensor: string;
  readonly view: TensorView;
  /** Shape at this cursor: the last mini-batch of an epoch may be smaller. */
  readonly shape: readonly number[];
  readonly tiles: number;
  readonly rows: number;
  readonly columns: number;
  readonly pool: readonly [rows: number, columns: number];
  /** Rows and columns of a tile before pooling. */
  readonly tileShape: readonly [rows: number, columns: number];
  readonly strides: readonly [tile: number, row: number, column: number];
  readonly offset: number;
  readonly stats: TensorStats;
}

export interface Frame {
  readonly cursor: Cursor;
  readonly tensors: readonly FrameTensor[];
  /** float32 numbers of all pictures; exactly as long as they are. */
  readonly data: ArrayBuffer;
}

/** How a tensor lies before a viewer: `tiles` blocks of `rows` × `columns` cells, each found by its strides. */
type Picture = Pick<FrameTensor, 'tiles' | 'tileShape' | 'strides'>;

/**
 * Reduces the watched tensors to what their views can show. Watches of tensors that the program does not have are left out.
 *
 * @param specs the program's tensors
 * @param tensors those tensors as they stand at the cursor
 */
export function makeFrame(
  cursor: Cursor,
  specs: readonly TensorSpec[],
  tensors: Tensors,
  watches: readonly Watch[],
): Frame {
  const laidOut: FrameTensor[] = [];
  let offset = 0;
  for (const { tensor: name, view, maxRows, maxColumns } of watches) {
    const spec = specs.find((candidate) => candidate.name === name);
    if (!spec) continue;
    const tensor = tensors[name];
    const picture = pictureOf(spec, tensor, view);
    const pool = [
      Math.ceil(picture.tileShape[0] / maxRows),
      Math.ceil(picture.tileShape[1] / maxColumns),
    ] as const;
    const rows = Math.ceil(picture.tileShape[0] / pool[0]);
    const columns = Math.ceil(picture.tileShape[1] / pool[1]);
    const stats = statisticsOf(tensor.data);
    laidOut.push({ tensor: name, view, shape: tensor.shape, ...picture, rows, columns, pool, offset, stats });
    offset += picture.tiles * rows * columns;
  }
  const data = new Float32Array(offset);
  for (const part of laidOut) drawInto(data, part, tensors[part.tensor]);
  return { cursor, tensors: laidOut, data: data.buffer };
}

/** A vector is one column, a scalar one cell; `tiles` falls back to `matrix` for what holds no images. */
function pictureOf(spec: TensorSpec, { shape }: Tensor, view: TensorView): Picture {
  const [R = 1, C = 1] = shape;
  if (view === 'tiles' && spec.images) {
    const { axis, height, width } = spec.images;
    const tileShape = [height, width] as const;
    return axis === 'rows'
      ? { tiles: R, tileShape, strides: [C, width, 1] }
      : { tiles: C, tileShape, strides: [1, width * C, C] };
  }
  return { tiles: 1, tileShape: [R, C], strides: [R * C, C, 1] };
}

function drawInto(into: Float32Array, part: FrameTensor, { data }: Tensor): void {
  if (part.pool[0] === 1 && part.pool[1] === 1) copyInto(into, part, data);
  else poolInto(into, part, data);
}

/** Cell by cell, as it mostly is: a loop of its own, since a frame is made while training waits. */
function copyInto(into: Float32Array, part: FrameTensor, data: FloatArray): void {
  const [tileStride, rowStride, columnStride] = part.strides;
  const [height, width] = part.tileShape;
  let out = part.offset;
  for (let tile = 0; tile < part.tiles; tile++) {
    for (let row = 0; row < height; row++) {
      let cell = tile * tileStride + row * rowStride;
      for (const end = out + width; out < end; out++) {
        into[out] = data[cell];
        cell += columnStride;
      }
    }
  }
}

function poolInto(into: Float32Array, part: FrameTensor, data: FloatArray): void {
  const [tileStride, rowStride, columnStride] = part.strides;
  const [height, width] = part.tileShape;
  const [poolRows, poolColumns] = part.pool;
  let out = part.offset;
  for (let tile = 0; tile < part.tiles; tile++) {
    for (let row = 0; row < height; row += poolRows) {
      const first = tile * tileStride + row * rowStride;
      const rows = Math.min(poolRows, height - row);
      for (let column = 0; column < width; column += poolColumns) {
        const cell = first + column * columnStride;
        const columns = Math.min(poolColumns, width - column);
        into[out++] = farthest(data, cell, rows, columns, rowStride, columnStride);
      }
    }
  }
}

/** Of a block of cells, the value farthest from zero; NaN before all. */
function farthest(
  data: FloatArray,
  first: number,
  rows: number,
  columns: number,
  rowStride: number,
  columnStride: number,
): number {
  let found = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = data[first + r * rowStride + c * columnStride];
      if (Number.isNaN(value)) return value;
      if (Math.abs(value) > Math.abs(found)) found = value;
    }
  }
  return found;
}
