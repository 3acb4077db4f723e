/** @file Is the gradient right? A cell of it, or some at random, beside differences of the loss. */

import * as l10n from '@vscode/l10n';
import type { CellRef, TensorSpec } from '../../engine/ops/op.ts';
import type { CheckedCell, GradientCheck } from '../../engine/questions/gradient.ts';
import type { RunInfo } from '../protocol.ts';
import { linkButton } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, exact, placeName, worked } from '../ui/format.ts';
import { icon } from '../ui/icons.ts';
import type { Stage } from '../ui/stage.ts';
import { Question, type Answerer } from './question.ts';

/** Of a sample, those that are told one by one. */
const mostTold = 3;

export class GradientQuestion implements Answerer<GradientCheck> {
  readonly element = element('div', { class: 'answer' });
  readonly question: Question<GradientCheck>;
  private cell: CellRef = { tensor: '', index: [] };
  private seed = 0;
  /** Whether a sample was asked for. */
  private sampling = false;
  private shown = '';

  constructor(
    private readonly stage: Stage,
    private readonly run: RunInfo,
  ) {
    this.question = new Question(stage, l10n.t('Is the gradient right?'), this);
  }

  choose(spec: TensorSpec, cell: CellRef): void {
    this.question.element.hidden = spec.gradientOf === undefined;
    this.cell = cell;
    this.sampling = false;
    this.question.refresh(0);
  }

  ask(): Promise<GradientCheck> {
    const { tensor, index } = this.cell;
    return this.stage.host.checkGradient(tensor, this.sampling ? null : index, this.seed);
  }

  show(check: GradientCheck): void {
    const text = JSON.stringify(check);
    if (text === this.shown) return;
    this.shown = text;
    const hadFocus = this.element.contains(document.activeElement);
    const sampler = linkButton(
      this.sampling ? l10n.t('Check others') : l10n.t('Check some cells at random'),
      () => {
        this.sampling = true;
        this.seed++;
        this.question.refresh(0);
      },
    );
    const { changed, made } = check;
    this.element.replaceChildren(
      ...(this.sampling ? this.sample(check) : this.single(check.cells[0])),
      ...(changed
        ? [note(l10n.t('Something was changed by hand within this step, so the two need not agree.'))]
        : []),
      element('p', { class: 'why-made' }, l10n.t('Made at {0}.', placeName(made)), ' ', sampler),
    );
    if (hadFocus) sampler.focus({ preventScroll: true });
  }

  private single(cell: CheckedCell): HTMLElement[] {
    const { dtype } = this.run.model;
    return [verdict(cell, dtype), figures(cell, dtype)];
  }

  /** Of many the worst, each to be looked at. */
  private sample({ tensor, cells }: GradientCheck): HTMLElement[] {
    const right = cells.filter((cell) => judge(cell) !== 'wrong').length;
    const rows = cells.slice(0, mostTold).map((cell) => {
      const name = linkButton(cellName(tensor, cell.index), () => {
        this.stage.choose(tensor, cell.index);
      });
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, name),
        element('td', {}, worked(cell.relativeError)),
      );
    });
    return [
      line(right === cells.length, l10n.t('{0} of {1} cells agree.', right, cells.length)),
      element(
        'table',
        { class: 'figures' },
        element('caption', {}, l10n.t('Largest relative errors, by what is expected')),
        element('tbody', {}, ...rows),
      ),
    ];
  }
}

type Judgement = 'right' | 'wrong' | 'kink';

function judge({ relativeError, expected }: CheckedCell): Judgement {
  if (expected === Infinity) return 'kink';
  return relativeError <= expected ? 'right' : 'wrong';
}

function verdict(cell: CheckedCell, dtype: string): HTMLElement {
  switch (judge(cell)) {
    case 'right':
      return line(true, l10n.t('They agree, as far as {0} goes.', dtype));
    case 'wrong':
      return line(false, l10n.t('They do not agree.'));
    case 'kink':
      return note(
        l10n.t('The loss has a kink here, where a unit turns on or off, and no slope to compare with.'),
      );
  }
}

function figures(
  { analytic, numeric, relativeError, expected }: CheckedCell,
  dtype: 'float32' | 'float64',
): HTMLElement {
  const rows = [
    [l10n.t('backpropagation'), exact(analytic, dtype)],
    [l10n.t('central difference'), exact(Number(numeric.toPrecision(9)), 'float64')],
    [l10n.t('relative error'), worked(relativeError)],
    [l10n.t('expected in {0}', dtype), expected === Infinity ? '–' : `≤ ${worked(expected)}`],
  ];
  return element(
    'table',
    { class: 'figures' },
    element(
      'tbody',
      {},
      ...rows.map(([name, value]) =>
        element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)),
      ),
    ),
  );
}

function line(isRight: boolean, text: string): HTMLElement {
  return element(
    'p',
    { class: isRight ? 'agreement right' : 'agreement wrong' },
    icon(isRight ? 'right' : 'wrong'),
    text,
  );
}

function note(text: string): HTMLElement {
  return element('p', { class: 'why-note' }, text);
}
