/** @file The confusion matrix: how many images of each label are read as each class, and who is read rightly how often. */

import * as l10n from '@vscode/l10n';
import type { Reading } from '../../engine/questions/testSet.ts';
import { element, setText } from '../ui/dom.ts';
import { wholePercent } from '../ui/format.ts';
import { arrows, type Moves } from '../ui/keys.ts';

/** What of the theme's colour goes into the cell of the most frequent mistake: numbers in it can still be read. */
const deepest = 45;

/** Cells by which a key moves. */
const moves: Moves = {
  ...arrows,
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

export class ConfusionMatrix {
  private readonly cells: HTMLTableCellElement[][];
  private readonly shares: HTMLTableCellElement[];
  readonly element: HTMLElement;

  /** @param chosen Called with the cell that a person has chosen. */
  constructor(
    private readonly classes: number,
    private readonly chosen: (reading: { label: number; predicted: number }) => void,
  ) {
    const each = Array.from({ length: classes }, (_, i) => i);
    this.cells = each.map((label) => each.map((predicted) => this.cell(label, predicted)));
    this.shares = each.map(() => element('td', { class: 'confusion-share' }));
    this.element = element(
      'table',
      { class: 'confusion', role: 'grid', 'aria-label': l10n.t('How each label is read') },
      element(
        'thead',
        {},
        element(
          'tr',
          { role: 'row' },
          element(
            'td',
            { class: 'confusion-corner' },
            element('div', {}, l10n.t('label ↓')),
            element('div', {}, l10n.t('read as →')),
          ),
          ...each.map((i) => element('th', { scope: 'col' }, String(i))),
          element('th', { scope: 'col', class: 'confusion-share' }, l10n.t('right')),
        ),
      ),
      element(
        'tbody',
        {},
        ...each.map((i) =>
          element(
            'tr',
            { role: 'row' },
            element('th', { scope: 'row' }, String(i)),
            ...this.cells[i],
            this.shares[i],
          ),
        ),
      ),
    );
    this.cells[0][0].tabIndex = 0;
  }

  show(confusion: readonly (readonly number[])[], reading: Reading): void {
    const most = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)));
    confusion.forEach((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      setText(this.shares[label], total === 0 ? '–' : wholePercent(row[label] / total));
      row.forEach((count, predicted) => {
        const cell = this.cells[label][predicted];
        setText(cell, count === 0 ? '·' : String(count));
        cell.classList.toggle('none', count === 0);
        // Of few mistakes more than their share, or all but the worst would look like none.
        const depth = label === predicted ? 0 : deepest * Math.sqrt(count / most);
        cell.style.setProperty('--confusion', `${depth.toFixed(0)}%`);
        cell.setAttribute(
          'aria-selected',
          String(reading?.label === label && reading.predicted === predicted),
        );
        const text = l10n.t('{0} of {1} images of a {2} are read as {3}', count, total, label, predicted);
        cell.title = text;
        cell.setAttribute('aria-label', text);
      });
    });
  }

  private cell(label: number, predicted: number): HTMLTableCellElement {
    const cell = element('td', {
      role: 'gridcell',
      tabindex: '-1',
      class: label === predicted ? 'confusion-cell right' : 'confusion-cell',
    });
    cell.addEventListener('click', () => {
      this.moveTo(label, predicted);
      this.chosen({ label, predicted });
    });
    cell.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.chosen({ label, predicted });
      else if (event.key in moves) {
        const [right, down] = moves[event.key];
        this.moveTo(this.within(label + down), this.within(predicted + right));
      } else return;
      event.preventDefault();
    });
    return cell;
  }

  private within(position: number): number {
    return Math.max(0, Math.min(this.classes - 1, position));
  }

  /** One cell is in the page's order of focus, the one that was there last. */
  private moveTo(label: number, predicted: number): void {
    for (const cell of this.cells.flat()) cell.tabIndex = -1;
    const cell = this.cells[label][predicted];
    cell.tabIndex = 0;
    cell.focus();
  }
}
