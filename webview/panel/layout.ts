/** @file Sharing the width among the columns: on one line if they fit, else broken between layers. Nothing overlaps, ever. */

import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { Extent } from '../ui/grid.ts';
import { matrixSize, planPicture } from '../ui/plan.ts';
import type { Column } from './columns.ts';

/** Pixels between columns. */
export const columnGap = 14;

/** The least width of a column: room for `y_hat`, `784 × 50` and `±0.0052` in the editor's font. */
const narrowest = 60;

/** The width of the loss, which is a number. */
const scalarWidth = 128;

/** Heights of a picture at which whole rows of 28-pixel images with their gaps fit, the least first. */
const heights = [5, 6, 7, 8, 9].map((images) => images * 30 - 2);

/** Of the viewport's height: what one of the two rows may take. */
const rowShare = 0.27;

/** A column in its place, with its width in CSS pixels. */
export interface PlacedColumn extends Column {
  readonly width: number;
}

export interface Layout {
  /** Of every picture, in CSS pixels. */
  readonly height: number;
  readonly lines: readonly (readonly PlacedColumn[])[];
}

export interface Room {
  readonly width: number;
  /** Of the viewport. */
  readonly height: number;
  readonly pixelRatio: number;
}

/** The box that a tensor's picture is fitted into, in CSS pixels. */
export function boxOf({ shape }: TensorSpec, view: TensorView, height: number, widest: number): Extent {
  const { rows, columns } = matrixSize(shape);
  const limited = (width: number): Extent => ({ width: Math.floor(Math.min(width, widest)), height });
  if (view === 'tiles') return limited(2.4 * height);
  if (shape.length < 2) return limited(Math.max(12, Math.min(22, height / 8)));
  return limited(height * Math.max(0.45, Math.min(0.9, Math.sqrt(columns / rows))));
}

/** How wide a column is with pictures of that height. */
export function columnWidth(
  { value, below }: Column,
  viewOf: (tensor: string) => TensorView,
  height: number,
  room: Room,
): number {
  const { pixelRatio } = room;
  const widths = [value, below].map((spec) => {
    if (spec === null) return 0;
    if (spec.shape.length === 0) return scalarWidth;
    const view = viewOf(spec.name);
    const box = boxOf(spec, view, height, room.width);
    const pixels = { width: Math.floor(box.width * pixelRatio), height: Math.floor(box.height * pixelRatio) };
    return planPicture(spec, view, pixels, pixelRatio).grid.width / pixelRatio;
  });
  return Math.max(narrowest, ...widths);
}

/** Breaks columns into lines no wider than the room; a layer stays whole where it fits on a line of its own. */
export function breakLines(columns: readonly PlacedColumn[], room: number): PlacedColumn[][] {
  const lines: PlacedColumn[][] = [];
  const append = (part: readonly PlacedColumn[]): void => {
    const line = lines.at(-1);
    if (line !== undefined && totalWidth([...line, ...part]) <= room) line.push(...part);
    else lines.push([...part]);
  };
  for (const layer of new Set(columns.map((column) => column.layer))) {
    const part = columns.filter((column) => column.layer === layer);
    if (totalWidth(part) <= room) append(part);
    else for (const column of part) append([column]);
  }
  return lines;
}

function totalWidth(columns: readonly PlacedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + columnGap * (columns.length - 1);
}

/** The largest pictures with which all columns stand on one line; if there are none, the smallest on several. */
export function layOut(
  columns: readonly Column[],
  viewOf: (tensor: string) => TensorView,
  room: Room,
): Layout {
  const placedAt = (height: number): PlacedColumn[] =>
    columns.map((column) => ({ ...column, width: columnWidth(column, viewOf, height, room) }));
  const allowed = heights.filter((height) => height <= Math.max(heights[0], rowShare * room.height));
  const oneLine = allowed.findLast((height) => totalWidth(placedAt(height)) <= room.width);
  const height = oneLine ?? allowed[0];
  return { height, lines: breakLines(placedAt(height), room.width) };
}
