/** @file The loss and the accuracy over the timeline, as the panel draws them. */

import {
  accuracyRange,
  fromZero,
  lineChartSvg,
  ticks,
  type ChartLine,
} from '../../../webview/drawing/lineChart.ts';
import { LossCurve } from '../../../webview/drawing/smoothing.ts';
import type { Ink } from '../../../webview/drawing/svg.ts';
import { timelineOf } from '../../../webview/drawing/timeline.ts';
import type { Localiser } from '../../localiser.ts';
import { compact, percent, whole } from '../../views/format.ts';
import { Html, html } from './html.ts';
import type { Snapshot } from './snapshot.ts';
import { placeText } from './words.ts';

/** Two stand side by side on a screen, and one fills a phone. */
const size = { width: 480, height: 260 };

/** The page's own colours, as its style sheet has them by day and by night. */
const ink: Ink = {
  background: 'none',
  text: 'var(--text)',
  muted: 'var(--muted)',
  rule: 'var(--rule)',
  font: 'inherit',
};

const [blue, orange] = ['var(--blue)', 'var(--orange)'];

export function curves(snapshot: Snapshot, l10n: Localiser): Html {
  if (snapshot.losses.length === 0) return html``;
  return html`<section>
    <h2>${l10n.t('Curves')}</h2>
    <div class="charts">
      ${loss(snapshot, l10n)} ${snapshot.epochs.length === 0 ? [] : accuracy(snapshot, l10n)}
    </div>
  </section>`;
}

function loss(snapshot: Snapshot, l10n: Localiser): Html {
  const { steps, raw, smooth } = smoothed(snapshot.losses);
  const last = compact(smooth.at(-1) ?? NaN);
  const losses = snapshot.epochs.map(({ testLoss }) => testLoss);
  return chart(snapshot, l10n.t('Loss'), fromZero, compact, l10n, [
    { label: l10n.t('mini-batch'), value: '', colour: blue, width: 1, opacity: 0.35, steps, values: raw },
    { label: l10n.t('smoothed'), value: last, colour: blue, width: 2, opacity: 1, steps, values: smooth },
    ...(losses.length === 0 ? [] : [byEpoch(snapshot, l10n.t('test'), orange, losses, compact)]),
  ]);
}

function accuracy(snapshot: Snapshot, l10n: Localiser): Html {
  const { epochs } = snapshot;
  const train = epochs.map(({ accuracy }) => accuracy);
  const test = epochs.map(({ testAccuracy }) => testAccuracy);
  return chart(snapshot, l10n.t('Accuracy'), accuracyRange, wholePercent, l10n, [
    { ...byEpoch(snapshot, l10n.t('train'), blue, train, percent), dash: [5, 3] },
    byEpoch(snapshot, l10n.t('test'), orange, test, percent),
  ]);
}

function smoothed(losses: Float32Array): LossCurve {
  const curve = new LossCurve();
  curve.add(0, losses);
  return curve;
}

/** A value for each epoch, at its last step. */
function byEpoch(
  { run, epochs }: Snapshot,
  label: string,
  colour: string,
  values: readonly number[],
  write: (value: number) => string,
): ChartLine {
  const steps = epochs.map(({ epoch }) => epoch * run.stepsPerEpoch);
  const value = write(values[values.length - 1]);
  return { label, value, colour, width: 2, opacity: 1, dots: true, steps, values };
}

function chart(
  { run, losses, cursor }: Snapshot,
  title: string,
  rangeOf: (min: number, max: number) => [number, number],
  writeValue: (value: number) => string,
  l10n: Localiser,
  lines: readonly ChartLine[],
): Html {
  const { end, marks } = timelineOf(run, losses.length);
  const values = rangeOf(...extremes(lines));
  const drawn = {
    ...{ title, caption: placeText(cursor, l10n), lines, values, marks, writeStep: whole, writeValue },
    steps: [0, end] as const,
    ticks: ticks(...values, 5),
    at: cursor.step,
  };
  return html`<figure>${new Html(lineChartSvg(drawn, ink, size))}</figure>`;
}

/** `94%`. */
function wholePercent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

/** The least and the greatest finite value of all lines. */
function extremes(lines: readonly ChartLine[]): [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const { values } of lines) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || !Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return [min, max];
}
