/** @file A tensor's heatmap as an SVG that stands alone: with a title that says what it is, and a legend with numbers. */

import type { Extent } from './grid.ts';
import { escape, label, svgDocument, textWidth, type Ink } from './svg.ts';

/** An image, as a `data:` URI, and the size at which it is shown. */
export interface Bitmap {
  readonly href: string;
  readonly width: number;
  readonly height: number;
}

export interface Figure {
  /** What it is a picture of: `dW1`. */
  readonly title: string;
  /** Its shape, and of when it is. */
  readonly caption: string;
  readonly cells: Bitmap;
  /** The colours of the scale from left to right, as a `data:` URI of an image one pixel high, and the words below them. */
  readonly scale: string;
  readonly low: string;
  readonly marks: string;
  readonly high: string;
}

const margin = 16;
const leastWidth = 160;
const titleSize = 15;
const textSize = 12;
const barHeight = 8;

/** The picture as an SVG document. Cells stay sharp at every size; words stay words. */
export function figureSvg({ title, caption, cells, scale, low, marks, high }: Figure, ink: Ink): string {
  const barWidth = Math.max(leastWidth, cells.width);
  const width = Math.ceil(Math.max(barWidth, textWidth(title, titleSize), textWidth(caption, textSize)));
  const captionLine = margin + titleSize + textSize + 4;
  const top = captionLine + 10;
  const bar = top + cells.height + 10;
  const numbers = bar + barHeight + textSize + 2;
  const small = { size: textSize, fill: ink.text };
  return svgDocument({ width: width + 2 * margin, height: numbers + margin }, `${title}, ${caption}`, ink, [
    label(title, { x: margin, y: margin + titleSize }, { size: titleSize, fill: ink.text, weight: 600 }),
    label(caption, { x: margin, y: captionLine }, { size: textSize, fill: ink.muted }),
    image(cells.href, margin, top, cells, 'pixelated'),
    image(scale, margin, bar, { width: barWidth, height: barHeight }, 'auto'),
    label(low, { x: margin, y: numbers }, small),
    label(marks, { x: margin + barWidth / 2, y: numbers }, { ...small, anchor: 'middle' }),
    label(high, { x: margin + barWidth, y: numbers }, { ...small, anchor: 'end' }),
  ]);
}

function image(href: string, x: number, y: number, { width, height }: Extent, rendering: string): string {
  return (
    `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `style="image-rendering:${rendering}" href="${escape(href)}"/>`
  );
}
