/** @file Training speed: the backends against each other, turn by turn, so that a noisy machine is noisy to both. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { percentile, round, timesOf } from './timing.ts';

const turns = 7;
const stepsPerTurn = 40;

/** Of the `keras` preset, milliseconds a step and the ratio to the reference. */
export function train(dataset: Dataset, backend: Backend): Record<string, object> {
  const contestants = [referenceBackend, backend].map((each) => ({
    name: each.name,
    trainer: new Trainer(presets.keras, dataset, each),
    times: [] as number[],
  }));
  for (let turn = 0; turn < turns; turn++) {
    for (const { trainer, times } of contestants) {
      times.push(
        ...timesOf(stepsPerTurn, () => {
          trainer.nextStep();
        }),
      );
    }
  }
  const [slowest] = contestants.map(({ times }) => percentile(times, 0.5));
  return Object.fromEntries(
    contestants.map(({ name, times, trainer }) => {
      const median = percentile(times, 0.5);
      return [
        name,
        {
          'ms a step': round(median),
          best: round(Math.min(...times)),
          's an epoch': round((median * trainer.stepsPerEpoch) / 1000),
          'times the reference': round(slowest / median),
        },
      ];
    }),
  );
}
