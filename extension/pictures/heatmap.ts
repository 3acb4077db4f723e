/** @file A tensor's heatmap as a PNG: the cells, colours and marks that the webviews draw. */

import { encode } from 'fast-png';
import type { FrameTensor, Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import {
  colourScale,
  css,
  type ColourScale,
  type Pixel,
  type ThemeKind,
} from '../../webview/drawing/colour.ts';
import { adapt, fitMatrix, type Extent, type Grid } from '../../webview/drawing/grid.ts';
import { planPicture, watchFor, type Plan } from '../../webview/drawing/plan.ts';
import { fittingRange } from '../../webview/drawing/range.ts';
import { paint, type Clipped, type Picture } from '../../webview/drawing/raster.ts';
import { compact } from '../views/format.ts';

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

/**
 * What to ask of the engine to draw a tensor.
 * @param box the most room that it takes, in pixels
 */
export function watchOf(spec: TensorSpec, box: Extent): Watch {
  const plan = planOf(spec, box);
  // A frame has vectors as columns.
  if (isVector(spec)) return { tensor: spec.name, view: 'matrix', maxRows: plan.grid.columns, maxColumns: 1 };
  return watchFor(spec.name, plan);
}

/**
 * @param part the answer to `watchOf` for the same box
 * @param data of the frame that it came in
 */
export function drawHeatmap(
  spec: TensorSpec,
  part: FrameTensor,
  data: ArrayBuffer,
  theme: ThemeKind,
  box: Extent,
): Heatmap {
  const { tiles, rows, columns, tileShape, offset, stats } = part;
  const values = new Float32Array(data, 4 * offset, tiles * rows * columns);
  const picture = isVector(spec)
    ? { tiles, rows: 1, columns: rows, full: [1, tileShape[0]] as const, values }
    : { tiles, rows, columns, full: tileShape, values };
  const grid = adapt(planOf(spec, box).grid, picture, picture.full);
  const scale = colourScale(spec.nonNegative, theme);
  const range = fittingRange(stats) || 1;
  return { ...painted(picture, grid, scale, range), scale, range };
}

/** A picture alone, each cell one pixel: whoever shows it enlarges it. */
export function drawCells(picture: Picture, scale: ColourScale, range: number): Uint8Array {
  const { rows, columns } = picture;
  return painted(picture, fitMatrix(rows, columns, { width: columns, height: rows }, 1), scale, range).png;
}

/** The numbers at the ends of the scale; an arrow where there are cells beyond. */
export function endsOf({ scale, range, clipped }: Heatmap): { readonly low: string; readonly high: string } {
  const end = compact(range);
  return {
    low: `${clipped.below > 0 ? '◂' : ''}${scale.diverging ? `−${end}` : '0'}`,
    high: `${end}${clipped.above > 0 ? '▸' : ''}`,
  };
}

/** Colours at equal distances from one end of a scale to the other, as CSS writes them. */
export function stopsOf({ diverging, table }: ColourScale): string[] {
  const first = diverging ? 1 : 0;
  return Array.from({ length: 17 }, (_, i) => css(table[Math.round(first + (i / 16) * (255 - first))]));
}

/** A PNG as what an image may have for its address. */
export function pngUri(png: Uint8Array): string {
  return `data:image/png;base64,${btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''))}`;
}

function planOf(spec: TensorSpec, box: Extent): Plan {
  if (isVector(spec)) {
    const grid = fitMatrix(1, spec.shape[0], { width: box.width, height: rowHeight }, Infinity);
    return { view: 'matrix', grid };
  }
  return planPicture(spec, spec.images ? 'tiles' : 'matrix', { ...box, fill: 'width' }, 1);
}

function isVector({ shape }: TensorSpec): boolean {
  return shape.length === 1;
}

function painted(
  picture: Picture,
  grid: Grid,
  scale: ColourScale,
  range: number,
): Pick<Heatmap, 'png' | 'width' | 'height' | 'clipped'> {
  const { width, height } = grid;
  const pixels = new Uint32Array(width * height);
  const clipped = paint(pixels, width, picture, grid, halved(scale), range);
  return { png: indexed(pixels, width, height), width, height, clipped };
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
