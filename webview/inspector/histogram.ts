/** @file How a tensor's values are distributed, as bars on a canvas. */

import * as l10n from '@vscode/l10n';
import type { Histogram } from '../../engine/statistics.ts';
import { context2d, element, setText } from '../ui/dom.ts';
import { short, whole } from '../ui/format.ts';
import { themeValue } from '../ui/theme.ts';

const height = 72;

export class HistogramView {
  static readonly bins = 48;
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly low = element('span');
  private readonly zero = element('span', { class: 'histogram-zero' }, '0');
  private readonly high = element('span');
  private readonly readout = element('div', { class: 'histogram-readout' });
  readonly element = element(
    'div',
    { class: 'histogram' },
    this.readout,
    this.canvas,
    element('div', { class: 'histogram-axis' }, this.low, this.zero, this.high),
  );
  private histogram: Histogram | null = null;

  constructor() {
    new ResizeObserver(() => {
      this.repaint();
    }).observe(this.element);
    this.canvas.addEventListener('pointermove', ({ offsetX }) => {
      this.point(offsetX / this.canvas.clientWidth);
    });
    this.canvas.addEventListener('pointerleave', () => {
      this.point(null);
    });
  }

  show(histogram: Histogram): void {
    this.histogram = histogram;
    this.repaint();
  }

  repaint(): void {
    const { histogram } = this;
    const width = this.element.clientWidth;
    if (histogram === null || width === 0) return;
    const { min, max, counts } = histogram;
    setText(this.low, short(min));
    setText(this.high, short(max));
    const zeroAt = max > min ? -min / (max - min) : 0;
    // At the ends the numbers of the ends stand.
    this.zero.hidden = zeroAt < 0.2 || zeroAt > 0.8;
    this.zero.style.left = `${zeroAt * 100}%`;
    this.canvas.setAttribute(
      'aria-label',
      l10n.t('Distribution of the values from {0} to {1}', short(min), short(max)),
    );
    this.draw(width, counts, zeroAt);
    this.point(null);
  }

  private draw(width: number, counts: readonly number[], zeroAt: number): void {
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const context = context2d(this.canvas);
    const { width: across, height: down } = this.canvas;
    const largest = Math.max(1, ...counts);
    context.fillStyle = themeValue('--vscode-charts-blue', '#3794ff');
    counts.forEach((count, bin) => {
      const left = Math.round((bin * across) / counts.length);
      const right = Math.round(((bin + 1) * across) / counts.length) - Math.round(ratio);
      // What is there is seen, however rare.
      const tall = count === 0 ? 0 : Math.max(ratio, Math.round((count / largest) * (down - ratio)));
      context.fillRect(left, down - tall, Math.max(1, right - left), tall);
    });
    if (zeroAt <= 0 || zeroAt >= 1) return;
    context.fillStyle = themeValue('--vscode-foreground', '#888');
    context.fillRect(Math.round(zeroAt * across), 0, Math.max(1, Math.round(ratio)), down);
  }

  /** Writes one bin's range and count; without one, the total. */
  private point(share: number | null): void {
    if (this.histogram === null) return;
    const { min, max, counts } = this.histogram;
    if (share === null) {
      const total = counts.reduce((sum, count) => sum + count, 0);
      setText(this.readout, l10n.t('{0} values', whole(total)));
      return;
    }
    const bin = Math.max(0, Math.min(counts.length - 1, Math.floor(share * counts.length)));
    const edge = (i: number): string => short(min + ((max - min) * i) / counts.length);
    setText(this.readout, `${edge(bin)} … ${edge(bin + 1)}: ${whole(counts[bin])}`);
  }
}
