/** @file When figures of the tensors are asked for anew: those of the tree, and those at the lines of the user's code. */

import type { RunState } from '../../webview/protocol.ts';
import { hasEnded } from '../../webview/protocol.ts';
import type { Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { Unhurried } from './unhurried.ts';

/**
 * Keeps what is asked of the session about the tensors at the cursor: as often as there is time to read it, and not at all
 * while nobody sees it.
 */
export class Feed<T> implements Disposable {
  /** What was last answered; a run that has ended keeps it. */
  value: T | null = null;

  private visible = false;
  private asking = false;
  /** The state for which they were asked last. */
  private asked: RunState | null = null;
  private readonly subscriptions: readonly Disposable[];

  /**
   * @param ask asks the session; refused if the run has ended
   * @param changed is told that `value` is another
   */
  constructor(
    private readonly session: TrainingSession,
    private readonly unhurried: Unhurried,
    private readonly ask: () => Promise<T>,
    private readonly changed: () => void,
  ) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.value = null;
        this.asked = null;
      }),
      unhurried.onDidChangeState(() => {
        this.refresh();
      }),
    ];
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.refresh();
  }

  /** Something else than where training stands has changed what is to be asked. */
  outdate(): void {
    this.asked = null;
    this.refresh();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refresh(): void {
    const { run } = this.session;
    const { state } = this.unhurried;
    if (!this.visible || this.asking || !state || state === this.asked) return;
    if (hasEnded(state.status)) return;
    this.asking = true;
    this.asked = state;
    this.ask()
      .then(
        (value) => {
          if (this.session.run !== run) return;
          this.value = value;
          this.changed();
        },
        // The run has ended, which the session has told; the figures stay as they were.
        () => undefined,
      )
      .finally(() => {
        this.asking = false;
        this.refresh();
      });
  }
}
