/** @file What a person does on the page with a key or a button, and whether that has led to what it shows. */

interface Act {
  /** A key, with what is held down beside it; or a click. */
  readonly name: string;
  readonly place: EventTarget | null;
}

const modifiers: readonly string[] = ['Control', 'Shift', 'Alt', 'Meta'];

export class Acts {
  /** What has led to nothing so far. */
  private latest: Act | null = null;
  /** What has led to what is shown. */
  private leading: Act | null = null;

  /**
   * @param again Called when a person has done what led to what is shown. VS Code's own keys are heard on the page, too; like
   * its own buttons, it does with them what it does before.
   */
  constructor(private readonly again: () => void) {
    window.addEventListener('keydown', (event) => {
      if (modifiers.includes(event.key)) return;
      const [place] = event.composedPath();
      // What is typed is typed on.
      this.take(place instanceof HTMLInputElement ? null : { name: chord(event), place });
    });
    window.addEventListener('pointerdown', () => {
      this.take(null);
    });
    window.addEventListener('click', ({ target }) => {
      const place = target instanceof Element ? target.closest('button, vscode-button') : null;
      this.take(place && { name: 'click', place });
    });
  }

  /** Training has come to stand elsewhere. */
  haveLed(): void {
    this.leading = this.latest;
    this.latest = null;
  }

  /** Nothing that was done leads to what comes. */
  forget(): void {
    this.leading = null;
    this.latest = null;
  }

  private take(act: Act | null): void {
    const { leading } = this;
    this.latest = act;
    if (act && act.name === leading?.name && act.place === leading.place) this.again();
  }
}

function chord({ ctrlKey, shiftKey, altKey, metaKey, key }: KeyboardEvent): string {
  return JSON.stringify([ctrlKey, shiftKey, altKey, metaKey, key]);
}
