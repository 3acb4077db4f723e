/** @file Time travel: random seeks over a whole run of the `keras` preset, from a seed. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { presets } from '../../engine/presets.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { spreadOf, timesOf } from './timing.ts';

const seeks = 300;
const budget = 256 * 2 ** 20;

export function seek(dataset: Dataset, backend: Backend): Record<string, object> {
  const trainer = new Trainer(presets.keras, dataset, backend);
  const timeline = new Timeline(trainer, budget);
  while (!trainer.finished) timeline.nextStep();
  const random = new NumpyRandom(0);
  const ops = trainer.program.ops.length;
  const anywhere = timesOf(seeks, () => {
    timeline.seek({ step: random.randint(0, trainer.totalSteps), op: random.randint(0, ops) });
  });
  timeline.seek({ step: trainer.totalSteps, op: 0 });
  const opBack = timesOf(seeks, () => {
    timeline.previousOp();
  });
  const stepBack = timesOf(seeks, () => {
    timeline.previousStep();
  });
  return {
    [`any of ${trainer.totalSteps} steps`]: spreadOf(anywhere),
    'one op back': spreadOf(opBack),
    'one step back': spreadOf(stepBack),
  };
}
