/** @file The order in which hidden units stand in all pictures of a run, until a person asks for another. */

import * as l10n from '@vscode/l10n';
import type { UnitMeasure } from '../../engine/questions/units.ts';
import { Refusal } from '../host.ts';
import { Choice, IconButton } from '../ui/controls.ts';
import { element, setText } from '../ui/dom.ts';
import type { Stage } from '../ui/stage.ts';

const measures = new Map<string, UnitMeasure>([
  ['norm', 'norm'],
  ['activity', 'activity'],
]);

export class UnitOrder {
  private readonly choice: Choice;
  private readonly anew: IconButton;
  readonly element: HTMLElement;
  /** Says it where the pictures are, while the units are not in their own order. */
  readonly note = element('p', { class: 'order-note', hidden: '' });
  private measure: UnitMeasure | null = null;

  constructor(private readonly stage: Stage) {
    this.choice = new Choice(l10n.t('Order of the hidden units'), (value) => {
      this.measure = measures.get(value) ?? null;
      void this.put();
    });
    this.choice.offer([
      { value: 'own', text: l10n.t('Units in their own order') },
      { value: 'norm', text: l10n.t('Units by the norm of their weights') },
      { value: 'activity', text: l10n.t('Units by their activity') },
    ]);
    this.anew = new IconButton('restart', l10n.t('Order the units anew, as they are now'), () => {
      void this.put();
    });
    this.element = element('div', { class: 'choices' }, this.choice.element, this.anew.element);
    this.show();
  }

  private async put(): Promise<void> {
    const { stage, measure } = this;
    this.show();
    try {
      const orders = measure === null ? {} : await stage.host.orderUnits(measure);
      if (measure !== this.measure) return;
      stage.frames.order(orders);
      this.note.hidden = measure === null;
      setText(this.note, measure === 'norm' ? l10n.t('units by norm') : l10n.t('units by activity'));
    } catch (error) {
      // The units stay where they are; the reason is the host's to tell.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  private show(): void {
    this.choice.show(this.measure ?? 'own');
    this.anew.element.hidden = this.measure === null;
  }
}
