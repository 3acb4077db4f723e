/** @file When figures of the tensors are asked for anew: those of the tree, and those at the lines of the user's code. */

import type { RunState } from '../../webview/protocol.ts';
import type { Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

/** Faster than this nobody reads numbers. */
const runningMilliseconds = 333;

/**
 * Keeps what is asked of the session about the tensors at the cursor: a few times a second while training runs, at once when it stands still, and not at
 * all while nobody sees them. There is no timer in it; the session's progress sets the pace.
 */
export class Feed<T> implements Disposable {
  /** What was last answered; a run that has ended keeps it. */
  value: T | null = null;

  private visible = false;
  private asking = false;
  /** The state for which they were asked last. */
  private asked: RunState | null = null;
  private askedAt = -Infinity;
  private readonly subscriptions: readonly Disposable[];

  /**
   * @param ask asks the session; refused if the run has ended
   * @param changed is told that `value` is another
   */
  constructor(
    private readonly session: TrainingSession,
    private readonly ask: () => Promise<T>,
    private readonly changed: () => void,
  ) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.value = null;
        this.asked = null;
      }),
      session.onDidChangeState(() => {
        this.refresh();
      }),
    ];
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.refresh();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refresh(): void {
    const { run, state } = this.session;
    if (!this.visible || this.asking || !state || state === this.asked) return;
    if (state.status !== 'running' && state.status !== 'paused' && state.status !== 'finished') return;
    const now = performance.now();
    if (state.status === 'running' && now - this.askedAt < runningMilliseconds) return;
    this.asking = true;
    this.asked = state;
    this.askedAt = now;
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
