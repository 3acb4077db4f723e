/** @file Frames: the tensors that a view watches, reduced to what it can show, packed into one buffer. */

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

/** Figures of a whole tensor, whatever was pooled for drawing. NaN and ±Inf are counted and left out of the others. */
export interface TensorStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation, dividing by the count, as `np.std` does. */
  readonly std: number;
  /** Euclidean norm. */
  readonly norm: number;
  readonly nan: number;
  readonly inf: number;
  /** 99.5th percentile of |x|, at most 1 % off: the colour range that ignores outliers. */
  readonly robustMax: number;
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
