/** @file Numbers written into the cells of a picture, where they have room. */

import { colourOf, type ColourScale } from '../drawing/colour.ts';
import { cellBox, type Grid } from '../drawing/grid.ts';
import { valueOf, type Picture } from '../drawing/raster.ts';
import { worked } from './format.ts';
import { themeValue } from './theme.ts';

/** The least room for a number, in CSS pixels. */
export const readable = { width: 60, height: 18 } as const;

/** Of the font, in CSS pixels. */
const size = 11;

/** Writes the number of every cell into it; nothing where cells are pooled or too small. */
export function writeNumbers(
  context: CanvasRenderingContext2D,
  picture: Picture,
  grid: Grid,
  scale: ColourScale,
  range: number,
): void {
  const ratio = window.devicePixelRatio;
  const { width, height } = grid.cell;
  const isPooled = grid.pool[0] > 1 || grid.pool[1] > 1;
  if (isPooled || width < (readable.width - 8) * ratio || height < (readable.height - 2) * ratio) return;
  context.save();
  context.font = `${size * ratio}px ${themeValue('--vscode-editor-font-family', 'monospace')}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3 * ratio;
  for (let tile = 0; tile < grid.tiles; tile++) {
    for (let row = 0; row < grid.rows; row++) {
      for (let column = 0; column < grid.columns; column++) {
        const value = valueOf(picture, grid, tile, row, column);
        const box = cellBox(grid, { tile, row, column });
        const [x, y] = [box.x + width / 2, box.y + height / 2];
        const isLight = Number.isFinite(value) && lightness(colourOf(value, range, scale)) > 0.4;
        context.fillStyle = isLight ? '#000' : '#fff';
        if (!Number.isFinite(value)) {
          // On a hatch, letters need a ground of their own.
          context.strokeStyle = '#000';
          context.strokeText(worked(value), x, y, width);
        }
        context.fillText(worked(value), x, y, width - 2 * ratio);
      }
    }
  }
  context.restore();
}

/** Of a pixel as the eye has it, from 0 to 1; black and white letters read equally well on about 0.4. */
function lightness(pixel: number): number {
  const [red, green, blue] = [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
