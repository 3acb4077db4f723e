/** @file What a frame costs the training thread, with every tensor of the default panel watched. */

import type { Dataset } from '../../engine/data/dataset.ts';
import { makeFrame } from '../../engine/frame.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { percentile, round, timesOf } from './timing.ts';

const framesPerSecond = 30;

export function frame(dataset: Dataset, backend: Backend): Record<string, object> {
  const trainer = new Trainer(presets.keras, dataset, backend);
  const watches = trainer.program.tensors
    .filter(({ group }) => group !== 'optimizer')
    .map(({ name, images }) => ({
      tensor: name,
      view: images ? ('tiles' as const) : ('matrix' as const),
      maxRows: 200,
      maxColumns: 200,
    }));
  const times = timesOf(300, () => {
    trainer.nextStep();
  });
  const frames = timesOf(300, () => {
    makeFrame(trainer.cursor, trainer.program.tensors, trainer.tensors, watches);
  });
  const median = percentile(frames, 0.5);
  return {
    'all tensors of the panel': {
      'p50 ms': round(median),
      'p99 ms': round(percentile(frames, 0.99)),
      'steps it costs': round(median / percentile(times, 0.5)),
      [`% of the time at ${framesPerSecond} a second`]: round((median * framesPerSecond) / 10),
    },
  };
}
