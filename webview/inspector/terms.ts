/** @file The terms of a cell as a list: each with its size, its arithmetic, and the cells in it to go on to. */

import * as l10n from '@vscode/l10n';
import type { CellValue, ExplainedTerm, Reason } from '../../engine/questions/why.ts';
import type { DType } from '../../engine/tensor.ts';
import { linkButton } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, exact, whole, worked } from '../ui/format.ts';
import { partsOf, writtenOut } from './arithmetic.ts';

type Sum = Extract<Reason, { kind: 'op' }>;

/** What can be done with a list of terms. */
export interface TermActions {
  choose(cell: CellValue): void;
  /** The term that a person points at or has the focus in; `null` when there is none any more. */
  point(term: readonly ExplainedTerm[] | null): void;
  /** Tells more of them one by one; `null` if there is no more to tell. */
  readonly more: (() => void) | null;
}

/** @param value The cell, which rounding has made of the terms. */
export function termList(sum: Sum, value: number, dtype: DType, actions: TermActions): HTMLElement[] {
  const { terms, others } = sum;
  const largest = Math.max(
    Number.MIN_VALUE,
    ...terms.map((term) => Math.abs(term.value)).filter(Number.isFinite),
  );
  const list = element(
    'ol',
    { class: 'terms' },
    ...terms.map((term) => line(term, Math.abs(term.value) / largest, sum.symbols, actions)),
  );
  const count = terms.length + others.count;
  if (count === 1) return [list];
  const foot = element('p', { class: 'terms-foot' });
  if (others.count > 0) {
    const folded = l10n.t('and {0} smaller terms, together {1}', whole(others.count), worked(others.sum));
    foot.append(element('span', {}, folded), ' ');
    if (actions.more !== null) foot.append(linkButton(l10n.t('Show more'), actions.more));
  }
  const total = exactSum(sum.sum, dtype);
  const cell = exact(value, dtype);
  const text =
    total === cell
      ? l10n.t('Σ of all {0} terms = {1}, the cell', whole(count), total)
      : l10n.t('Σ of all {0} terms = {1}; added up in {2}, {3}', whole(count), total, dtype, cell);
  return [list, foot, element('p', { class: 'terms-sum' }, text)];
}

/** The terms are added up in more digits than the cell has. */
function exactSum(sum: number, dtype: DType): string {
  return exact(dtype === 'float32' ? Math.fround(sum) : sum, dtype);
}

function line(
  term: ExplainedTerm,
  share: number,
  symbols: Sum['symbols'],
  actions: TermActions,
): HTMLElement {
  const parts = partsOf(term);
  const link = (cell: CellValue, text: string): HTMLElement => {
    const name = cellName(cell.tensor, cell.index);
    const button = linkButton(text, () => {
      actions.choose(cell);
    });
    button.title = `${name} = ${worked(cell.value)}`;
    button.setAttribute('aria-label', button.title);
    return button;
  };
  const named = new Set(parts.map(({ cell }) => cell));
  const others = term.factors.filter((cell) => !named.has(cell));
  const bar = element('span', {
    class: term.value < 0 ? 'term-bar negative' : 'term-bar',
    'aria-hidden': 'true',
  });
  bar.style.width = `${Number.isFinite(share) ? share * 100 : 100}%`;
  const node = element(
    'li',
    { class: 'term' },
    element('span', { class: 'term-value' }, worked(term.value), bar),
    element(
      'span',
      { class: 'term-text' },
      ...parts.map(({ text, cell }) => (cell === null ? text : link(cell, text))),
    ),
  );
  if (others.length > 0) {
    const links = others.flatMap((cell) => [link(cell, cellName(cell.tensor, cell.index)), ' ']);
    node.append(element('span', { class: 'term-others' }, ...links));
  }
  // A cell alone is its own arithmetic.
  if (parts.some(({ cell }) => cell === null)) {
    node.append(element('span', { class: 'term-numbers' }, writtenOut(parts, symbols)));
  }
  for (const [type, pointed] of [
    ['pointerenter', [term]],
    ['focusin', [term]],
    ['pointerleave', null],
    ['focusout', null],
  ] as const) {
    node.addEventListener(type, () => {
      actions.point(pointed);
    });
  }
  return node;
}
