/** @file What the engine offers to the other rooms. */

export type { Dataset, ImageSet } from './data/dataset.ts';
export type { Evaluation } from './evaluator.ts';
export { DataError, ModelError, UserError } from './errors.ts';
export { makeFrame, type Frame, type FrameTensor, type TensorView, type Watch } from './frame.ts';
export type { ModelSpec } from './model.ts';
export { presets } from './presets.ts';
export type { ProgramInfo } from './program.ts';
export { histogramOf, statisticsOf, type Histogram, type TensorStats } from './statistics.ts';
export { Trainer, type Cursor, type EpochResult } from './trainer.ts';
export { parseModel } from './validate.ts';
