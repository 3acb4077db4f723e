/** @file The number of the step, which is also where another one is typed. */

import * as l10n from '@vscode/l10n';
import { EntryField } from '../ui/controls.ts';
import { element, setText } from '../ui/dom.ts';
import { whole } from '../ui/format.ts';

export class GoToStep {
  private readonly button = element('button', {
    class: 'fact-value',
    type: 'button',
    title: l10n.t('Go to a step'),
  });
  private readonly total = element('span', { class: 'fact-rest' });
  private readonly entry: EntryField;
  readonly element: HTMLElement;
  private step = 0;
  private isOpen = false;

  /**
   * @param reached The furthest step so far.
   * @param seek Goes to a step.
   */
  constructor(
    private readonly reached: () => number,
    private readonly seek: (step: number) => void,
  ) {
    this.entry = new EntryField(
      l10n.t('Go to a step'),
      (text) => this.enter(text),
      (byKey) => {
        this.close(byKey);
      },
    );
    this.element = element(
      'div',
      { class: 'fact' },
      element('dt', {}, l10n.t('step')),
      element('dd', {}, this.button, this.total),
    );
    this.button.addEventListener('click', () => {
      this.isOpen = true;
      this.button.replaceWith(this.entry.element);
      this.entry.open(String(this.step));
    });
  }

  show(step: number, total: number): void {
    this.step = step;
    setText(this.button, whole(step));
    setText(this.total, `/${whole(total)}`);
  }

  private enter(text: string): string | null {
    const step = /^[\d,]+$/.test(text) ? Number(text.replaceAll(',', '')) : NaN;
    const reached = this.reached();
    if (!(step <= reached))
      return l10n.t('Type a whole number from 0 to {0}: so far training has come.', whole(reached));
    this.seek(step);
    return null;
  }

  private close(byKey: boolean): void {
    // Taking the field away takes the focus from it, which closes it once more.
    if (!this.isOpen) return;
    this.isOpen = false;
    this.entry.element.replaceWith(this.button);
    if (byKey) this.button.focus();
  }
}
