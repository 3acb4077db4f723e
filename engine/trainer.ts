/** @file One training run: a program on its tensors, a generator, a data set, and the cursor. */

/**
 * Where training stands: `step` whole steps are done, and `op` ops of the next one. At `{step, op: 0}` with step > 0 all
 * tensors are those of the step just completed; its successor's batch is taken when its first op runs.
 */
export interface Cursor {
  readonly step: number;
  readonly op: number;
}

/** What an epoch came to. Loss and accuracy of the training set are means over its steps, as Keras prints them. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Of training alone; evaluation is not counted. */
  readonly seconds: number;
}

/** How a set of images is classified with the parameters at the cursor. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** `confusion[label][prediction]`: how many images. */
  readonly confusion: readonly (readonly number[])[];
}
