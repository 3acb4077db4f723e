/** @file The figures of a tensor as a small table of words and numbers. */

import * as l10n from '@vscode/l10n';
import type { TensorStats } from '../../engine/statistics.ts';
import { element, setText } from './dom.ts';
import { short, whole } from './format.ts';

export class Statistics {
  private readonly figures = [
    figure(l10n.t('min'), ({ min }) => short(min)),
    figure(l10n.t('max'), ({ max }) => short(max)),
    figure(l10n.t('mean'), ({ mean }) => short(mean)),
    figure(l10n.t('std'), ({ std }) => short(std)),
    figure(l10n.t('norm'), ({ norm }) => short(norm)),
    figure('NaN / ∞', ({ nan, inf }) => `${whole(nan)} / ${whole(inf)}`),
  ];
  readonly element = element('dl', { class: 'statistics' }, ...this.figures.map((each) => each.element));

  show(stats: TensorStats): void {
    for (const { value, write } of this.figures) setText(value, write(stats));
    this.element.classList.toggle('odd', stats.nan + stats.inf > 0);
  }
}

interface Figure {
  readonly element: HTMLElement;
  readonly value: HTMLElement;
  readonly write: (stats: TensorStats) => string;
}

function figure(label: string, write: Figure['write']): Figure {
  const value = element('dd', {}, '–');
  return { element: element('div', {}, element('dt', {}, label), value), value, write };
}
