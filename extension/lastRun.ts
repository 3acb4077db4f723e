/** @file The run that was kept on disk: shown again after a restart, and gone on with. */

import { firstExamples, type Dataset } from '../engine/data/dataset.ts';
import { findDataset } from './dataset/index.ts';
import type { Host } from './host.ts';
import { SessionError } from './session/errors.ts';
import type { SavedRun } from './session/runFile.ts';
import type { RunStore } from './session/runStore.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

export class LastRun {
  constructor(
    private readonly host: Host,
    private readonly session: TrainingSession,
    private readonly store: RunStore,
  ) {}

  /**
   * Shows it if there is one and nothing has run since; it has no engine until it is resumed.
   * @throws RunFileError if it cannot be read
   */
  async show(): Promise<void> {
    const saved = this.session.run ? null : await this.store.read();
    if (saved && !this.session.run) {
      this.session.restore(saved, async () => asMany(await findDataset(this.host), saved));
    }
  }

  /**
   * Goes on with it where it stood.
   * @throws SessionError if there is none
   * @throws RunFileError, DataError, EngineError if it, or the data that it was on, cannot be had any more
   */
  async resume(panel: TrainingPanel): Promise<void> {
    panel.show();
    await this.show();
    const saved = await this.store.read();
    if (!saved) {
      throw new SessionError('No run has been saved here yet. Start with the command Train MNIST MLP.');
    }
    const dataset = asMany(await findDataset(this.host), saved);
    // Closed while the data was read: nobody waits for it any more.
    if (panel.open) await this.session.resume(saved, dataset);
  }
}

/** The user's code may train on the first examples alone. */
function asMany(dataset: Dataset, { dataset: { train, test } }: SavedRun): Dataset {
  return {
    ...dataset,
    train: firstExamples(dataset.train, train),
    test: firstExamples(dataset.test, test),
  };
}
