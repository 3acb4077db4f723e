/** @file The exact value of the chosen cell, which can be changed by hand. */

import * as l10n from '@vscode/l10n';
import { EntryField } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { parseNumber } from '../ui/format.ts';

export class ValueField {
  private readonly entry: EntryField;
  readonly element: HTMLElement;

  /** @param changed Called with another number for the cell. */
  constructor(changed: (value: number) => void) {
    this.entry = new EntryField(l10n.t('Value'), (text) => {
      const value = parseNumber(text);
      if (value === null) return l10n.t('Type a number, NaN or inf.');
      changed(value);
      return null;
    });
    this.element = element(
      'div',
      { class: 'value' },
      this.entry.element,
      element(
        'p',
        { class: 'hint' },
        l10n.t(
          'Another number, then Enter: training goes on from it as a branch of its own, and what came after stays on this one.',
        ),
      ),
    );
  }

  show(text: string): void {
    this.entry.show(text);
  }
}
