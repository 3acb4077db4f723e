/** @file Which layer learns how fast: curves of every layer's gradient and of what updates change, and what they come to. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../../engine/timeline.ts';
import type { MeasurementChunk, RunInfo, RunState } from '../../protocol.ts';
import type { Points } from '../../drawing/points.ts';
import { Chart, type ChartSpec, type LineSpec } from '../../ui/chart.ts';
import { element, setText } from '../../ui/dom.ts';
import { short, worked } from '../../ui/format.ts';
import { Redrawing } from '../../ui/redrawing.ts';
import { Scrubber } from '../scrubber.ts';
import { timelineOf } from '../../drawing/timeline.ts';
import { Measured, ratesAt, type LayerCurves, type MeasuredCurves } from './measured.ts';
import { ratesSentence, rateText } from './words.ts';

const colours: readonly LineSpec['colour'][] = [
  ['--vscode-charts-blue', '#3794ff'],
  ['--vscode-backpropLens-orange', '#e8912d'],
  ['--vscode-charts-green', '#89d185'],
  ['--vscode-charts-red', '#f14c4c'],
  ['--vscode-charts-purple', '#b180d7'],
];
/** So that colour is not the only sign. */
const dashes: readonly (LineSpec['dash'] | undefined)[] = [undefined, [6, 3], [2, 2]];

export class LayersView {
  private readonly words = element('p', { class: 'layers-words' });
  private readonly ratio: Chart;
  private readonly gradient: Chart;
  private readonly learningRate = new Chart({
    label: l10n.t('Learning rate by step'),
    title: l10n.t('Learning rate'),
    lines: [{ colour: colours[0], width: 2, opacity: 1 }],
    format: short,
    axis: short,
    logarithmic: true,
    empty: '',
  });
  private readonly rate = element('p', { class: 'layers-rate' });
  readonly element: HTMLElement;
  private readonly charts: readonly Chart[];
  private readonly scrubbers: readonly Scrubber[];
  private readonly measured = new Measured();
  private curves: MeasuredCurves = this.measured.along(0);
  private branchShown = 0;
  private step = 0;
  /** To ask its width at every drawing would lay the page out at every drawing. */
  private isSeen = false;
  private readonly redrawing = new Redrawing(() => {
    this.draw();
  });

  /**
   * @param seek Goes to a step that was reached.
   * @param reached The furthest step so far.
   * @param tell Called with how fast each layer learns, as `ratesAt` has it.
   */
  constructor(
    private readonly run: RunInfo,
    seek: (step: number) => void,
    private readonly reached: () => number,
    private readonly tell: (rates: readonly number[]) => void,
  ) {
    this.ratio = new Chart({
      ...this.byLayer(rateText, (rate) => `${Number((1000 * rate).toPrecision(2))}‰`),
      label: l10n.t('Change of the weights by step and layer'),
      title: l10n.t('Change of the weights, |ΔW| / |W|'),
    });
    this.gradient = new Chart({
      ...this.byLayer(short, short),
      label: l10n.t('Gradient by step and layer'),
      title: l10n.t('Gradient, |dW|'),
    });
    this.charts = [this.ratio, this.gradient, this.learningRate];
    this.scrubbers = this.charts.map((chart) => new Scrubber(chart, seek));
    this.element = element(
      'section',
      { class: 'layers', 'aria-label': l10n.t('Layers') },
      this.words,
      ...this.charts.map((chart) => chart.element),
      this.rate,
    );
    this.draw();
    new ResizeObserver(([{ contentRect }]) => {
      this.isSeen = contentRect.width > 0;
      this.redrawing.soon();
    }).observe(this.element);
  }

  add(chunk: MeasurementChunk): void {
    this.measured.add(chunk);
    this.redrawing.soon();
  }

  /** All ways that training has taken. */
  branch(branches: readonly Branch[]): void {
    this.measured.branch(branches);
    this.redrawing.soon();
  }

  show({ cursor, branch, status }: RunState): void {
    this.redrawing.isRunning = status === 'running';
    this.step = cursor.step;
    this.branchShown = branch;
    for (const scrubber of this.scrubbers) scrubber.show(cursor.step, this.reached());
    for (const chart of this.charts) chart.tellUpTo(cursor.step);
    this.redrawing.soon();
  }

  repaint(): void {
    for (const chart of this.charts) chart.repaint();
  }

  private byLayer(
    format: ChartSpec['format'],
    axis: ChartSpec['axis'],
  ): Pick<ChartSpec, 'lines' | 'format' | 'axis' | 'logarithmic' | 'empty'> {
    const lines = this.run.model.layers.flatMap((_, i): LineSpec[] => {
      const colour = colours[i % colours.length];
      const dash = dashes[i % dashes.length];
      return [
        { colour, width: 1, opacity: 0.3 },
        { label: l10n.t('layer {0}', i + 1), colour, width: 2, opacity: 1, ...(dash && { dash }) },
      ];
    });
    return { lines, format, axis, logarithmic: true, empty: l10n.t('measured when a step is taken') };
  }

  private draw(): void {
    this.curves = this.measured.along(this.branchShown);
    const { steps, ratio, gradient, learningRate } = this.curves;
    const rates = ratesAt(this.curves, this.step);
    this.tell(rates);
    if (!this.isSeen) return;
    setText(this.words, ratesSentence(rates));
    const timeline = timelineOf(this.run, this.reached());
    this.ratio.show(linesOf(steps, ratio), timeline);
    this.gradient.show(linesOf(steps, gradient), timeline);
    const isConstant = learningRate.every((rate) => rate === learningRate[0]);
    this.learningRate.element.hidden = isConstant;
    this.rate.hidden = !isConstant || steps.length === 0;
    if (isConstant && steps.length > 0)
      setText(this.rate, l10n.t('The learning rate is {0} throughout.', worked(learningRate[0])));
    else this.learningRate.show([{ steps, values: learningRate }], timeline);
  }
}

/** As the lines of a chart are: of every layer the raw curve, then the smoothed one. */
function linesOf(steps: readonly number[], { raw, smooth }: LayerCurves): Points[] {
  return raw.flatMap((values, layer) => [
    { steps, values },
    { steps, values: smooth[layer] },
  ]);
}
