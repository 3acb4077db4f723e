/** @file Begins runs: of the model in the user's code where there is one, else of ours, on the data that there is. */

import { isSame } from '../engine/cursor.ts';
import { firstExamples, type Dataset } from '../engine/data/dataset.ts';
import { presets } from '../engine/presets.ts';
import { vary, type ModelChanges } from '../engine/variation.ts';
import type { CodeModel, LinkedCode } from './code/linkedCode.ts';
import { telling } from './commands.ts';
import { findDataset, offerMnist } from './dataset/index.ts';
import type { Host } from './host.ts';
import { RunEndedError } from './session/errors.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

const beginning = { step: 0, op: 0 };

export class RunStarter {
  constructor(
    private readonly host: Host,
    private readonly session: TrainingSession,
    private readonly panel: TrainingPanel,
    private readonly linked: LinkedCode,
  ) {}

  /**
   * Trains on the data that there is, from when a person can see where it begins: a small network is trained sooner than a page is
   * loaded. Where that is not MNIST, MNIST is offered, and training on it begins if a person wants it.
   * @param chosen `null` for a model of ours
   * @throws {EngineError} if the model cannot be trained on the data (`ModelError` there)
   */
  async train(chosen: CodeModel | null): Promise<void> {
    this.panel.show();
    const dataset = await findDataset(this.host);
    // Closed while the data was read: nobody waits for it any more.
    if (!this.panel.open) return;
    await this.begin(chosen, dataset, true);
    if (dataset.builtIn) void telling(() => this.trainOnOffer(chosen));
  }

  /** Begins a run on the data that there is, as `train` does but of the model changed so, and stands still at its beginning. */
  async open(chosen: CodeModel | null, changes: ModelChanges = {}): Promise<void> {
    this.panel.show();
    const dataset = await findDataset(this.host);
    if (!this.panel.open) throw new RunEndedError('The run was stopped before it began.');
    await this.begin(chosen, dataset, false, changes);
  }

  private async trainOnOffer(chosen: CodeModel | null): Promise<void> {
    const mnist = await offerMnist(this.host);
    if (!mnist) return;
    this.panel.show();
    await this.begin(chosen, mnist, true);
  }

  private async begin(
    chosen: CodeModel | null,
    dataset: Dataset,
    plays: boolean,
    changes: ModelChanges = {},
  ): Promise<void> {
    const { model, examples } = chosen?.model ?? { model: presets.keras, examples: null };
    const data = examples === null ? dataset : cut(dataset, examples);
    const changed = vary(model, changes);
    await this.linked.link(chosen, () => this.session.open(changed, data));
    if (!plays) return;
    const { run } = this.session;
    await this.panel.seen();
    const { run: current, state } = this.session;
    // Meanwhile a person may have begun another, or gone on with this one by hand.
    if (current !== run || state?.status !== 'paused' || !isSame(state.cursor, beginning)) return;
    await this.session.play();
  }
}

/** Of the test images, fewer say little, and more would take longer to judge by than the training takes. */
const leastTests = 100;

function cut({ train, test, ...rest }: Dataset, examples: number): Dataset {
  return {
    ...rest,
    train: firstExamples(train, examples),
    test: firstExamples(test, Math.max(examples, leastTests)),
  };
}
