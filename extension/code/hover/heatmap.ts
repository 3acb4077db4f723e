/** @file A tensor's heatmap as a PNG: the cells, colours and marks that the webviews draw. */

import { encode } from 'fast-png';
import type { Frame, Watch } from '../../../engine/frame.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import {
  colourScale,
  type ColourScale,
  type Pixel,
  type ThemeKind,
} from '../../../webview/drawing/colour.ts';
import { adapt, fitMatrix } from '../../../webview/drawing/grid.ts';
import { planPicture, watchFor, type Plan } from '../../../webview/drawing/plan.ts';
import { fittingRange } from '../../../webview/drawing/range.ts';
import { paint, type Clipped } from '../../../webview/drawing/raster.ts';

/** The most room that it takes, in pixels: with the text below, no more than VS Code gives a hover. */
const box = { width: 460, height: 120 };

/** A vector lies as one row, this thick. */
const rowHeight = 16;

export interface Heatmap {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly scale: ColourScale;
  /** The value at the end of the scale. */
  readonly range: number;
  readonly clipped: Clipped;
}

/** What to ask of the engine to draw a tensor. */
export function watchOf(spec: TensorSpec): Watch {
  const plan = planOf(spec);
  // A frame has vectors as columns.
  if (isVector(spec)) return { tensor: spec.name, view: 'matrix', maxRows: plan.grid.columns, maxColumns: 1 };
  return watchFor(spec.name, plan);
}

/** @param frame the answer to `watchOf` */
export function drawHeatmap(spec: TensorSpec, frame: Frame, theme: ThemeKind): Heatmap {
  const [part] = frame.tensors;
  const { tiles, rows, columns, tileShape, stats } = part;
  const values = new Float32Array(frame.data, 0, tiles * rows * columns);
  const picture = isVector(spec)
    ? { tiles, rows: 1, columns: rows, full: [1, tileShape[0]] as const, values }
    : { tiles, rows, columns, full: tileShape, values };
  const grid = adapt(planOf(spec).grid, picture, picture.full);
  const { width, height } = grid;
  const pixels = new Uint32Array(width * height);
  const scale = halved(colourScale(spec.nonNegative, theme));
  const range = fittingRange(stats) || 1;
  const clipped = paint(pixels, width, picture, grid, scale, range);
  return { png: indexed(pixels, width, height), width, height, scale, range, clipped };
}

function planOf(spec: TensorSpec): Plan {
  if (isVector(spec)) {
    const grid = fitMatrix(1, spec.shape[0], { width: box.width, height: rowHeight }, Infinity);
    return { view: 'matrix', grid };
  }
  return planPicture(spec, spec.images ? 'tiles' : 'matrix', { ...box, fill: 'width' }, 1);
}

function isVector({ shape }: TensorSpec): boolean {
  return shape.length === 1;
}

/** Half as many colours, which with those of the marks are few enough for a palette: that keeps the picture small. */
function halved(scale: ColourScale): ColourScale {
  return { ...scale, table: scale.table.map((_, i, table) => table[i & ~1]) };
}

/** Pixels of at most 256 colours. */
function indexed(pixels: Uint32Array, width: number, height: number): Uint8Array {
  // What is transparent must come first in the palette.
  const places = new Map<Pixel, number>([[0, 0]]);
  const data = new Uint8Array(pixels.length);
  pixels.forEach((colour, i) => {
    const place = places.get(colour) ?? places.size;
    places.set(colour, place);
    data[i] = place;
  });
  const palette = [...places.keys()].map((of) => [of & 255, (of >>> 8) & 255, (of >>> 16) & 255, of >>> 24]);
  return encode({ width, height, data, depth: 8, channels: 1, palette });
}
