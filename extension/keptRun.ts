/** @file The run that was kept as reference, on disk: others are laid beside it, also after the window is reloaded. */

import type { Disposable } from './session/emitter.ts';
import type { RunStore } from './session/runStore.ts';
import type { TrainingSession } from './session/trainingSession.ts';

export class KeptRun implements Disposable {
  private readonly subscription: Disposable;
  private isLoaded = false;

  /** @param warn is told why what was kept cannot be had */
  constructor(
    private readonly session: TrainingSession,
    private readonly store: RunStore,
    warn: (error: unknown) => void,
  ) {
    // Without a run there is nothing to lay beside it.
    this.subscription = session.onDidChangeRun(() => {
      if (this.isLoaded) return;
      this.isLoaded = true;
      this.load().catch(warn);
    });
  }

  /**
   * Keeps the run as it is, in the place of the one kept before.
   * @throws SessionError if none goes on
   * @throws RunFileError if it cannot be written
   */
  async keep(): Promise<void> {
    const saved = await this.session.save();
    await this.store.write(Promise.resolve(saved));
    this.session.comparison.keep(saved);
  }

  /**
   * Removes the one kept before.
   * @throws RunFileError if it cannot be removed
   */
  async forget(): Promise<void> {
    await this.store.remove();
    this.session.comparison.forget();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async load(): Promise<void> {
    const saved = await this.store.read();
    if (saved && !this.session.comparison.kept) this.session.comparison.keep(saved);
  }
}
