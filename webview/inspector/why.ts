/** @file Why is this cell this value? What it was made of, largest first, and each of that in turn. */

import * as l10n from '@vscode/l10n';
import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import type { ExplainedTerm, Explanation } from '../../engine/questions/why.ts';
import type { RunInfo } from '../protocol.ts';
import { IconButton, linkButton } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, exact, placeName } from '../ui/format.ts';
import type { Stage } from '../ui/stage.ts';
import { Question, type Answerer } from './question.ts';
import { beginningOf, dataOf } from './source.ts';
import { termList } from './terms.ts';

/** Terms told one by one: first, and at the most. */
const [fewest, most] = [6, 96];

/** Marks on the pictures, at the most. */
const mostLit = 256;

/** Cells of the way that are named: the first, and so many of the last. */
const lastNamed = 3;

export class Why implements Answerer<Explanation> {
  readonly element = element('div', { class: 'why' });
  readonly question: Question<Explanation>;
  private path: readonly CellRef[] = [];
  private terms = fewest;
  private shown = '';
  private lit = '[]';
  /** Whether a person has gone on to another cell from within, so that the focus has to go along. */
  private follows = false;

  constructor(
    private readonly stage: Stage,
    private readonly run: RunInfo,
  ) {
    this.question = new Question(stage, l10n.t('Why is it this value?'), this);
  }

  /** Asks about a cell. One that has just been gone to from within stays at the end of the way that led there. */
  choose(cell: CellRef): void {
    const last = this.path.at(-1);
    if (last === undefined || cellName(last.tensor, last.index) !== cellName(cell.tensor, cell.index)) {
      this.path = [cell];
      this.terms = fewest;
    }
    this.question.refresh(0);
  }

  ask(): Promise<Explanation> {
    return this.stage.host.explain(this.path, this.terms);
  }

  show(explanation: Explanation): void {
    const text = JSON.stringify(explanation);
    const { reason } = explanation;
    // A list made anew would vanish under the hand.
    if (text !== this.shown) {
      const hadFocus = this.element.contains(document.activeElement);
      const title = this.title(explanation);
      this.element.replaceChildren(...this.way(), title, ...this.reasonOf(explanation));
      if (hadFocus || this.follows) title.focus({ preventScroll: true });
    }
    this.shown = text;
    this.follows = false;
    this.light(reason.kind === 'op' ? reason.terms : []);
  }

  hide(): void {
    this.light([]);
  }

  private light(terms: readonly ExplainedTerm[]): void {
    const cells = terms
      .flatMap(({ factors }) => factors.map(({ tensor, index }) => ({ tensor, index: [...index] })))
      .slice(0, mostLit);
    const text = JSON.stringify(cells);
    if (text === this.lit) return;
    this.lit = text;
    this.stage.host.send({ type: 'light', cells });
  }

  /** Goes along a way: its last cell is chosen on every page. */
  private go(path: readonly CellRef[]): void {
    const { tensor, index } = path[path.length - 1];
    this.path = path;
    this.terms = fewest;
    this.follows = true;
    this.stage.choose(tensor, index);
  }

  /** The cells gone through, each to be gone back to. */
  private way(): HTMLElement[] {
    const { path } = this;
    if (path.length === 1) return [];
    const back = new IconButton('back', l10n.t('Back to the cell before'), () => {
      this.go(path.slice(0, -1));
    });
    const crumbs = path.flatMap((cell, i) => {
      if (i > 0 && i < path.length - lastNamed) return i === 1 ? [element('li', {}, '…')] : [];
      const isLast = i === path.length - 1;
      const name = cellName(cell.tensor, cell.index);
      const crumb = isLast
        ? element('span', { 'aria-current': 'location' }, name)
        : linkButton(name, () => {
            this.go(path.slice(0, i + 1));
          });
      return [element('li', {}, crumb)];
    });
    const list = element('ol', {}, ...crumbs);
    return [element('nav', { class: 'way', 'aria-label': l10n.t('Cells gone through') }, back.element, list)];
  }

  private title({ path, value }: Explanation): HTMLElement {
    const { tensor, index } = path[path.length - 1];
    const { dtype } = this.run.model;
    return element(
      'p',
      { class: 'why-cell', tabindex: '-1' },
      element('b', {}, cellName(tensor, index)),
      ` = ${exact(value, dtype)}`,
    );
  }

  private reasonOf({ path, value, reason }: Explanation): HTMLElement[] {
    const { tensor, index } = path[path.length - 1];
    switch (reason.kind) {
      case 'op': {
        const { formula, numpy, phase, layer } = this.run.program.ops[reason.op];
        const terms = termList(reason, value, this.run.model.dtype, {
          choose: (cell) => {
            this.go([...this.path, cell]);
          },
          point: (pointed) => {
            this.light(pointed ?? reason.terms);
          },
          more: this.terms < most ? this.tellMore : null,
        });
        return [
          this.made(path[0].at, reason.made),
          element('code', { class: 'formula', title: numpy }, formula),
          ...terms,
          ...(phase === 'backward' && layer === 0 ? [this.begins(tensor, index)] : []),
        ];
      }
      case 'hand':
        return [note(l10n.t('Changed by hand.')), this.made(path[0].at, reason.made)];
      case 'data':
        return [note(dataOf(this.run, tensor, index, reason.example))];
      case 'beginning':
        return [note(beginningOf(this.run, tensor))];
      case 'nothing':
        return [note(l10n.t('It has not been computed yet, and is zero until then.'))];
    }
  }

  /** When the cell was made, and the way there unless training stands there already. */
  private made(cursor: Cursor, made: Cursor): HTMLElement {
    const place = placeName(made);
    const isEarlier = stepOf(made) < stepOf(cursor);
    const text = isEarlier
      ? l10n.t('Made at {0}, in an earlier step.', place)
      : l10n.t('Made at {0}.', place);
    const line = element('p', { class: 'why-made' }, text);
    if (isSame(made, cursor)) return line;
    const there = linkButton(l10n.t('Go there'), () => {
      // From there, the way that led here is another.
      this.path = this.path.slice(-1);
      this.stage.host.send({ type: 'seek', ...made });
    });
    line.append(' ', there);
    return line;
  }

  /** The first gradient is not made of the loss, and yet it is where the way back to the loss ends. */
  private begins(tensor: string, index: readonly number[]): HTMLElement {
    const of = this.run.program.tensors.find(({ name }) => name === tensor)?.gradientOf ?? '';
    const loss = linkButton('Loss', () => {
      this.go([...this.path, { tensor: 'Loss', index: [] }]);
    });
    const text = l10n.t('Backpropagation begins here: so the loss changes with {0}.', cellName(of, index));
    return element('p', { class: 'why-note' }, `${text} `, loss);
  }

  private readonly tellMore = (): void => {
    this.terms = Math.min(most, 4 * this.terms);
    this.question.refresh(0);
  };
}

function note(text: string): HTMLElement {
  return element('p', { class: 'why-note' }, text);
}

/** The step that was under way, or had just been done, at a cursor. */
function stepOf({ step, op }: Cursor): number {
  return op > 0 ? step : step - 1;
}
