/** @file What the engine offers to the other rooms. */

export type { Dataset, ImageSet } from './data/dataset.ts';
export { makeFrame, type Frame, type FrameTensor, type Watch } from './frame.ts';
export type { ModelSpec } from './model.ts';
export { presets } from './presets.ts';
export { histogramOf, statisticsOf, type TensorStats } from './statistics.ts';
export type { Cursor } from './cursor.ts';
export { Trainer } from './trainer.ts';
