/** @file What a person does, and what is known by then of where it leads: it is what has led here, or what has taken that back. */

import type { Cursor } from '../../engine/cursor.ts';

/** What an act will probably do. */
type Effect = 'again' | 'back';

/** An act, and how far training has gone with it. */
interface Led {
  readonly act: string;
  readonly steps: number;
  readonly ops: number;
}

const modifiers: readonly string[] = ['Control', 'Shift', 'Alt', 'Meta'];

/** What has led nowhere for so long, never will. */
export const patienceMilliseconds = 1000;

export class Acts {
  private latest: { readonly act: string; readonly at: number } | null = null;
  /** What has led to where training stands. */
  private leading: Led | null = null;
  /** Two of which each has taken back what the other had done. */
  private opposites: readonly Led[] = [];

  /** @param done Called when it is known what an act does. */
  constructor(private readonly done: (effect: Effect) => void) {
    // VS Code's own keys are heard on the page too. What the page does with one it says itself.
    window.addEventListener('keydown', (event) => {
      const isTyped = event.composedPath()[0] instanceof HTMLInputElement;
      if (!isTyped && !event.defaultPrevented && !modifiers.includes(event.key)) this.take(chord(event));
    });
    window.addEventListener('blur', () => {
      this.latest = null;
    });
  }

  /** @param act told apart from others by its name */
  take(act: string): void {
    const { leading, opposites } = this;
    const isFirst = this.pending === null;
    this.latest = { act, at: performance.now() };
    // Where others lead that were done just now is to be seen first.
    if (!isFirst || !leading) return;
    const back = opposites.findIndex((led) => isSame(led, leading));
    if (act === leading.act) this.done('again');
    else if (back >= 0 && act === opposites[1 - back].act) this.done('back');
  }

  /**
   * Training has come to stand elsewhere.
   * @param isBack whether that is where it stood before
   */
  haveLed(before: Cursor, now: Cursor, isBack: boolean): void {
    const act = this.pending;
    const led = act === null ? null : { act, steps: now.step - before.step, ops: now.op - before.op };
    if (isBack && led && this.leading) this.opposites = [this.leading, led];
    this.leading = led;
    this.latest = null;
  }

  /** Nothing that was done leads to what comes. */
  forget(): void {
    this.latest = null;
    this.leading = null;
    this.opposites = [];
  }

  /** What has been done and has led nowhere yet. */
  private get pending(): string | null {
    const { latest } = this;
    return latest !== null && performance.now() - latest.at < patienceMilliseconds ? latest.act : null;
  }
}

function isSame(a: Led, b: Led): boolean {
  return a.act === b.act && a.steps === b.steps && a.ops === b.ops;
}

function chord({ ctrlKey, shiftKey, altKey, metaKey, key }: KeyboardEvent): string {
  return JSON.stringify([ctrlKey, shiftKey, altKey, metaKey, key]);
}
