/** @file The state of the run for what VS Code draws itself: the marks and notes in the code, the status bar, the tree, a debugger. */

import type { RunState } from '../../webview/protocol.ts';
import type { Disposable, Event } from '../session/emitter.ts';
import { Emitter } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

/** Faster than this nobody reads numbers; longer than this nothing waits for a picture. */
const patienceMilliseconds = 333;

/** A page that draws the run. */
export interface Picture {
  /** Whether it still has to draw what the session has told. */
  readonly isBehind: boolean;
  readonly onDidCatchUp: Event<void>;
}

/**
 * The thread that draws our pages draws all of VS Code: what changes around a picture comes before it, although a person
 * looks at the picture. So the rest is told when the pictures are drawn, and while training runs, at the pace of reading.
 */
export class Unhurried implements Disposable {
  /** What was told last. */
  state: RunState | null = null;

  private toldAt = -Infinity;
  /** Runs while the pictures are waited for: under a key that is held down, or with a page that never answers, without end. */
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly emitter = new Emitter<RunState>();
  private readonly subscriptions: readonly Disposable[];

  readonly onDidChangeState: Event<RunState> = this.emitter.event;

  /** @param pictures must have heard of a state before this does: they are told by the same session */
  constructor(
    private readonly session: TrainingSession,
    private readonly pictures: readonly Picture[],
  ) {
    const tell = () => {
      this.tell();
    };
    this.subscriptions = [
      session.onDidChangeState(tell),
      ...pictures.map(({ onDidCatchUp }) => onDidCatchUp(tell)),
    ];
  }

  /** Resolved when it has told how the session stands now: of one that runs, it need not. */
  caughtUp(): Promise<void> {
    const { state } = this.session;
    if (state === this.state || state?.status === 'running') return Promise.resolve();
    return new Promise((resolve) => {
      const told = this.onDidChangeState(() => {
        told.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    clearTimeout(this.patience);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private tell(isPatient = true): void {
    const { state } = this.session;
    if (!state || state === this.state) return;
    const now = performance.now();
    // Nobody waits for a page to learn that training has come to rest, or failed: it may never draw again.
    const isStepping = state.status === 'paused' && this.state?.status === 'paused';
    if (state.status === 'running') {
      if (this.state?.status === 'running' && now - this.toldAt < patienceMilliseconds) return;
    } else if (isPatient && isStepping && this.pictures.some(({ isBehind }) => isBehind)) {
      this.patience ??= setTimeout(() => {
        this.tell(false);
      }, patienceMilliseconds);
      return;
    }
    clearTimeout(this.patience);
    this.patience = undefined;
    this.state = state;
    this.toldAt = now;
    this.emitter.fire(state);
  }
}
