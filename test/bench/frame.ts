/** @file What a frame costs the training thread, with every tensor of the panel watched. */

import type { Dataset } from '../../engine/data/dataset.ts';
import { makeFrame } from '../../engine/frame.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import type { LayerSpec } from '../../engine/model.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { Packer } from '../../webview/drawing/parcel.ts';
import { percentile, round, timesOf } from './timing.ts';

const framesPerSecond = 30;

export function frame(dataset: Dataset, backend: Backend): Record<string, object> {
  const { keras } = presets;
  const wide: LayerSpec = { units: 2048, activation: 'relu', init: { name: 'glorotUniform' } };
  const layers = [wide, wide, ...keras.layers.slice(-1)];
  return {
    'all tensors of the panel': costOf(new Trainer(keras, dataset, backend), backend, 28, 300),
    'all of 784-2048-2048-10': costOf(new Trainer({ ...keras, layers }, dataset, backend), backend, 7, 30),
  };
}

/** @param side so many pixels of an image there is room for, in each direction */
function costOf(trainer: Trainer, { writeParts }: Backend, side: number, turns: number): object {
  const watches = trainer.program.tensors
    .filter(({ group }) => group !== 'optimizer')
    .map(({ name, images }) => ({
      tensor: name,
      view: images ? ('tiles' as const) : ('matrix' as const),
      maxRows: images ? side : 200,
      maxColumns: images ? side : 200,
    }));
  const times = timesOf(turns, () => {
    trainer.nextStep();
  });
  const packer = new Packer(writeParts);
  const make = () => {
    const { cursor, program, tensors } = trainer;
    packer.pack(makeFrame(cursor, program.tensors, tensors, watches, trainer), []);
  };
  const frames = Array.from({ length: turns }, () => {
    // Of what has not changed since, nothing is packed.
    trainer.nextStep();
    return timesOf(1, make);
  }).flat();
  const median = percentile(frames, 0.5);
  return {
    'p50 ms': round(median),
    'p99 ms': round(percentile(frames, 0.99)),
    'steps it costs': round(median / percentile(times, 0.5)),
    [`% of the time at ${framesPerSecond} a second`]: round((median * framesPerSecond) / 10),
  };
}
