/** @file What becomes of the test set? How often each digit is read as each, and the images that are read worst. */

import type { Cursor } from '../cursor.ts';
import { partOf, type ImageSet } from '../data/dataset.ts';
import { mostFrequentMistake, type Mistake } from '../evaluator.ts';
import { classOf } from '../tensor.ts';
import { lossOf } from '../ops/loss.ts';
import type { Trainer } from '../trainer.ts';

/** An image of the test set, and what the network makes of it. */
export interface JudgedImage {
  /** Number in the test set, from 0. */
  readonly example: number;
  readonly label: number;
  readonly predicted: number;
  /** Of this image alone, without weight decay. */
  readonly loss: number;
}

export interface TestReport {
  readonly cursor: Cursor;
  /** `confusion[label][predicted]`: how many images. */
  readonly confusion: readonly (readonly number[])[];
  readonly mistake: Mistake | null;
  /** Mean over the images, without weight decay. */
  readonly loss: number;
  /** Those asked for, the greatest loss first. */
  readonly worst: readonly JudgedImage[];
  /** The outputs for each of `worst`, one after the other. */
  readonly outputs: Float32Array;
  /** Their pixels, 0 to 255, one after the other. */
  readonly pixels: Uint8Array;
}

/** Of which images the worst are told: all that are read wrongly, or those of one label that are read as one class. */
export type Reading = { readonly label: number; readonly predicted: number } | null;

/** Few enough for a millisecond or two. */
export const imagesAtOnce = 100;

/**
 * Judges the test set with the parameters that there are when it begins, a few images at a time: training may go on between.
 * @param most how many images are told one by one
 */
export function* judgeTestSet(trainer: Trainer, reading: Reading, most: number): Generator<void, TestReport> {
  const { cursor, testSet, model } = trainer;
  const checkpoint = trainer.save();
  const loss = lossOf(model.loss);
  const classes = model.layers[model.layers.length - 1].units;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const found: JudgedImage[] = [];
  let sum = 0;
  for (let from = 0; from < testSet.count; from += imagesAtOnce) {
    const part = partOf(testSet, from, imagesAtOnce);
    trainer.pass(part, checkpoint, ({ y_hat, t }) => {
      part.labels.forEach((label, i) => {
        const predicted = classOf(y_hat, i);
        const image = { example: from + i, label, predicted, loss: loss.ofExample(y_hat, t, i) };
        confusion[label][predicted]++;
        sum += image.loss;
        const isMeant = reading
          ? label === reading.label && predicted === reading.predicted
          : label !== predicted;
        if (isMeant) found.push(image);
      });
    });
    yield;
  }
  const worst = found.sort(greatestLossFirst).slice(0, most);
  const images = pick(
    testSet,
    worst.map(({ example }) => example),
  );
  const outputs = new Float32Array(worst.length * classes);
  trainer.pass(images, checkpoint, ({ y_hat }, first) => {
    outputs.set(y_hat.data, first * classes);
  });
  const mistake = mostFrequentMistake(confusion);
  return { cursor, confusion, mistake, loss: sum / testSet.count, worst, outputs, pixels: images.images };
}

/** NaN before all, and of equals the one that comes first in the set. */
function greatestLossFirst(a: JudgedImage, b: JudgedImage): number {
  const size = ({ loss }: JudgedImage): number => (Number.isNaN(loss) ? Infinity : loss);
  return size(a) === size(b) ? a.example - b.example : size(b) - size(a);
}

/** Copies of some images of a set. */
function pick(set: ImageSet, examples: readonly number[]): ImageSet {
  const parts = examples.map((example) => partOf(set, example, 1));
  const pixels = set.height * set.width;
  const images = new Uint8Array(parts.length * pixels);
  parts.forEach((part, i) => {
    images.set(part.images, i * pixels);
  });
  return { ...set, count: parts.length, images, labels: Uint8Array.from(parts, ({ labels }) => labels[0]) };
}
