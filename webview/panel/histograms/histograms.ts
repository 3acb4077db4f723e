/** @file Histograms over time: how the values of the chosen tensor were spread at every stage of the run. */

import * as l10n from '@vscode/l10n';
import type { Distributions, Spread } from '../../../engine/questions/distributions.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import type { Host } from '../../host.ts';
import type { RunInfo, RunState } from '../../protocol.ts';
import { IconButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/dom.ts';
import { whole } from '../../ui/format.ts';
import { Refresher } from '../../ui/refresher.ts';
import { Scrubber } from '../scrubber.ts';
import { DistributionPicture } from './picture.ts';

/** Steps that are gone to: each takes a few milliseconds. */
const most = 60;
const bins = 48;
/** A stretch of fewer steps shows no more than it does. */
const shortest = 8;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class HistogramsView {
  private readonly heading = element('h2');
  private readonly note = element('span', { class: 'score' });
  private readonly turn = element(
    'button',
    {
      class: 'chart-switch',
      type: 'button',
      'aria-pressed': 'false',
      title: l10n.t('What each update changes'),
    },
    'ΔW',
  );
  private readonly nearer: IconButton;
  private readonly farther: IconButton;
  private readonly picture = new DistributionPicture();
  private readonly scrubber: Scrubber;
  private readonly refresher: Refresher;
  readonly element: HTMLElement;
  private spec: TensorSpec | null = null;
  private spread: Spread = 'values';
  /** The part of the run that a person looks at; `null` for all of it. */
  private stretch: Stretch | null = null;
  private position = 0;

  /**
   * @param seek Goes to a step that was reached.
   * @param reached The furthest step so far.
   */
  constructor(
    host: Host,
    run: RunInfo,
    seek: (step: number) => void,
    private readonly reached: () => number,
  ) {
    this.nearer = new IconButton(
      'nearer',
      l10n.t('Look nearer in time'),
      () => {
        this.zoom(0.5);
      },
      '+',
    );
    this.farther = new IconButton(
      'farther',
      l10n.t('Look from farther in time'),
      () => {
        this.zoom(2);
      },
      '−',
    );
    this.turn.addEventListener('click', () => {
      this.spread = this.spread === 'values' ? 'change' : 'values';
      this.askAnew();
    });
    this.scrubber = new Scrubber(this.picture, seek);
    this.picture.surface.addEventListener('keydown', ({ key }) => {
      if (key === '+' || key === '=') this.zoom(0.5);
      if (key === '-') this.zoom(2);
    });
    this.element = element(
      'section',
      { class: 'histograms', 'aria-label': l10n.t('Histograms') },
      element(
        'header',
        { class: 'section-head' },
        this.heading,
        this.note,
        element(
          'span',
          { class: 'histograms-buttons' },
          this.turn,
          this.nearer.element,
          this.farther.element,
        ),
      ),
      this.picture.element,
    );
    this.refresher = new Refresher(
      this.element,
      async () => {
        if (this.spec === null) return;
        const { from, to } = this.stretch ?? { from: 0, to: run.totalSteps };
        const asked = { tensor: this.spec.name, spread: this.spread, from, to, most, bins };
        this.show(await host.readDistributions(asked));
      },
      (reason) => {
        setText(this.note, reason);
      },
    );
  }

  /** The tensor that is chosen. */
  choose(spec: TensorSpec): void {
    if (spec === this.spec) return;
    this.spec = spec;
    if (spec.group !== 'parameters') this.spread = 'values';
    this.askAnew();
  }

  /** Training stands there now. */
  place(state: RunState): void {
    this.position = state.cursor.step;
    this.scrubber.show(state.cursor.step, this.reached());
    this.refresher.show(state);
  }

  repaint(): void {
    this.picture.repaint();
  }

  private askAnew(): void {
    const { spec, spread } = this;
    if (spec === null) return;
    setText(this.heading, spread === 'change' ? `Δ${spec.name}` : spec.name);
    setText(this.note, l10n.t('Going through the run …'));
    this.turn.hidden = spec.group !== 'parameters';
    this.turn.ariaPressed = String(spread === 'change');
    this.picture.clear();
    this.refresher.outdate();
  }

  /** Looks at half as much of the run, around the cursor, or at twice as much. */
  private zoom(factor: number): void {
    const reached = this.reached();
    const { from, to } = this.stretch ?? { from: 0, to: reached };
    const length = Math.max(shortest, Math.round((to - from) * factor));
    const begin = Math.max(0, Math.min(reached - length, Math.round(this.position - length / 2)));
    this.stretch = length >= reached ? null : { from: begin, to: begin + length };
    this.refresher.outdate();
  }

  private show(distributions: Distributions): void {
    const { steps, notFinite } = distributions;
    const lost = notFinite.filter((count) => count > 0).length;
    setText(
      this.note,
      steps.length === 0
        ? l10n.t('Take a step to see how its values are spread.')
        : lost > 0
          ? l10n.t('at {0} of {1} steps some values are not finite', whole(lost), whole(steps.length))
          : l10n.t('steps {0} to {1}', whole(steps[0]), whole(steps[steps.length - 1])),
    );
    this.farther.enabled = this.stretch !== null;
    this.nearer.enabled = steps.length > shortest;
    this.picture.show(distributions);
  }
}
