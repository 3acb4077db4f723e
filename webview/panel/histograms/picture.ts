/** @file A heatmap of histograms, one column for each step, and beside it the histogram at the cursor. */

import * as l10n from '@vscode/l10n';
import type { Distributions } from '../../../engine/questions/distributions.ts';
import { colourScale } from '../../drawing/colour.ts';
import { context2d, element, setText } from '../../ui/dom.ts';
import { short, whole } from '../../ui/format.ts';
import { themeKind, themeValue } from '../../ui/theme.ts';

/** Columns of that many pixels at least beside the heatmap. */
const barsWidth = 96;

export class DistributionPicture {
  private readonly canvas = element('canvas');
  private readonly line = element('div', { class: 'histograms-line' });
  private readonly high = element('span');
  private readonly zero = element('span', { class: 'histograms-zero' }, '0');
  private readonly low = element('span');
  private readonly first = element('span');
  private readonly last = element('span');
  private readonly bars = element('canvas', { class: 'histograms-bars', 'aria-hidden': 'true' });
  private readonly readout = element('div', { class: 'histograms-readout' });
  /** Where the pointer and the keys of a scrubber go. */
  readonly surface = element('div', { class: 'histograms-surface' }, this.canvas, this.line);
  readonly element = element(
    'figure',
    { class: 'histograms-picture' },
    element('div', { class: 'histograms-values' }, this.high, this.zero, this.low),
    this.surface,
    this.bars,
    element('div', { class: 'histograms-steps' }, this.first, this.last),
    this.readout,
  );
  private shown: Distributions | null = null;
  private position = 0;

  constructor() {
    this.surface.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.point(offsetX, offsetY);
    });
    this.surface.addEventListener('pointerleave', () => {
      this.tell();
    });
    new ResizeObserver(() => {
      this.repaint();
    }).observe(this.surface);
  }

  show(distributions: Distributions): void {
    this.shown = distributions;
    this.repaint();
  }

  clear(): void {
    this.shown = null;
    this.element.classList.add('empty-picture');
  }

  /** The step under a point of the window. */
  stepAt(clientX: number): number {
    const { left } = this.surface.getBoundingClientRect();
    const steps = this.shown?.steps ?? [];
    return steps.length === 0 ? this.position : steps[this.columnAt(clientX - left)];
  }

  /** Marks a step as the one that everything else on the page shows. */
  mark(step: number): void {
    this.position = step;
    this.drawPosition();
  }

  repaint(): void {
    const { shown } = this;
    this.element.classList.toggle('empty-picture', shown === null || shown.steps.length === 0);
    if (shown === null || shown.steps.length === 0 || this.surface.clientWidth === 0) return;
    const { steps, min, max, isBeyond } = shown;
    // The sign of what is clipped, as below the heatmaps.
    setText(this.high, isBeyond[1] ? `▴${short(max)}` : short(max));
    setText(this.low, isBeyond[0] ? `▾${short(min)}` : short(min));
    setText(this.first, whole(steps[0]));
    setText(this.last, whole(steps[steps.length - 1]));
    const share = max > min ? max / (max - min) : 0;
    // At the ends the numbers of the ends stand.
    this.zero.hidden = share < 0.12 || share > 0.88;
    this.zero.style.top = `${100 * share}%`;
    this.drawColumns(shown);
    this.drawPosition();
  }

  /** One pixel for each bin and step, which the page makes larger. */
  private drawColumns({ steps, counts, bins, notFinite }: Distributions): void {
    const { canvas } = this;
    canvas.width = steps.length;
    canvas.height = bins;
    const context = context2d(canvas);
    const image = context.createImageData(steps.length, bins);
    const pixels = new Uint32Array(image.data.buffer);
    const { table } = colourScale(true, themeKind());
    const largest = Math.max(1, ...counts);
    steps.forEach((_, column) => {
      for (let bin = 0; bin < bins; bin++) {
        const count = counts[column * bins + bin];
        // By their roots, so that few are told from none.
        const colour = table[Math.round(255 * Math.sqrt(count / largest))];
        pixels[(bins - 1 - bin) * steps.length + column] = count === 0 ? 0 : colour;
      }
    });
    context.putImageData(image, 0, 0);
    context.fillStyle = themeValue('--vscode-errorForeground', '#f00');
    notFinite.forEach((count, column) => {
      if (count > 0) context.fillRect(column, 0, 1, 2);
    });
  }

  private drawPosition(): void {
    const { shown } = this;
    if (shown === null || shown.steps.length === 0) return;
    const { steps } = shown;
    const [first, last] = [steps[0], steps[steps.length - 1]];
    this.line.hidden = this.position < first || this.position > last;
    const along = last > first ? (this.position - first) / (last - first) : 0;
    this.line.style.left = `${(100 * (along * (steps.length - 1) + 0.5)) / steps.length}%`;
    this.tell();
    this.drawBars(shown, this.columnBefore(this.position));
  }

  private drawBars({ counts, bins }: Distributions, column: number): void {
    const { bars } = this;
    const ratio = window.devicePixelRatio;
    bars.width = Math.round(barsWidth * ratio);
    bars.height = Math.round(this.surface.clientHeight * ratio);
    const context = context2d(bars);
    const own = counts.subarray(column * bins, (column + 1) * bins);
    const largest = Math.max(1, ...own);
    context.fillStyle = themeValue('--vscode-charts-blue', '#3794ff');
    own.forEach((count, bin) => {
      const top = Math.round(((bins - 1 - bin) * bars.height) / bins);
      const bottom = Math.round(((bins - bin) * bars.height) / bins);
      // What is there is seen, however rare.
      const long = count === 0 ? 0 : Math.max(ratio, (count / largest) * bars.width);
      context.fillRect(0, top, long, Math.max(1, bottom - top - Math.round(ratio / 2)));
    });
  }

  /** Says what the bars are of. */
  private tell(): void {
    if (this.shown === null || this.shown.steps.length === 0) return;
    const { steps } = this.shown;
    setText(this.readout, l10n.t('beside: step {0}', whole(steps[this.columnBefore(this.position)])));
  }

  private point(x: number, y: number): void {
    if (this.shown === null || this.shown.steps.length === 0) return;
    const { steps, counts, bins, min, max } = this.shown;
    const column = this.columnAt(x);
    const bin = Math.max(0, Math.min(bins - 1, Math.floor((1 - y / this.surface.clientHeight) * bins)));
    const edge = (i: number): string => short(min + ((max - min) * i) / bins);
    const count = whole(counts[column * bins + bin]);
    setText(
      this.readout,
      l10n.t('step {0}: {1} values from {2} to {3}', whole(steps[column]), count, edge(bin), edge(bin + 1)),
    );
  }

  private columnAt(x: number): number {
    const count = this.shown?.steps.length ?? 0;
    return Math.max(0, Math.min(count - 1, Math.floor((x / this.surface.clientWidth) * count)));
  }

  /** The last that is not of later than a step. */
  private columnBefore(step: number): number {
    return Math.max(0, this.shown?.steps.findLastIndex((each) => each <= step) ?? 0);
  }
}
