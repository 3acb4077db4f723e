/** @file Writing SVG as text, for pictures that leave the page they were drawn on. */

import type { Extent } from './grid.ts';

/** The colours and the font of all that is not a cell. */
export interface Ink {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly rule: string;
  /** As CSS writes a list of fonts. */
  readonly font: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Lettering {
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** Text as it may stand in XML, between tags and in attributes. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** About how wide a text is, where there is nobody to measure it: Hangul is as wide as high, other letters are narrower. */
export function textWidth(text: string, size: number): number {
  return Array.from(text).reduce((width, letter) => width + (letter >= 'ᄀ' ? 1 : 0.6) * size, 0);
}

/** A line of text; an empty one is left out. */
export function label(text: string, { x, y }: Point, lettering: Lettering): string {
  if (text === '') return '';
  const { size, fill, weight, anchor } = lettering;
  const attributes = [
    `x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" fill="${escape(fill)}"`,
    weight === undefined ? '' : ` font-weight="${weight}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
  ].join('');
  return `<text ${attributes}>${escape(text)}</text>`;
}

/** @param title Its accessible name. */
export function svgDocument(
  { width, height }: Extent,
  title: string,
  ink: Ink,
  parts: readonly string[],
): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" font-family="${escape(ink.font)}"><title>${escape(title)}</title>` +
    `<rect width="100%" height="100%" fill="${escape(ink.background)}"/>${parts.join('')}</svg>`
  );
}

/** A coordinate, to a tenth of a pixel. */
export function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
