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
const patienceMilliseconds = 1000;

export class Acts {
  /** What has been done and has led nowhere yet. */
  private underWay: readonly { readonly act: string; readonly at: number }[] = [];
  /** What has led to where training stands. */
  private leading: Led | null = null;
  /** Two of which each has taken back what the other had done. */
  private opposites: readonly Led[] = [];

  /** @param done Called when it is known what an act does. */
  constructor(private readonly done: (effect: Effect) => void) {
    // VS Code's own keys are heard on the page too. What the page does with one, it says itself.
    window.addEventListener('keydown', (event) => {
      const [place] = event.composedPath();
      const isPressed = place instanceof HTMLButtonElement && ['Enter', ' '].includes(event.key);
      const isOfPage = isPressed || place instanceof HTMLInputElement || event.defaultPrevented;
      if (!isOfPage && !modifiers.includes(event.key)) this.take(chord(event));
    });
    // Elsewhere, other things are done, and keys get other meanings.
    window.addEventListener('blur', () => {
      this.forget();
    });
  }

  /** @param act told apart from others by its name */
  take(act: string): void {
    // A key that has led nowhere may have given others another meaning.
    if (this.underWay.some(isOver)) this.forget();
    const { underWay, leading, opposites } = this;
    this.underWay = [...underWay, { act, at: performance.now() }];
    // It is done where others lead that have not led there yet.
    if (underWay.length > 0 || !leading) return;
    const back = opposites.findIndex((led) => isSame(led, leading));
    if (act === leading.act) this.done('again');
    else if (back >= 0 && act === opposites[1 - back].act) this.done('back');
  }

  /**
   * Training has come to stand elsewhere.
   * @param isBack whether that is where it stood before
   */
  haveLed(before: Cursor, now: Cursor, isBack: boolean): void {
    const { leading } = this;
    const first = this.underWay.at(0);
    this.underWay = this.underWay.slice(1);
    const way = { steps: now.step - before.step, ops: now.op - before.op };
    this.leading = first && !isOver(first) ? { act: first.act, ...way } : null;
    if (isBack && leading && this.leading) this.opposites = [leading, this.leading];
  }

  /** Nothing that was done leads to what comes. */
  forget(): void {
    this.underWay = [];
    this.leading = null;
    this.opposites = [];
  }
}

function isOver({ at }: { readonly at: number }): boolean {
  return performance.now() - at >= patienceMilliseconds;
}

function isSame(a: Led, b: Led): boolean {
  return a.act === b.act && a.steps === b.steps && a.ops === b.ops;
}

function chord({ ctrlKey, shiftKey, altKey, metaKey, key }: KeyboardEvent): string {
  return JSON.stringify([ctrlKey, shiftKey, altKey, metaKey, key]);
}
