/** @file Lines over the timeline: the only file that knows uPlot. */

import * as l10n from '@vscode/l10n';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { lineChartSvg, ticks, type ChartLine } from '../drawing/lineChart.ts';
import { thin, valueAt, type Points, type ThinPoints } from '../drawing/points.ts';
import type { Timeline } from '../drawing/timeline.ts';
import { element, setText } from './dom.ts';
import { whole } from './format.ts';
import { logRange, logTicks } from './logaxis.ts';
import { offerPicture, themeInk, type Taken } from './pictures.ts';
import { themeValue } from './theme.ts';

export interface LineSpec {
  /** Without one it is not told apart in the legend; with an empty one, not until it is named. */
  readonly label?: string;
  /** Name of a theme colour, and what stands in where the theme has none. */
  readonly colour: readonly [property: string, fallback: string];
  readonly width: number;
  /** 0 to 1. */
  readonly opacity: number;
  readonly dash?: readonly number[];
  /** Draws each value as a dot: values that are far apart. */
  readonly dots?: boolean;
}

export interface ChartSpec {
  /** Its accessible name. */
  readonly label: string;
  /** Stands before the names of the lines. */
  readonly title: string;
  readonly lines: readonly LineSpec[];
  /** How the readout writes a value. */
  readonly format: (value: number) => string;
  /** How the vertical axis writes one: short enough for its margin. */
  readonly axis: (value: number) => string;
  /** The vertical axis, from the values' own least and greatest; by default just those. */
  readonly range?: (min: number, max: number) => [number, number];
  /** Whether equal distances are equal factors, at first. What is not above zero is not drawn then. */
  readonly logarithmic?: boolean;
  /** Said while there are no values. */
  readonly empty: string;
}

const nothing: Points = { steps: [], values: [] };

export class Chart {
  readonly element: HTMLElement;
  private readonly plot: uPlot;
  private readonly note: HTMLElement;
  /** Of each line where its value is written. */
  private readonly values: (HTMLElement | null)[] = [];
  /** Of each line what stands in the legend, and its name in it. */
  private readonly keys: ({ readonly key: HTMLElement; readonly name: HTMLElement } | null)[] = [];
  private lines: readonly Points[];
  private isLogarithmic: boolean;
  private readonly step = element('span', { class: 'chart-step' });
  /** An element of its own: it moves with every picture, and the lines are drawn less often. */
  private readonly line = element('div', { class: 'chart-position', hidden: '' });
  private timeline: Timeline = { end: 1, marks: [] };
  private position: number | null = null;
  private told = Infinity;
  /** The step under the pointer. */
  private hovered: number | null = null;
  private behind: { readonly curves: readonly Points[]; readonly forks: readonly number[] } = {
    curves: [],
    forks: [],
  };
  /** What is drawn, so that the same is not drawn again. */
  private looks = '';
  /** The curves behind, as they are drawn. */
  private heightsBehind: readonly ThinPoints[] = [];

  /** @param extra what stands at the end of the legend */
  constructor(
    private readonly spec: ChartSpec,
    ...extra: HTMLElement[]
  ) {
    this.isLogarithmic = spec.logarithmic ?? false;
    this.lines = spec.lines.map(() => nothing);
    this.note = element('div', { class: 'chart-note' }, spec.empty);
    const area = element('div', { class: 'chart-area' }, this.note);
    this.element = element(
      'figure',
      { class: 'chart', 'aria-label': spec.label },
      element(
        'figcaption',
        { class: 'chart-legend' },
        element('span', { class: 'chart-title' }, spec.title),
        ...spec.lines.flatMap((line) => this.key(line)),
        this.step,
        ...extra,
      ),
      area,
    );
    this.plot = new uPlot(this.options(), [[], ...spec.lines.map(() => [])], area);
    this.surface.append(this.line);
    // So that the keyboard comes to its context menu; a scrubber makes more of it.
    this.surface.tabIndex = 0;
    this.surface.role = 'img';
    this.surface.ariaLabel = spec.label;
    offerPicture(this.element, null, () => this.take());
    new ResizeObserver(([{ contentRect }]) => {
      const { width, height } = contentRect;
      if (width === 0) return;
      this.plot.setSize({ width: Math.floor(width), height: Math.floor(height) });
      this.plotLines();
    }).observe(area);
  }

  /** @param lines the points of each, if it has any; they may grow afterwards, and show with the next call */
  show(lines: readonly Points[], timeline: Timeline): void {
    this.timeline = timeline;
    this.note.hidden = lines.some(({ steps }) => steps.length > 0);
    this.lines = this.spec.lines.map((_, i) => lines.at(i) ?? nothing);
    this.plotLines();
    this.showValues();
  }

  /** Whether equal distances on the vertical axis are equal factors. */
  set logarithmic(logarithmic: boolean) {
    this.isLogarithmic = logarithmic;
    this.plotLines();
  }

  /** Calls a line by another name. By an empty one it is not told apart in the legend. */
  name(line: number, label: string): void {
    const known = this.keys[line];
    if (known === null) return;
    known.key.hidden = label === '';
    known.key.title = label;
    setText(known.name, label);
  }

  /**
   * What lies behind the first line, faint, from the next `show` on.
   * @param forks steps at which one leaves another
   */
  showBehind(curves: readonly Points[], forks: readonly number[]): void {
    this.behind = { curves, forks };
  }

  /** Where the pointer and the keys of a scrubber go. */
  get surface(): HTMLElement {
    return this.plot.over;
  }

  /** The step under a point of the window. */
  stepAt(clientX: number): number {
    const { left } = this.surface.getBoundingClientRect();
    return Math.round(this.plot.posToVal(clientX - left, 'x'));
  }

  /** Up to which step the legend tells the values while no pointer is over the chart; of all, unless it is told. */
  tellUpTo(step: number): void {
    if (step === this.told) return;
    this.told = step;
    this.showValues();
  }

  /** Marks a step as the one that everything else on the page shows. */
  mark(step: number): void {
    if (step === this.position) return;
    this.position = step;
    this.placeLine();
  }

  /** Draws the same lines in the theme's new colours. */
  repaint(): void {
    for (const { colour, swatch } of this.swatches) swatch.style.borderColor = themeValue(...colour);
    this.plot.redraw(false, true);
  }

  /** The lines as they are seen, to be taken away; `null` before there are any. */
  private take(): Taken | null {
    const { plot, spec, timeline } = this;
    const { min, max } = plot.scales.y;
    if (plot.data[0].length === 0 || typeof min !== 'number' || typeof max !== 'number') return null;
    const lines: ChartLine[] = spec.lines.map(({ colour, ...line }, i) => ({
      ...line,
      label: this.keys[i]?.name.textContent ?? '',
      value: this.values[i]?.textContent ?? '',
      colour: themeValue(...colour),
      steps: this.lines[i].steps,
      values: this.heightsOf(this.lines[i].values),
    }));
    const behind: ChartLine[] = this.behind.curves.map(({ steps, values }) => ({
      label: '',
      value: '',
      colour: '#888888',
      width: 1.5,
      opacity: 0.55,
      steps,
      values: this.heightsOf(values),
    }));
    const svg = lineChartSvg(
      {
        title: spec.title,
        caption: this.position === null ? '' : l10n.t('step {0}', whole(this.position)),
        lines: [...behind, ...lines],
        steps: [0, timeline.end],
        values: [min, max],
        ticks: this.isLogarithmic ? logTicks(min, max) : ticks(min, max, 5),
        writeStep: whole,
        writeValue: (height) => spec.axis(this.isLogarithmic ? 10 ** height : height),
        marks: timeline.marks,
        at: this.position,
      },
      themeInk(),
    );
    return { name: spec.title, svg };
  }

  private plotLines(): void {
    const width = this.timeline.end / Math.max(1, this.plot.bbox.width);
    const drawn = (line: Points): ThinPoints => {
      const { steps, values } = thin(line, width);
      return { steps, values: this.heightsOf(values) };
    };
    const lines = this.lines.map(drawn);
    const behind = this.behind.curves.map(drawn);
    const looks = JSON.stringify([lines, behind, this.behind.forks, this.timeline, this.isLogarithmic]);
    // To draw a chart takes as long as all heatmaps together.
    if (looks === this.looks) return;
    this.looks = looks;
    this.heightsBehind = behind;
    this.plot.setData(uPlot.join(lines.map(({ steps, values }) => [steps, values])));
  }

  private heightsOf(values: Points['values']): (number | null)[] {
    return Array.from(values, (value) => this.heightOf(value));
  }

  /** Where a value is on the vertical axis: on a logarithmic one, at its logarithm. */
  private heightOf(value: number | null): number | null {
    if (!this.isLogarithmic || value === null) return value;
    return value > 0 && value < Infinity ? Math.log10(value) : null;
  }

  private readonly swatches: { colour: LineSpec['colour']; swatch: HTMLElement }[] = [];

  private key({ label, colour, dash, opacity }: LineSpec): HTMLElement[] {
    if (label === undefined) {
      this.values.push(null);
      this.keys.push(null);
      return [];
    }
    const swatch = element('span', { class: dash === undefined ? 'swatch' : 'swatch dashed' });
    swatch.style.borderColor = themeValue(...colour);
    swatch.style.opacity = String(Math.max(0.5, opacity));
    this.swatches.push({ colour, swatch });
    const value = element('span', { class: 'chart-value' });
    this.values.push(value);
    const name = element('span', { class: 'chart-name' }, label);
    const key = element('span', { class: 'chart-key', title: label }, swatch, name, value);
    key.hidden = label === '';
    this.keys.push({ key, name });
    return [key];
  }

  /** Writes the values at the step under the pointer, or at the last that is told; where a line has none there, the one before. */
  private showValues(): void {
    const { hovered: at } = this;
    this.lines.forEach((line, i) => {
      const node = this.values[i];
      if (node === null) return;
      const value = valueAt(line, at ?? this.told);
      setText(node, value === null ? '' : this.spec.format(value));
    });
    setText(this.step, at === null ? '' : l10n.t('step {0}', whole(at)));
  }

  private options(): uPlot.Options {
    const faint = (): string => themeValue('--backprop-lens-muted', '#888');
    const grid = (): string => themeValue('--backprop-lens-grid', '#8883');
    const axis = {
      stroke: faint,
      font: `11px ${themeValue('--vscode-font-family', 'sans-serif')}`,
      grid: { stroke: grid, width: 1 },
      ticks: { show: false },
    };
    return {
      // Until the page has laid it out.
      width: 320,
      height: 96,
      // Above: the numbers of the epochs.
      padding: [14, 20, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
      scales: {
        x: { time: false, range: () => [0, this.timeline.end] },
        y: { range: (_, min, max) => this.rangeOf(min, max) },
      },
      axes: [
        {
          ...axis,
          size: 20,
          gap: 3,
          space: 72,
          grid: { show: false },
          values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? whole(step) : '')),
        },
        {
          ...axis,
          size: 44,
          gap: 4,
          space: 22,
          splits: (_, __, min, max, apart) =>
            this.isLogarithmic ? logTicks(min, max) : multiples(min, max, apart),
          values: (_, values) =>
            values.map((value) => this.spec.axis(this.isLogarithmic ? 10 ** value : value)),
        },
      ],
      series: [{}, ...this.spec.lines.map(seriesOf)],
      hooks: {
        draw: [
          () => {
            this.placeLine();
          },
        ],
        drawAxes: [
          (plot) => {
            this.drawMarks(plot);
            this.drawBehind(plot);
          },
        ],
        setCursor: [
          (plot) => {
            const { idx } = plot.cursor;
            this.hovered = typeof idx === 'number' ? plot.data[0][idx] : null;
            this.showValues();
          },
        ],
      },
    };
  }

  private rangeOf(min: number, max: number): [number, number] {
    if (this.isLogarithmic) return logRange(min, max);
    return this.spec.range?.(min, max) ?? [min, max];
  }

  private placeLine(): void {
    const { line, position, timeline, plot } = this;
    if (position === null) return;
    // NaN while there is no axis yet.
    const x = Math.round(plot.valToPos(position, 'x'));
    line.hidden = !(position <= timeline.end && x >= 0);
    line.style.transform = `translateX(${x}px)`;
  }

  private drawBehind(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = themeValue('--backprop-lens-muted', '#888');
    ctx.lineWidth = 1.5 * uPlot.pxRatio;
    ctx.globalAlpha = 0.55;
    for (const { steps, values } of this.heightsBehind) {
      ctx.beginPath();
      values.forEach((height, i) => {
        if (height !== null) ctx.lineTo(plot.valToPos(steps[i], 'x', true), plot.valToPos(height, 'y', true));
      });
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    for (const step of this.behind.forks) {
      const x = Math.round(plot.valToPos(step, 'x', true)) - 0.5;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  private drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = themeValue('--backprop-lens-grid', '#8883');
    ctx.fillStyle = themeValue('--backprop-lens-muted', '#888');
    ctx.font = `${Math.round(10 * uPlot.pxRatio)}px ${themeValue('--vscode-font-family', 'sans-serif')}`;
    // The axes leave their own alignment behind.
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.lineWidth = uPlot.pxRatio;
    for (const { step, label } of this.timeline.marks) {
      const x = Math.round(plot.valToPos(step, 'x', true)) - 0.5;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top - 12 * uPlot.pxRatio);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(label, x + 4 * uPlot.pxRatio, bbox.top);
    }
    ctx.restore();
  }
}

function seriesOf({ colour, width, opacity, dash, dots }: LineSpec): uPlot.Series {
  return {
    stroke: () => themeValue(...colour),
    width,
    alpha: opacity,
    spanGaps: true,
    points: { show: dots ?? false, size: 6, fill: () => themeValue(...colour) },
    ...(dash && { dash: [...dash] }),
  };
}

/** The whole multiples of a number between two others. */
function multiples(min: number, max: number, apart: number): number[] {
  const first = Math.ceil(min / apart);
  const count = Math.floor(max / apart) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * apart);
}
