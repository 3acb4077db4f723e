/** @file How is this image read? One that need not be of the data, at the cursor and ever since the beginning. */

import type { Cursor } from '../cursor.ts';
import type { ImageSet } from '../data/dataset.ts';
import { classOf, sizeOf } from '../tensor.ts';
import type { Checkpoint, Trainer } from '../trainer.ts';
import { QuestionError } from './error.ts';
import type { Run } from './why.ts';

/** A unit of a hidden layer: layers from 1, units from 0. */
export interface Unit {
  readonly layer: number;
  readonly unit: number;
}

export interface ImageReading {
  readonly cursor: Cursor;
  /** What the forward pass makes of the image, by the names of the tensors: one row of each. */
  readonly tensors: readonly { readonly name: string; readonly values: Float32Array }[];
  readonly predicted: number;
}

export interface ImageReadings {
  readonly cursor: Cursor;
  /** At which steps it was read, in order; the last is the cursor's. */
  readonly steps: readonly number[];
  /** The outputs at each of them, one after the other. */
  readonly outputs: Float32Array;
  /**
   * Since when it is read as it is at the cursor: not yet at step `after` (−1 where it always was), but at step `by`. Known to
   * the step where the two are one apart. A reading that changes and changes back between two of `steps` goes unnoticed.
   */
  readonly since: { readonly after: number; readonly by: number };
}

/** Multiplications that may go into replaying steps for one answer: a moment's work. */
const mostWork = 2e8;

/**
 * Reads an image with the parameters at the cursor.
 * @param pixels 0 to 255, row by row
 * @param off units whose output goes nowhere: their row of the next layer's weights counts as zero
 * @throws QuestionError if the image has another size than those of the data, or there is no such unit
 */
export function readImage(trainer: Trainer, pixels: readonly number[], off: readonly Unit[]): ImageReading {
  const image = imageOf(trainer, pixels);
  const checkpoint = trainer.save();
  for (const unit of off) switchOff(trainer, checkpoint, unit);
  const made = trainer.program.ops.filter(({ phase }) => phase === 'forward').map(({ output }) => output);
  let tensors: ImageReading['tensors'] = [];
  let predicted = 0;
  trainer.pass(image, checkpoint, (all) => {
    tensors = made.map((name) => ({ name, values: Float32Array.from(all[name].data) }));
    predicted = classOf(all.y_hat, 0);
  });
  return { cursor: trainer.cursor, tensors, predicted };
}

/**
 * How an image was read at every checkpoint on the way to the cursor, and since when it is read as it is there: between two
 * checkpoints the steps are run again, where that is not too much.
 * @param pixels as for `readImage`
 * @throws QuestionError as `readImage` does
 */
export function* readingsOf(run: Run, pixels: readonly number[]): Generator<void, ImageReadings> {
  const { trainer, timeline } = run;
  const { cursor } = trainer;
  const image = imageOf(trainer, pixels);
  const kept = timeline.checkpoints.filter(({ step }) => step < cursor.step);
  const checkpoints = [...kept, { ...trainer.save(), step: cursor.step }];
  const classes = trainer.model.layers[trainer.model.layers.length - 1].units;
  const outputs = new Float32Array(checkpoints.length * classes);
  const predictions: number[] = [];
  for (const [i, checkpoint] of checkpoints.entries()) {
    trainer.pass(image, checkpoint, ({ y_hat }) => {
      outputs.set(y_hat.data, i * classes);
      predictions.push(classOf(y_hat, 0));
    });
    yield;
  }
  const steps = checkpoints.map(({ step }) => step);
  const now = predictions[predictions.length - 1];
  const other = predictions.findLastIndex((each) => each !== now);
  const found = { after: other < 0 ? -1 : steps[other], by: steps[other + 1] };
  return { cursor, steps, outputs, since: narrow(run, image, now, found) };
}

/** Goes the steps between two checkpoints again, if the way to the cursor is still the one on which they were found. */
function narrow(
  { trainer, timeline }: Run,
  image: ImageSet,
  now: number,
  found: ImageReadings['since'],
): ImageReadings['since'] {
  const { after, by } = found;
  const work = (by - after) * trainer.model.batchSize * trainer.parameterCount;
  const isThere = timeline.furthest.step >= by;
  if (after < 0 || by - after === 1 || work > mostWork || !isThere) return found;
  return timeline.visit({ step: after, op: 0 }, () => {
    let last = after;
    for (let step = after + 1; step < by; step++) {
      timeline.nextStep();
      trainer.pass(image, trainer.save(), ({ y_hat }) => {
        if (classOf(y_hat, 0) !== now) last = step;
      });
    }
    return { after: last, by: last + 1 };
  });
}

function imageOf(trainer: Trainer, pixels: readonly number[]): ImageSet {
  const { height, width } = trainer.testSet;
  if (pixels.length !== height * width)
    throw new QuestionError(
      'The image has {0} pixels, and the network takes {1}. Give it one of that size.',
      pixels.length,
      height * width,
    );
  // Which digit it is does not matter to the forward pass.
  return { count: 1, height, width, images: Uint8Array.from(pixels), labels: new Uint8Array(1) };
}

function switchOff({ program, model }: Trainer, { state }: Checkpoint, { layer, unit }: Unit): void {
  if (layer >= model.layers.length || layer < 1 || unit >= model.layers[layer - 1].units)
    throw new QuestionError('There is no unit {0} in a hidden layer {1}. Choose another.', unit, layer);
  const parameters = program.tensors.filter(({ group }) => group === 'parameters');
  const next = parameters.findIndex(({ name }) => name === `W${layer + 1}`);
  const offset = parameters.slice(0, next).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const [, units] = parameters[next].shape;
  state.fill(0, offset + unit * units, offset + (unit + 1) * units);
}
