/** @file Buttons and fields: the only file that knows `@vscode/webview-ui-toolkit`, so that it can be replaced. */

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeTextField,
  type Button,
  type Dropdown,
  type Option,
  type Panels,
  type PanelTab,
  type PanelView,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import { element, setText } from './dom.ts';
import { icon, type IconName } from './icons.ts';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodePanels(),
  vsCodePanelTab(),
  vsCodePanelView(),
  vsCodeTextField(),
);

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-dropdown': Dropdown;
    'vscode-option': Option;
    'vscode-panels': Panels;
    'vscode-panel-tab': PanelTab;
    'vscode-panel-view': PanelView;
    'vscode-text-field': TextField;
  }
}

export class IconButton {
  readonly element = document.createElement('vscode-button');

  /**
   * @param label Its accessible name, which is also the tooltip.
   * @param key What else runs it, as the tooltip tells.
   */
  constructor(
    name: IconName,
    label: string,
    pressed: () => void,
    private readonly key?: string,
  ) {
    // In this order: an icon button without a label is given one by the toolkit.
    this.show(name, label);
    this.element.setAttribute('appearance', 'icon');
    this.element.addEventListener('click', pressed);
  }

  show(name: IconName, label: string): void {
    const title = this.key === undefined ? label : `${label} (${this.key})`;
    if (this.element.title === title) return;
    this.element.replaceChildren(icon(name));
    this.element.title = title;
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

/** Words in a line of text that can be pressed. */
export function linkButton(text: string, pressed: () => void): HTMLElement {
  const button = element('button', { class: 'link', type: 'button' }, text);
  button.addEventListener('click', pressed);
  return button;
}

/** A field that is typed into, then confirmed with Enter or left with Escape. */
export class EntryField {
  private readonly field = document.createElement('vscode-text-field');
  private readonly fault = element('span', { class: 'entry-fault', role: 'alert' });
  readonly element = element('span', { class: 'entry' }, this.field, this.fault);
  private shown = '';

  /**
   * @param enter Takes what was typed; if it cannot, returns the reason, which is shown.
   * @param left Called after a person has entered something or gone elsewhere.
   */
  constructor(label: string, enter: (text: string) => string | null, left?: (byKey: boolean) => void) {
    this.field.append(label);
    this.field.addEventListener('input', () => {
      this.say(null);
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.restore();
        left?.(true);
      }
      if (event.key !== 'Enter') return;
      // What the focus goes to now would be pressed by the same key.
      event.preventDefault();
      const text = this.field.value.trim();
      const reason = enter(text);
      this.say(reason);
      if (reason !== null) return;
      this.shown = text;
      left?.(true);
    });
    this.field.addEventListener('focusout', () => {
      this.restore();
      left?.(false);
    });
  }

  /** Shows a text, unless a person is typing another one. */
  show(text: string): void {
    this.shown = text;
    if (document.activeElement !== this.field) this.restore();
  }

  /** Begins with a text that typing replaces. The field has to be on the page. */
  open(text: string): void {
    this.show(text);
    this.field.focus();
    const input = this.field.shadowRoot?.querySelector('input');
    // Only then has the toolkit written the value.
    requestAnimationFrame(() => {
      input?.select();
    });
  }

  private restore(): void {
    this.say(null);
    this.field.value = this.shown;
  }

  private say(reason: string | null): void {
    this.field.classList.toggle('invalid', reason !== null);
    setText(this.fault, reason ?? '');
  }
}

/** One of several, from a list that opens. */
export class Choice {
  readonly element = document.createElement('vscode-dropdown');
  private offered = '';

  /** @param chosen Called when a person has taken another one. */
  constructor(label: string, chosen: (value: string) => void) {
    this.element.setAttribute('aria-label', label);
    this.element.title = label;
    this.element.addEventListener('change', () => {
      chosen(this.element.value);
    });
  }

  offer(options: readonly { readonly value: string; readonly text: string }[]): void {
    const offered = JSON.stringify(options);
    // A list made anew would close under the hand.
    if (offered === this.offered) return;
    this.offered = offered;
    this.element.replaceChildren(
      ...options.map(({ value, text }) => {
        const option = document.createElement('vscode-option');
        option.setAttribute('value', value);
        option.append(text);
        return option;
      }),
    );
  }

  show(value: string): void {
    if (this.element.value !== value) this.element.value = value;
  }
}

/** One of several things to look at in the same place. */
export interface Tab {
  /** Unlike the others'. Names it wherever it is remembered. */
  readonly id: string;
  readonly title: string;
  readonly content: HTMLElement;
}

/** Several things in one place, of which a person sees the one that is chosen. */
export class Tabs {
  readonly element = document.createElement('vscode-panels');

  /**
   * @param first the id of the tab that is shown at first; the first one if there is none of that id
   * @param chosen Called with the id of the tab that a person has chosen.
   */
  constructor(label: string, tabs: readonly Tab[], first: string | null, chosen: (id: string) => void) {
    this.element.setAttribute('aria-label', label);
    // Its own is in one line with all tabs, which in a narrow panel are in two.
    this.element.activeindicator = false;
    for (const { id, title } of tabs) {
      const tab = document.createElement('vscode-panel-tab');
      tab.id = id;
      tab.append(title);
      this.element.append(tab);
    }
    for (const { id, content } of tabs) {
      const view = document.createElement('vscode-panel-view');
      view.id = `${id}-view`;
      view.append(content);
      this.element.append(view);
    }
    if (tabs.some(({ id }) => id === first)) this.element.setAttribute('activeid', first ?? '');
    this.element.addEventListener('change', () => {
      chosen(this.element.activeid);
    });
  }

  /** Shows the tab of an id. */
  open(id: string): void {
    this.element.activeid = id;
  }
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
