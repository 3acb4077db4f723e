/** @file Frames: the tensors that a view watches, reduced to what it can show, packed into one buffer. */

import type { Cursor } from './cursor.ts';
import type { Tensors, TensorSpec } from './ops/op.ts';
import { farthest, outranks, type Farthest } from './pooling.ts';
import { statisticsOf, type TensorStats } from './statistics.ts';
import type { FloatArray, Tensor } from './tensor.ts';

/** By the same rule a view pools further what it has no room for. */
export { outranks };

/** `matrix`: rows and columns as they are. `tiles`: each image-shaped row or column as an image of its own. */
export type TensorView = 'matrix' | 'tiles';

/** One number each for the tiles of a picture, the rows of a tile and its columns. */
export type Triple = readonly [tiles: number, rows: number, columns: number];

/** A part of a picture, in its cells before pooling: so many of them, from these on. */
export interface Region {
  readonly from: Triple;
  readonly size: Triple;
}

/** The numbers of a tensor's rows and columns in the order in which they are shown; left out where that is their own. */
export interface Order {
  readonly rows?: readonly number[] | undefined;
  readonly columns?: readonly number[] | undefined;
}

/** What a view wants of a tensor. `maxRows` and `maxColumns` bound one tile (a matrix is one tile), in cells. */
export interface Watch {
  readonly tensor: string;
  readonly view: TensorView;
  readonly maxRows: number;
  readonly maxColumns: number;
  /** Left out for the whole picture. */
  readonly region?: Region | undefined;
  readonly order?: Order | undefined;
}

/**
 * Where one watched tensor lies in a frame, and how its picture's cells map back to the tensor's.
 *
 * The picture is `tiles` blocks of `rows` × `columns` numbers, tile after tile, each row-major, from float `offset` on.
 * Picture cell `(tile, row, column)` stands for the `pool[0]` × `pool[1]` places from `(from[0] + tile, from[1] + row·pool[0],
 * from[2] + column·pool[1])` on; it shows the one farthest from zero, NaN before all. A place `(t, r, c)` has the cell of the
 * tensor with the flat index `t·strides[0] + r·strides[1] + c·strides[2]`, after each of the three numbers that has an `order`
 * is looked up there.
 */
export interface FrameTensor {
  readonly tensor: string;
  readonly view: TensorView;
  /** As it was watched; what is there of it, the rest says. */
  readonly region: Region | undefined;
  /** Shape at this cursor: the last mini-batch of an epoch may be smaller. */
  readonly shape: readonly number[];
  readonly tiles: number;
  readonly rows: number;
  readonly columns: number;
  readonly pool: readonly [rows: number, columns: number];
  /** Rows and columns of a tile before pooling. */
  readonly tileShape: readonly [rows: number, columns: number];
  /** The first place that is shown. */
  readonly from: Triple;
  /** Places of the whole picture. */
  readonly whole: Triple;
  readonly order: readonly [tiles: Places, rows: Places, columns: Places];
  readonly strides: Triple;
  readonly offset: number;
  readonly stats: TensorStats;
}

/** What is shown at each place; `null` where places are in their own order. */
export type Places = readonly number[] | null;

export interface Frame {
  readonly cursor: Cursor;
  readonly tensors: readonly FrameTensor[];
  /** float32 numbers of all pictures; exactly as long as they are. */
  readonly data: ArrayBuffer;
}

/** What makes little of much. */
interface Reduction {
  statistics(tensor: Tensor): TensorStats;
  readonly farthest: Farthest;
}

/** How a tensor lies before a viewer: tiles of rows and columns of cells, each found by its strides. */
type Picture = Pick<FrameTensor, 'whole' | 'order' | 'strides'>;

/**
 * Reduces the watched tensors to what their views can show. Watches of tensors that the program does not have are left out.
 *
 * @param specs the program's tensors
 * @param tensors those tensors as they stand at the cursor
 * @param reduction of a trainer's tensors, the trainer does it faster
 */
export function makeFrame(
  cursor: Cursor,
  specs: readonly TensorSpec[],
  tensors: Tensors,
  watches: readonly Watch[],
  reduction: Reduction = { statistics: ({ data }) => statisticsOf(data), farthest },
): Frame {
  const laidOut: FrameTensor[] = [];
  const known = new Map<string, TensorStats>();
  let offset = 0;
  for (const { tensor: name, view, maxRows, maxColumns, region, order } of watches) {
    const spec = specs.find((candidate) => candidate.name === name);
    if (!spec) continue;
    const tensor = tensors[name];
    const picture = pictureOf(spec, tensor, view, order ?? {});
    const { from, size } = region ? within(picture.whole, region) : { from: start, size: picture.whole };
    const [tiles, ...tileShape] = size;
    const pool = [Math.ceil(tileShape[0] / maxRows), Math.ceil(tileShape[1] / maxColumns)] as const;
    const rows = Math.ceil(tileShape[0] / pool[0]);
    const columns = Math.ceil(tileShape[1] / pool[1]);
    // Several views may show one tensor, and its figures are the most work.
    const stats = known.get(name) ?? reduction.statistics(tensor);
    known.set(name, stats);
    laidOut.push({
      ...{ tensor: name, view, region, shape: tensor.shape },
      ...picture,
      ...{ from, tiles, tileShape, rows, columns, pool, offset, stats },
    });
    offset += tiles * rows * columns;
  }
  const data = new Float32Array(offset);
  for (const part of laidOut) drawInto(data, part, tensors[part.tensor], reduction);
  return { cursor, tensors: laidOut, data: data.buffer };
}

const start: Triple = [0, 0, 0];

/** What there is of a region: a cell at least. The last mini-batch of an epoch may be smaller than the one it was chosen in. */
function within(whole: Triple, region: Region): Region {
  const from = (axis: 0 | 1 | 2): number => Math.min(region.from[axis], whole[axis] - 1);
  const size = (axis: 0 | 1 | 2): number =>
    Math.max(1, Math.min(region.size[axis], whole[axis] - from(axis)));
  return { from: [from(0), from(1), from(2)], size: [size(0), size(1), size(2)] };
}

/** A vector is one column, a scalar one cell; `tiles` falls back to `matrix` for what holds no images. */
function pictureOf(spec: TensorSpec, { shape }: Tensor, view: TensorView, order: Order): Picture {
  const [R = 1, C = 1] = shape;
  const rows = placesOf(order.rows, R);
  const columns = placesOf(order.columns, C);
  if (view === 'tiles' && spec.images) {
    const { axis, height, width } = spec.images;
    return axis === 'rows'
      ? { whole: [R, height, width], order: [rows, null, null], strides: [C, width, 1] }
      : { whole: [C, height, width], order: [columns, null, null], strides: [1, width * C, C] };
  }
  return { whole: [1, R, C], order: [null, rows, columns], strides: [R * C, C, 1] };
}

/** An order that is not of as many is of another run, or of a mini-batch that was larger. */
function placesOf(order: readonly number[] | undefined, length: number): Places {
  return order?.length === length ? order : null;
}

function drawInto(into: Float32Array, part: FrameTensor, tensor: Tensor, { farthest }: Reduction): void {
  const { pool, tiles, tileShape } = part;
  const offsets = [
    offsetsOf(part, 0, tiles),
    offsetsOf(part, 1, tileShape[0]),
    offsetsOf(part, 2, tileShape[1]),
  ] as const;
  const out = into.subarray(part.offset);
  if (pool[0] === 1 && pool[1] === 1) copyInto(out, tensor.data, offsets);
  else if (part.strides[0] === 1) poolBeside(out, tensor, offsets, pool, farthest);
  else poolRows(out, tensor, offsets, pool, farthest);
}

/** What each of the tiles, rows or columns that are shown adds to the flat index of its cells. */
type Offsets = readonly [tiles: Int32Array, rows: Int32Array, columns: Int32Array];

function offsetsOf({ from, order, strides }: FrameTensor, axis: 0 | 1 | 2, length: number): Int32Array {
  const offsets = new Int32Array(length);
  const places = order[axis];
  for (let i = 0; i < length; i++) {
    const place = from[axis] + i;
    offsets[i] = strides[axis] * (places === null ? place : places[place]);
  }
  return offsets;
}

/**
 * Cell by cell, as it mostly is: a loop of its own, since a frame is made while training waits. Four tiles at once, since those of
 * columns lie beside each other.
 */
function copyInto(into: Float32Array, data: FloatArray, [tiles, rows, columns]: Offsets): void {
  const size = rows.length * columns.length;
  const fours = tiles.length - (tiles.length % 4);
  let out = 0;
  for (let t = 0; t < fours; t += 4, out += 3 * size) {
    const [a, b, c, d] = [tiles[t], tiles[t + 1], tiles[t + 2], tiles[t + 3]];
    for (const row of rows) {
      for (let i = 0; i < columns.length; i++, out++) {
        const at = row + columns[i];
        into[out] = data[at + a];
        into[out + size] = data[at + b];
        into[out + 2 * size] = data[at + c];
        into[out + 3 * size] = data[at + d];
      }
    }
  }
  for (const tile of tiles.subarray(fours)) {
    for (const row of rows) {
      const first = tile + row;
      for (let i = 0; i < columns.length; i++) into[out++] = data[first + columns[i]];
    }
  }
}

/** Pools tiles that lie beside each other: of each cell what it is in all of them. */
function poolBeside(
  into: Float32Array,
  tensor: Tensor,
  [tiles, rows, columns]: Offsets,
  [down, right]: FrameTensor['pool'],
  farthest: Farthest,
): void {
  const [low, high] = ends(tiles);
  const size = Math.ceil(rows.length / down) * Math.ceil(columns.length / right);
  let cell = 0;
  for (let row = 0; row < rows.length; row += down) {
    const some = rows.subarray(row, row + down);
    for (let column = 0; column < columns.length; column += right, cell++) {
      const beside = columns.subarray(column, column + right);
      const starts = Array.from(some, (first) => Array.from(beside, (second) => low + first + second));
      const found = farthest(tensor, Int32Array.from(starts.flat()), high - low + 1);
      for (let t = 0; t < tiles.length; t++) into[t * size + cell] = found[tiles[t] - low];
    }
  }
}

/** Pools tiles of which the columns lie beside each other: first rows, then columns of what is left. */
function poolRows(
  into: Float32Array,
  tensor: Tensor,
  [tiles, rows, columns]: Offsets,
  [down, right]: FrameTensor['pool'],
  farthest: Farthest,
): void {
  const [low, high] = ends(columns);
  let out = 0;
  for (const tile of tiles) {
    for (let row = 0; row < rows.length; row += down) {
      const starts = rows.subarray(row, row + down).map((first) => tile + first + low);
      const found = farthest(tensor, starts, high - low + 1);
      for (let column = 0; column < columns.length; column += right) {
        const end = Math.min(column + right, columns.length);
        let shown = 0;
        for (let c = column; c < end; c++) {
          const value = found[columns[c] - low];
          if (outranks(value, shown)) shown = value;
        }
        into[out++] = shown;
      }
    }
  }
}

function ends(offsets: Int32Array): [least: number, greatest: number] {
  return [
    offsets.reduce((least, each) => Math.min(least, each)),
    offsets.reduce((most, each) => Math.max(most, each)),
  ];
}
