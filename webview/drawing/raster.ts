/** @file Painting a picture's numbers as pixels. */

import { outranks } from '../../engine/frame.ts';
import { lowest, marks, placeOf, stepOf, type ColourScale, type Pixel } from './colour.ts';
import { cellBox, tileOrigin, type CellBox, type Grid, type GridCell } from './grid.ts';

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
  const clipped = { below: 0, above: 0 };
  const { values } = picture;
  const { table, curve, origin, length } = scale;
  const low = lowest(range, scale);
  const isLinear = curve === 'linear';
  const { width: across, height: down } = grid.cell;
  const isPooled = grid.pool[0] > 1 || grid.pool[1] > 1;
  const hasNotches = Math.min(across, down) >= notchFrom;
  pixels.fill(0);
  for (let tile = 0; tile < grid.tiles; tile++) {
    const { x, y } = tileOrigin(grid, tile);
    for (let row = 0; row < grid.rows; row++) {
      const first = (tile * picture.rows + row) * picture.columns;
      const start = (y + row * down) * width + x;
      let isMarked = false;
      for (let column = 0; column < grid.columns; column++) {
        const value = isPooled ? valueOf(picture, grid, tile, row, column) : values[first + column];
        let colour: Pixel;
        // Written out, and the curve of most pictures too: a hundred thousand cells are painted while a person waits.
        if (value >= low && value <= range) {
          const place = isLinear ? value / range : placeOf(value, range, curve);
          colour = table[(place * length + origin) | 0];
        } else if (Number.isFinite(value)) {
          const end = value < low ? 'below' : 'above';
          isMarked ||= hasNotches;
          clipped[end]++;
          colour = scale[end];
        } else {
          isMarked = true;
          continue;
        }
        const from = start + column * across;
        if (across === 1) pixels[from] = colour;
        else for (let i = from; i < from + across; i++) pixels[i] = colour;
      }
      const end = start + grid.tile.width;
      for (let line = 1; line < down; line++) pixels.copyWithin(start + line * width, start, end);
      if (isMarked) markRow(pixels, width, picture, grid, { tile, row, column: 0 }, scale, range);
    }
  }
  return clipped;
}

/** Marks what a colour alone does not tell in one row of cells: NaN, infinity, and where the cells are large enough, clips. */
function markRow(
  pixels: Uint32Array,
  width: number,
  picture: Picture,
  grid: Grid,
  from: GridCell,
  scale: ColourScale,
  range: number,
): void {
  for (let column = 0; column < grid.columns; column++) {
    const value = valueOf(picture, grid, from.tile, from.row, column);
    const box = (): CellBox => cellBox(grid, { ...from, column });
    if (!Number.isFinite(value)) hatch(pixels, width, box(), value);
    else if (Math.min(grid.cell.width, grid.cell.height) >= notchFrom) {
      const step = stepOf(value, range, scale);
      if (step < 0 || step > 255) notch(pixels, width, box(), scale);
    }
  }
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
function hatch(pixels: Uint32Array, width: number, box: CellBox, value: number): void {
  const [stripe, ground] = Number.isNaN(value) ? marks.nan : marks.infinite;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const along = Number.isNaN(value) ? x + y : value > 0 ? x : y;
      pixels[y * width + x] = along % 4 < 2 ? stripe : ground;
    }
  }
}

/** A corner in the colour of zero: a clipped cell is told from one at the end of the scale by more than its shade. */
function notch(pixels: Uint32Array, width: number, { x, y }: CellBox, scale: ColourScale): void {
  const corner = scale.table[scale.diverging ? 128 : 0];
  for (let line = 0; line < 2; line++) {
    const start = (y + line) * width + x;
    pixels.fill(corner, start, start + 2 - line);
  }
}
