/** @file The one tooltip of the page, for the cell under the pointer or the keyboard's cursor, and its spoken twin. */

import { element, setText } from './dom.ts';

export class Readout {
  private readonly name = element('span', { class: 'readout-name' });
  private readonly value = element('span', { class: 'readout-value' });
  private readonly note = element('span', { class: 'readout-note' });
  private readonly tip = element(
    'div',
    { class: 'readout', 'aria-hidden': 'true', hidden: '' },
    this.name,
    this.value,
    this.note,
  );
  private readonly live = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });

  constructor() {
    document.body.append(this.tip, this.live);
  }

  /** @param beside The cell's rectangle in the window. */
  show(beside: DOMRect, name: string, value: string, note: string): void {
    setText(this.name, name);
    setText(this.value, value);
    setText(this.note, note);
    this.tip.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const left = Math.max(4, Math.min(beside.right + 8, window.innerWidth - width - 4));
    const above = beside.top - height - 8;
    const top = above > 4 ? above : beside.bottom + 8;
    this.tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide(): void {
    this.tip.hidden = true;
  }

  say(text: string): void {
    setText(this.live, text);
  }
}
