/** @file Painting a picture's numbers as pixels. */

import { outranks } from './cells.ts';
import { colourOf, marks, type ColourScale, type Pixel } from './colour.ts';
import { tileOrigin, type Grid } from './grid.ts';

/** Numbers of a picture as its frame brings them, before the grid pools them further. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** How many drawn cells lay beyond the ends of the scale. */
export interface Clipped {
  readonly below: number;
  readonly above: number;
}

/** From this size on a clipped cell has a notch cut out of its corner. */
const notchFrom = 5;

/**
 * Paints the whole grid; what lies between tiles is left transparent.
 * @param pixels `width` pixels a row, at least as many rows as the grid is high.
 */
export function paint(
  pixels: Uint32Array,
  width: number,
  picture: Picture,
  grid: Grid,
  scale: ColourScale,
  range: number,
): Clipped {
  pixels.fill(0);
  let below = 0;
  let above = 0;
  const { width: across, height: down } = grid.cell;
  for (let tile = 0; tile < grid.tiles; tile++) {
    const origin = tileOrigin(grid, tile);
    for (let row = 0; row < grid.rows; row++) {
      for (let column = 0; column < grid.columns; column++) {
        const value = valueOf(picture, grid, tile, row, column);
        const x = origin.x + column * across;
        const y = origin.y + row * down;
        if (!Number.isFinite(value)) {
          hatch(pixels, width, x, y, across, down, value);
          continue;
        }
        const colour = colourOf(value, range, scale);
        for (let line = y; line < y + down; line++) {
          pixels.fill(colour, line * width + x, line * width + x + across);
        }
        if (colour !== scale.above && colour !== scale.below) continue;
        if (colour === scale.above) above++;
        else below++;
        if (Math.min(across, down) >= notchFrom) notch(pixels, width, x, y, scale);
      }
    }
  }
  return { below, above };
}

/** The value that a drawn cell shows: of all those it stands for, NaN or the one farthest from zero. */
export function valueOf(picture: Picture, grid: Grid, tile: number, row: number, column: number): number {
  const [down, right] = grid.pool;
  const first = tile * picture.rows * picture.columns;
  if (down === 1 && right === 1) return picture.values[first + row * picture.columns + column];
  let shown = 0;
  for (let r = row * down; r < Math.min((row + 1) * down, picture.rows); r++) {
    for (let c = column * right; c < Math.min((column + 1) * right, picture.columns); c++) {
      const value = picture.values[first + r * picture.columns + c];
      if (outranks(value, shown)) shown = value;
    }
  }
  return shown;
}

/** NaN lies diagonally, +Inf stands, −Inf lies. By the canvas's own coordinates, so that neighbours run into each other. */
function hatch(
  pixels: Uint32Array,
  width: number,
  x: number,
  y: number,
  across: number,
  down: number,
  value: number,
): void {
  const [stripe, ground] = Number.isNaN(value) ? marks.nan : marks.infinite;
  const isStripe = (px: number, py: number): boolean => {
    if (Number.isNaN(value)) return (px + py) % 4 < 2;
    return (value > 0 ? px : py) % 4 < 2;
  };
  for (let py = y; py < y + down; py++) {
    for (let px = x; px < x + across; px++) {
      pixels[py * width + px] = isStripe(px, py) ? stripe : ground;
    }
  }
}

/** A corner in the colour of zero: a clipped cell is told from one at the end of the scale by more than its shade. */
function notch(pixels: Uint32Array, width: number, x: number, y: number, scale: ColourScale): void {
  const corner: Pixel = scale.table[scale.diverging ? 128 : 0];
  for (let line = 0; line < 2; line++)
    pixels.fill(corner, (y + line) * width + x, (y + line) * width + x + 2 - line);
}
