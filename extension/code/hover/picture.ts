/** @file The picture of a hover: heatmap, distribution and legend of one tensor, as an image that a Markdown text can hold. */

import type { Histogram } from '../../../engine/statistics.ts';
import type { ColourScale, ThemeKind } from '../../../webview/drawing/colour.ts';
import { endsOf, pngUri, stopsOf, type Heatmap } from '../../pictures/heatmap.ts';

/** The most room that the heatmap takes, in pixels: with the text below, no more than VS Code gives a hover. */
export const room = { width: 460, height: 120 };

/** Narrower pictures get as much room for their legend. */
const leastWidth = 200;
const gap = 4;
const barHeight = 18;
const legendHeight = 5;
const labelHeight = 13;

/** Into how many bars the values go. */
export const bars = 48;

const ink: Record<ThemeKind, { readonly text: string; readonly bars: string }> = {
  dark: { text: '#cccccc', bars: '#8a8a8a' },
  light: { text: '#3b3b3b', bars: '#8a8a8a' },
  highContrast: { text: '#ffffff', bars: '#ffffff' },
  highContrastLight: { text: '#000000', bars: '#292929' },
};

/** A `data:` URI of an SVG, in which the cells stay sharp on every screen. */
export function pictureUri(heatmap: Heatmap, histogram: Histogram, theme: ThemeKind): string {
  const width = Math.max(leastWidth, heatmap.width);
  const top = heatmap.height + gap;
  const height = top + barHeight + legendHeight + labelHeight;
  const { text } = ink[theme];
  const before =
    `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'>` +
    gradient(heatmap.scale) +
    `<image width='${heatmap.width}' height='${heatmap.height}' style='image-rendering:pixelated' href='`;
  const after =
    `'/><path fill='${ink[theme].bars}' d='${barsPath(heatmap, histogram, width, top)}'/>` +
    `<rect y='${top + barHeight}' width='${width}' height='${legendHeight}' fill='url(#scale)'/>` +
    `<g fill='${text}' font-family='sans-serif' font-size='11'>${labels(heatmap, width, height - 2)}</g></svg>`;
  // Base64 may stand in a URI as it is.
  return `data:image/svg+xml,${escape(before)}${pngUri(heatmap.png)}${escape(after)}`;
}

/** Brackets would end the image's address in Markdown. */
function escape(svg: string): string {
  return encodeURIComponent(svg).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function gradient(scale: ColourScale): string {
  const stops = stopsOf(scale).map((colour, i, { length }) => {
    return `<stop offset='${i / (length - 1)}' stop-color='${colour}'/>`;
  });
  return `<linearGradient id='scale'>${stops.join('')}</linearGradient>`;
}

/** Bars above the legend: each over the colours of its values. */
function barsPath(heatmap: Heatmap, { min, max, counts }: Histogram, width: number, top: number): string {
  const largest = Math.max(1, ...counts);
  const step = (max - min) / counts.length;
  return counts
    .map((count, bin) => {
      const [left, right] = [bin, bin + 1].map((edge) => xOf(heatmap, min + edge * step, width));
      if (count === 0 || left >= width || right <= 0) return '';
      // What is there is seen, however rare, and however narrow.
      const tall = Math.max(1, Math.round((count / largest) * barHeight));
      const from = Math.min(Math.max(0, left), width - 1);
      const wide = Math.max(1, Math.min(width, right) - from - 0.5);
      return `M${from.toFixed(1)} ${top + barHeight}v-${tall}h${wide.toFixed(1)}v${tall}z`;
    })
    .join('');
}

/** Where on the legend a value is. */
function xOf({ scale, range }: Heatmap, value: number, width: number): number {
  return scale.diverging ? ((value + range) / (2 * range)) * width : (value / range) * width;
}

function labels(heatmap: Heatmap, width: number, y: number): string {
  const { low, high } = endsOf(heatmap);
  const text = (x: number, anchor: string, label: string) =>
    `<text x='${x}' y='${y}' text-anchor='${anchor}'>${label}</text>`;
  const middle = heatmap.scale.diverging ? text(width / 2, 'middle', '0') : '';
  return text(0, 'start', low) + middle + text(width, 'end', high);
}
