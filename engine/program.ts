/** @file The program: the ordered list of ops of one training step, compiled from a model. */

import type { Op, OpInfo, TensorSpec } from './ops/op.ts';

/** A program without its code: what travels to a view. Plain JSON. */
export interface ProgramInfo {
  /** All tensors; those that are not gradients or optimizer state come in the order in which data flows. */
  readonly tensors: readonly TensorSpec[];
  readonly ops: readonly OpInfo[];
}

export interface Program extends ProgramInfo {
  readonly ops: readonly Op[];
}
