/** @file The evaluation at the end of an epoch, a few images at a time. */

import { partOf } from '../../engine/data/dataset.ts';
import { mostFrequentMistake } from '../../engine/evaluator.ts';
import type { EpochEnd } from '../../engine/health/rule.ts';
import { imagesAtOnce } from '../../engine/questions/testSet.ts';
import type { EpochResult, Trainer } from '../../engine/trainer.ts';

/** Scores the test set with the parameters of an epoch's last step, which must not change before it is done. */
export class TestEvaluation {
  private done = 0;
  private loss = 0;
  private correct = 0;
  private confusion: readonly (readonly number[])[] | null = null;
  private readonly training: Pick<EpochResult, 'epoch' | 'loss' | 'accuracy'>;

  /** To be made when the last step of an epoch is done and no op of the next has run. */
  constructor(private readonly trainer: Trainer) {
    this.training = {
      epoch: trainer.cursor.step / trainer.stepsPerEpoch,
      loss: trainer.epochLoss ?? NaN,
      accuracy: trainer.epochAccuracy ?? NaN,
    };
  }

  /** Goes on with the next images; the outcome once all are done, with `confusion[label][prediction]`. */
  proceed(): EpochEnd | null {
    const { testSet } = this.trainer;
    const part = partOf(testSet, this.done, imagesAtOnce);
    const { loss, accuracy, confusion } = this.trainer.evaluate(part);
    this.done += part.count;
    this.loss += loss * part.count;
    this.correct += accuracy * part.count;
    this.confusion = this.confusion ? sumOf(this.confusion, confusion) : confusion;
    if (this.done < testSet.count) return null;
    return {
      ...this.training,
      testLoss: this.loss / this.done,
      testAccuracy: this.correct / this.done,
      mistake: mostFrequentMistake(this.confusion),
      confusion: this.confusion,
    };
  }
}

function sumOf(a: EpochEnd['confusion'], b: EpochEnd['confusion']): EpochEnd['confusion'] {
  return a.map((row, label) => row.map((count, prediction) => count + b[label][prediction]));
}
