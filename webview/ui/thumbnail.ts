/** @file A small picture of one image, as large as it gets in a square. */

import type { ColourScale } from '../drawing/colour.ts';
import { fitMatrix } from '../drawing/grid.ts';
import { paint, type Picture } from '../drawing/raster.ts';
import { context2d, element } from './dom.ts';

export class Thumbnail {
  /** Hidden from screen readers: what it stands beside says what it is. */
  readonly element = element('canvas', { class: 'thumbnail', 'aria-hidden': 'true' });
  private readonly context = context2d(this.element);

  /** @param size Of the square, in CSS pixels. */
  constructor(private readonly size: number) {}

  /** @param image From 0 for black to 1. */
  paint(image: Picture, scale: ColourScale): void {
    const ratio = window.devicePixelRatio;
    const size = Math.round(this.size * ratio);
    const grid = fitMatrix(image.rows, image.columns, { width: size, height: size }, 1);
    if (this.element.width !== grid.width || this.element.height !== grid.height) {
      this.element.width = grid.width;
      this.element.height = grid.height;
      this.element.style.width = `${grid.width / ratio}px`;
      this.element.style.height = `${grid.height / ratio}px`;
    }
    const pixels = this.context.createImageData(grid.width, grid.height);
    paint(new Uint32Array(pixels.data.buffer), grid.width, image, grid, scale, 1);
    this.context.putImageData(pixels, 0, 0);
  }
}
