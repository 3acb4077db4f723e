/** @file Events as VS Code has them, for the rooms that must run without it. */

export interface Disposable {
  dispose(): void;
}

/** Calling it subscribes; disposing of what it gives back unsubscribes. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
