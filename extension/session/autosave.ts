/** @file Keeps the run on disk as it goes: when it comes to rest, when it ends, and now and then while it plays. */

import type { RunStatus } from '../../webview/protocol.ts';
import { isAtRest } from '../../webview/protocol.ts';
import type { Disposable } from './emitter.ts';
import { RunEndedError } from './errors.ts';
import type { RunStore } from './runStore.ts';
import type { TrainingSession } from './trainingSession.ts';

const secondsBetween = 15;
/** Of rest, after which nobody is stepping any more. */
const secondsAtRest = 1;

export class Autosave implements Disposable {
  private status: RunStatus | null = null;
  /** Whether something was changed by hand since the run was saved last: steps can be made again, that cannot. */
  private isEdited = false;
  private rest: NodeJS.Timeout | undefined;
  private saving: Promise<void> | null = null;
  /** Whether saving has failed, and that has been told. */
  private broken = false;
  private readonly timer = setInterval(() => {
    if (this.status === 'running' || this.isEdited) this.save();
  }, secondsBetween * 1000);
  private readonly subscriptions: Disposable[];

  /** `failed` is told why the run could not be saved, once until it can again. */
  constructor(
    private readonly session: TrainingSession,
    private readonly store: Pick<RunStore, 'write'>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        // What follows a run is another one, though it may begin in the same way.
        this.status = null;
        this.isEdited = false;
      }),
      session.onDidChangeState(({ status }) => {
        const rests = isAtRest(status);
        clearTimeout(this.rest);
        if (rests && status !== this.status) this.save();
        else if (rests) {
          this.rest = setTimeout(() => {
            this.save();
          }, secondsAtRest * 1000);
        }
        this.status = status;
      }),
      session.onDidChangeBranches(() => {
        this.isEdited = true;
      }),
      session.onWillEnd((run) => {
        this.saving = this.keep(run);
      }),
    ];
  }

  /** Resolves when all that was to be saved is. */
  async settled(): Promise<void> {
    await this.saving;
  }

  dispose(): void {
    clearInterval(this.timer);
    clearTimeout(this.rest);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private save(): void {
    clearTimeout(this.rest);
    this.isEdited = false;
    this.saving = this.keep(this.session.save());
  }

  private async keep(run: ReturnType<TrainingSession['save']>): Promise<void> {
    try {
      await this.store.write(run);
      this.broken = false;
    } catch (error) {
      // Why a run has ended is told by the one who ended it.
      if (error instanceof RunEndedError || this.broken) return;
      this.broken = true;
      this.failed(error);
    }
  }
}
