/** @file Sharing the width among the columns: on one line if they fit, else broken between layers. Nothing overlaps, ever. */

import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { matrixSize, planPicture, type Mount } from '../ui/plan.ts';
import type { Column } from './columns.ts';

/** Pixels between columns, and what they may grow to on a line with room to spare. */
const columnGap = 14;
const widestGap = 32;

/** The least width of a column: room for `y_hat`, `784 × 50` and `±0.0052` in the editor's font. */
const narrowest = 60;

/** The width of the loss, which is a number. */
const scalarWidth = 116;

/** Heights of a picture at which whole rows of 28-pixel images with their gaps fit, the least first. */
const heights = [150, 180, 210, 240, 270] as const;

/** For a network that just does not fit on one line with more. */
const lowest = 120;

/** Of the viewport's height: what one of the two rows may take. */
const rowShare = 0.27;

/** A column in its place, with its width in CSS pixels. */
export interface PlacedColumn extends Column {
  readonly width: number;
  /** Whether it has images that are shown with fewer pixels than they have. */
  readonly reduced: boolean;
}

export interface Layout {
  /** Of every picture, in CSS pixels. */
  readonly height: number;
  readonly lines: readonly (readonly PlacedColumn[])[];
  /** Pixels between columns. */
  readonly gap: number;
}

export interface Room {
  readonly width: number;
  /** Of the viewport. */
  readonly height: number;
  readonly pixelRatio: number;
}

/** The room for a tensor's picture. */
export function mountOf({ shape }: TensorSpec, view: TensorView, height: number, widest: number): Mount {
  const { rows, columns } = matrixSize(shape);
  const limited = (width: number): Mount => ({
    width: Math.floor(Math.min(width, widest)),
    height,
    fill: 'height',
  });
  if (view === 'tiles') return limited(2.4 * height);
  if (shape.length < 2) return limited(Math.max(12, Math.min(22, height / 8)));
  return limited(height * Math.max(0.45, Math.min(0.9, Math.sqrt(columns / rows))));
}

/** How a column comes out with pictures of that height. */
function placed(
  column: Column,
  viewOf: (tensor: string) => TensorView,
  height: number,
  { width: widest, pixelRatio }: Room,
): PlacedColumn {
  let width = narrowest;
  let reduced = false;
  for (const spec of [column.value, column.below]) {
    if (spec === null) continue;
    if (spec.shape.length === 0) width = Math.max(width, scalarWidth);
    else {
      const view = viewOf(spec.name);
      const { grid } = planPicture(spec, view, mountOf(spec, view, height, widest), pixelRatio);
      width = Math.max(width, grid.width / pixelRatio);
      reduced ||= view === 'tiles' && grid.pool[0] > 1;
    }
  }
  return { ...column, width, reduced };
}

/** Breaks columns into lines no wider than the room; a layer stays whole where it fits on a line of its own. */
export function breakLines(columns: readonly PlacedColumn[], room: number): PlacedColumn[][] {
  const layers = [...new Set(columns.map(({ layer }) => layer))].map((layer) =>
    columns.filter((column) => column.layer === layer),
  );
  return fill(
    layers.flatMap((layer) => (totalWidth(layer) <= room ? [layer] : balanced(layer, room))),
    room,
  );
}

/** Puts parts on lines one after the other, as many as fit. */
function fill(parts: readonly (readonly PlacedColumn[])[], room: number): PlacedColumn[][] {
  const lines: PlacedColumn[][] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && totalWidth([...line, ...part]) <= room) line.push(...part);
    else lines.push([...part]);
  }
  return lines;
}

/** As few lines as can be, about equally long: no column is left alone at the end. */
function balanced(layer: readonly PlacedColumn[], room: number): PlacedColumn[][] {
  const single = layer.map((column) => [column]);
  let lines = fill(single, room);
  for (let width = room - 1; width > 0; width--) {
    const narrower = fill(single, width);
    if (narrower.length > lines.length) break;
    lines = narrower;
  }
  return lines;
}

function totalWidth(columns: readonly PlacedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + columnGap * (columns.length - 1);
}

/** The largest pictures with which all columns stand on one line; else such that break no line that smaller ones do not. */
export function layOut(
  columns: readonly Column[],
  viewOf: (tensor: string) => TensorView,
  room: Room,
): Layout {
  const placedAt = (height: number): PlacedColumn[] =>
    columns.map((column) => placed(column, viewOf, height, room));
  const allowed = heights.filter((height) => height <= Math.max(heights[0], rowShare * room.height));
  const fits = (height: number): boolean => totalWidth(placedAt(height)) <= room.width;
  const isReduced = (height: number): boolean => placedAt(height).some(({ reduced }) => reduced);
  const oneLine =
    allowed.findLast(fits) ?? (fits(lowest) && (isReduced(heights[0]) || !isReduced(lowest)) ? lowest : null);
  if (oneLine !== null) {
    const line = placedAt(oneLine);
    const spare = (room.width - totalWidth(line)) / Math.max(1, line.length - 1);
    return { height: oneLine, lines: [line], gap: Math.min(widestGap, Math.floor(columnGap + spare)) };
  }
  const linesAt = (height: number): PlacedColumn[][] => breakLines(placedAt(height), room.width);
  const breaks = (height: number): string => String(linesAt(height).map(({ length }) => length));
  const height =
    allowed.slice(0, 2).findLast((candidate) => breaks(candidate) === breaks(heights[0])) ?? heights[0];
  return { height, lines: linesAt(height), gap: columnGap };
}
