/** @file The loss and the accuracy over the timeline. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../engine/timeline.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { Host } from '../host.ts';
import type { Compared, CurveChunk, RunInfo, RunState } from '../protocol.ts';
import { accuracyRange, fromZero } from '../drawing/lineChart.ts';
import { Chart } from '../ui/chart.ts';
import { element } from '../ui/dom.ts';
import { percent, short, wholePercent } from '../ui/format.ts';
import { Redrawing } from '../ui/redrawing.ts';
import type { Ways } from '../ui/sidebyside.ts';
import { BranchCurves } from './branchcurves.ts';
import { Scrubber } from './scrubber.ts';
import { LossCurve } from '../drawing/smoothing.ts';
import { timelineOf } from '../drawing/timeline.ts';

/** The name by which the axis of the loss is remembered. */
const axisMemory = 'lossAxis';

/** Numbers of the lines that have other names while there is something to compare with. */
const smoothed = 1;
const other = 3;
const otherTest = 2;

const blue = ['--vscode-charts-blue', '#3794ff'] as const;
/** Of what is compared with; dashed too. */
const purple = ['--vscode-charts-purple', '#9c6ade'] as const;
const dash = [6, 3] as const;
const orange = ['--vscode-backpropLens-orange', '#e8912d'] as const;

export class Curves {
  private readonly logarithmic = element(
    'button',
    { class: 'chart-switch', type: 'button', title: l10n.t('Logarithmic loss axis') },
    l10n.t('log'),
  );
  private readonly loss = new Chart(
    {
      label: l10n.t('Loss by step'),
      title: l10n.t('Loss'),
      lines: [
        { label: l10n.t('mini-batch'), colour: blue, width: 1, opacity: 0.35 },
        { label: l10n.t('smoothed'), colour: blue, width: 2, opacity: 1 },
        { label: l10n.t('test'), colour: orange, width: 1.5, opacity: 1, dots: true },
        { label: '', colour: purple, width: 2, opacity: 1, dash },
      ],
      format: short,
      axis: short,
      range: fromZero,
      empty: '',
    },
    this.logarithmic,
  );
  private readonly accuracy = new Chart({
    label: l10n.t('Accuracy by epoch'),
    title: l10n.t('Accuracy'),
    lines: [
      { label: l10n.t('train'), colour: blue, width: 1.5, opacity: 1, dots: true, dash: [5, 3] },
      { label: l10n.t('test'), colour: orange, width: 2, opacity: 1, dots: true },
      { label: '', colour: purple, width: 2, opacity: 1, dots: true, dash },
    ],
    format: percent,
    axis: wholePercent,
    range: accuracyRange,
    empty: l10n.t('measured after each epoch'),
  });
  readonly element = element('section', { class: 'curves' }, this.loss.element, this.accuracy.element);
  private readonly curve = new LossCurve();
  private readonly branchCurves = new BranchCurves();
  private epochs: readonly EpochResult[] = [];
  private compared: Compared | null = null;
  private comparedCurve = new LossCurve();
  private current = 0;
  private forks: readonly number[] = [];
  private position = 0;
  private readonly redrawing = new Redrawing(() => {
    this.draw();
  });

  private readonly scrubber: Scrubber;

  /**
   * @param seek Goes to a step that was reached.
   * @param host remembers what axis the loss has
   */
  constructor(
    private readonly run: RunInfo,
    seek: (step: number) => void,
    host: Host,
  ) {
    this.scrubber = new Scrubber(this.loss, seek);
    this.turn(host.recall(axisMemory) === 'log');
    this.logarithmic.addEventListener('click', () => {
      const logarithmic = this.logarithmic.ariaPressed === 'false';
      this.turn(logarithmic);
      host.remember(axisMemory, logarithmic ? 'log' : 'linear');
    });
  }

  /** Gives the loss its axis. */
  private turn(logarithmic: boolean): void {
    this.logarithmic.ariaPressed = String(logarithmic);
    this.loss.logarithmic = logarithmic;
  }

  /** The furthest step so far. */
  get reached(): number {
    return Math.max(this.position, this.curve.raw.length);
  }

  add(chunk: CurveChunk): void {
    this.branchCurves.add(chunk);
    this.curve.add(chunk.from, chunk.losses);
    this.redrawing.soon();
  }

  /** All ways that training has taken. */
  branch(branches: readonly Branch[]): void {
    this.forks = branches.flatMap(({ parent, fork }) => (parent === null ? [] : [fork.step]));
    this.redrawing.soon();
  }

  /** Draws the curves of what the current branch is compared with among its own. */
  compare(compared: Compared | null, ways: Ways | null): void {
    this.loss.name(smoothed, ways?.here ?? l10n.t('smoothed'));
    this.loss.name(other, ways?.there ?? '');
    this.accuracy.name(otherTest, ways === null ? '' : l10n.t('test, {0}', ways.there));
    if (compared === this.compared) return;
    this.compared = compared;
    this.comparedCurve = new LossCurve();
    if (compared !== null) this.comparedCurve.add(0, compared.losses);
    this.redrawing.soon();
  }

  /** All epochs that led here. */
  showEpochs(epochs: readonly EpochResult[]): void {
    this.epochs = epochs;
    this.redrawing.soon();
  }

  show({ cursor, branch, status }: RunState): void {
    this.redrawing.isRunning = status === 'running';
    this.position = cursor.step;
    this.scrubber.show(cursor.step, this.reached);
    this.accuracy.mark(cursor.step);
    // The loss of a step stands where the step began.
    this.loss.tellUpTo(cursor.step - 1);
    this.accuracy.tellUpTo(cursor.step);
    if (branch === this.current) return;
    this.current = branch;
    this.redrawing.soon();
  }

  repaint(): void {
    this.loss.repaint();
    this.accuracy.repaint();
  }

  private draw(): void {
    const { curve, comparedCurve, compared, epochs, run } = this;
    const others = this.branchCurves.others(this.current, compared?.side ?? null);
    const ends = [curve, comparedCurve, ...others].map(
      ({ steps }) => steps.length && steps[steps.length - 1] + 1,
    );
    const timeline = timelineOf(run, Math.max(...ends));
    this.loss.showBehind(others, this.forks);
    const test = byEpoch(epochs, run.stepsPerEpoch, ({ testLoss }) => testLoss);
    this.loss.show(
      [
        { steps: curve.steps, values: curve.raw },
        { steps: curve.steps, values: curve.smooth },
        // The loss of a step stands where the step began.
        { ...test, steps: test.steps.map((step) => step - 1) },
        { steps: comparedCurve.steps, values: comparedCurve.smooth },
      ],
      timeline,
    );
    this.accuracy.show(
      [
        byEpoch(epochs, run.stepsPerEpoch, ({ accuracy }) => accuracy),
        byEpoch(epochs, run.stepsPerEpoch, ({ testAccuracy }) => testAccuracy),
        // Another run may have epochs of another length.
        byEpoch(compared?.epochs ?? [], compared?.stepsPerEpoch ?? 1, ({ testAccuracy }) => testAccuracy),
      ],
      timeline,
    );
  }
}

/** A value for each epoch, at its end. */
function byEpoch(
  epochs: readonly EpochResult[],
  stepsPerEpoch: number,
  valueOf: (result: EpochResult) => number,
): { steps: number[]; values: number[] } {
  return { steps: epochs.map(({ epoch }) => epoch * stepsPerEpoch), values: epochs.map(valueOf) };
}
