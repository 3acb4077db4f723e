/** @file Sharing the width among the columns: on one line if they fit, else broken between layers. Nothing overlaps, ever. */

import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { matrixSize, planPicture, type Mount } from '../drawing/plan.ts';
import type { Column } from '../drawing/columns.ts';

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

/** A column in its place. Lengths are in CSS pixels. */
export interface PlacedColumn extends Column {
  /** What its pictures are given, of which they take what they can use. */
  readonly box: Mount;
  readonly width: number;
  /** Of its taller picture. */
  readonly height: number;
  /** Whether it has images that are shown with fewer pixels than they have. */
  readonly reduced: boolean;
}

export interface Layout {
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

/** How a tensor is shown at present. */
type ViewOf = (tensor: string) => TensorView;

/** The room for a tensor's picture in the box of its column. */
export function mountOf({ shape }: TensorSpec, view: TensorView, box: Mount): Mount {
  const { height } = box;
  const { rows, columns } = matrixSize(shape);
  const limited = (width: number): Mount => ({
    width: Math.floor(Math.min(width, box.width)),
    height,
    fill: 'height',
  });
  if (view === 'tiles') return box.fill === 'width' ? box : limited(2.4 * height);
  if (shape.length < 2) return limited(Math.max(12, Math.min(22, height / 8)));
  return limited(height * Math.max(0.45, Math.min(0.9, Math.sqrt(columns / rows))));
}

/** How a column comes out with pictures in that box. */
function placed(column: Column, viewOf: ViewOf, box: Mount, pixelRatio: number): PlacedColumn {
  let [width, height] = [narrowest, 0];
  let reduced = false;
  for (const spec of [column.value, column.below]) {
    if (spec === null) continue;
    if (spec.shape.length === 0) width = Math.max(width, scalarWidth);
    else {
      const view = viewOf(spec.name);
      const { grid } = planPicture(spec, view, mountOf(spec, view, box), pixelRatio);
      width = Math.max(width, grid.width / pixelRatio);
      height = Math.max(height, grid.height / pixelRatio);
      reduced ||= view === 'tiles' && grid.pool[0] > 1;
    }
  }
  return { ...column, box, width, height, reduced };
}

/**
 * Gives images the width that their line has to spare: those that it lets be seen with all their pixels, taller if need be,
 * or, on a line of images alone, the widest. Beside other pictures, images in one long row would leave a hole below them.
 */
function stretched(
  line: readonly PlacedColumn[],
  viewOf: ViewOf,
  { width: room, pixelRatio }: Room,
): readonly PlacedColumn[] {
  const spare = room - totalWidth(line);
  const isImages = ({ value }: Column): boolean =>
    value.images !== undefined && viewOf(value.name) === 'tiles';
  const wider = (column: PlacedColumn, height: number): PlacedColumn => {
    const width = Math.floor(column.width + spare);
    return placed(column, viewOf, { width, height, fill: 'width' }, pixelRatio);
  };
  const images = line.filter(isImages).sort((a, b) => b.width - a.width);
  for (const column of images.filter(({ reduced }) => reduced)) {
    const whole = heights.map((height) => wider(column, height)).find(({ reduced }) => !reduced);
    if (whole !== undefined) return line.with(line.indexOf(column), whole);
  }
  if (images.length < line.length) return line;
  const [widest] = images;
  return line.with(line.indexOf(widest), wider(widest, widest.box.height));
}

/**
 * Breaks columns into lines no wider than the room; a layer stays whole where it fits on a line of its own. What comes after
 * the last layer belongs with it: a loss alone on a line would be lost there.
 */
export function breakLines(columns: readonly PlacedColumn[], room: number): PlacedColumn[][] {
  const last = Math.max(...columns.map(({ layer }) => layer)) - 1;
  const layerOf = ({ layer }: Column): number => Math.min(layer, last);
  const layers = [...new Set(columns.map(layerOf))].map((layer) =>
    columns.filter((column) => layerOf(column) === layer),
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
export function layOut(columns: readonly Column[], viewOf: ViewOf, room: Room): Layout {
  const placedAt = (height: number): PlacedColumn[] => {
    const box = { width: room.width, height, fill: 'height' } as const;
    return columns.map((column) => placed(column, viewOf, box, room.pixelRatio));
  };
  const allowed = heights.filter((height) => height <= Math.max(heights[0], rowShare * room.height));
  const fits = (height: number): boolean => totalWidth(placedAt(height)) <= room.width;
  const isReduced = (height: number): boolean => placedAt(height).some(({ reduced }) => reduced);
  const oneLine =
    allowed.findLast(fits) ?? (fits(lowest) && (isReduced(heights[0]) || !isReduced(lowest)) ? lowest : null);
  if (oneLine !== null) {
    const line = placedAt(oneLine);
    const spare = (room.width - totalWidth(line)) / Math.max(1, line.length - 1);
    return { lines: [line], gap: Math.min(widestGap, Math.floor(columnGap + spare)) };
  }
  const linesAt = (height: number): PlacedColumn[][] => breakLines(placedAt(height), room.width);
  const breaks = (height: number): string => String(linesAt(height).map(({ length }) => length));
  const height =
    allowed.slice(0, 2).findLast((candidate) => breaks(candidate) === breaks(heights[0])) ?? heights[0];
  return { lines: linesAt(height).map((line) => stretched(line, viewOf, room)), gap: columnGap };
}
