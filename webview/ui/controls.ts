/** @file Buttons and fields: the only file that knows `@vscode/webview-ui-toolkit`, so that it can be replaced. */

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeTextField,
  type Button,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import { icon, type IconName } from './icons.ts';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-text-field': TextField;
  }
}

export class IconButton {
  readonly element = document.createElement('vscode-button');

  /** @param label Its accessible name, which is also the tooltip. */
  constructor(name: IconName, label: string, pressed: () => void) {
    // In this order: an icon button without a label is given one by the toolkit.
    this.show(name, label);
    this.element.setAttribute('appearance', 'icon');
    this.element.addEventListener('click', pressed);
  }

  show(name: IconName, label: string): void {
    if (this.element.title === label) return;
    this.element.replaceChildren(icon(name));
    this.element.title = label;
    this.element.setAttribute('aria-label', label);
  }

  set enabled(enabled: boolean) {
    this.element.disabled = !enabled;
  }
}

/** A button with words, and perhaps an icon before them. */
export function textButton(label: string, name: IconName | null, pressed: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.append(label);
  if (name !== null) {
    const before = icon(name);
    before.setAttribute('slot', 'start');
    button.prepend(before);
  }
  button.addEventListener('click', pressed);
  return button;
}

/** A field for a whole number from 0 to `length − 1`. */
export class NumberField {
  readonly element = document.createElement('vscode-text-field');

  /** @param changed Called when a person has made it another valid number. */
  constructor(
    label: string,
    private readonly length: number,
    changed: () => void,
  ) {
    this.element.append(label);
    this.element.setAttribute('inputmode', 'numeric');
    this.element.title = `0 – ${length - 1}`;
    this.show(0);
    this.element.addEventListener('input', () => {
      this.element.classList.toggle('invalid', this.read() === null);
      if (this.read() !== null) changed();
    });
    this.element.addEventListener('keydown', ({ key }) => {
      const value = this.read();
      if (value === null || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
      this.show(value + (key === 'ArrowUp' ? 1 : -1));
      changed();
    });
  }

  /** `null` while what is typed is not a number in the range. */
  read(): number | null {
    const text = this.element.value.trim();
    return /^\d{1,9}$/.test(text) && Number(text) < this.length ? Number(text) : null;
  }

  show(value: number): void {
    this.element.classList.remove('invalid');
    const text = String(Math.max(0, Math.min(this.length - 1, value)));
    // Writing it anew would move the caret of someone typing.
    if (this.element.value !== text) this.element.value = text;
  }
}
