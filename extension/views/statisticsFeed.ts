/** @file When the tensor tree's figures are asked for anew. */

import type { TensorStats } from '../../engine/index.ts';
import type { RunState } from '../../webview/protocol.ts';
import type { Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

/** Faster than this nobody reads numbers. */
const runningMilliseconds = 333;

/**
 * Keeps the statistics of all tensors: a few times a second while training runs, at once when it stands still, and not at
 * all while nobody sees them. There is no timer in it; the session's progress sets the pace.
 */
export class StatisticsFeed implements Disposable {
  /** By tensor; those last known, which a run that has ended keeps. */
  statistics: Readonly<Record<string, TensorStats>> | null = null;

  private visible = false;
  private asking = false;
  /** The state for which they were asked last. */
  private asked: RunState | null = null;
  private askedAt = -Infinity;
  private readonly subscriptions: readonly Disposable[];

  /** @param changed is told that `statistics` is another */
  constructor(
    private readonly session: TrainingSession,
    private readonly changed: () => void,
  ) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.statistics = null;
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
    this.session
      .statistics()
      .then(
        (statistics) => {
          if (this.session.run !== run) return;
          this.statistics = statistics;
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
