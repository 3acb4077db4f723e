/** @file What an op is: the row of the program's table that everything else reads. */

import type { Kernels } from '../kernels/kernels.ts';
import type { Tensor } from '../tensor.ts';

export type Phase = 'forward' | 'loss' | 'backward' | 'update';

export type TensorGroup = 'parameters' | 'activations' | 'gradients' | 'optimizer' | 'batch';

/** A tensor as the program knows it, before and apart from its numbers. Plain JSON. */
export interface TensorSpec {
  readonly name: string;
  readonly group: TensorGroup;
  /** Shape for a full mini-batch. */
  readonly shape: readonly number[];
  /** Whether the first axis counts the examples of the mini-batch. */
  readonly batched: boolean;
  /** 1 for the first layer; 0 for what belongs to no layer. */
  readonly layer: number;
  /** Known never to be below zero (images, probabilities, a sigmoid's output), so it is drawn on a sequential scale. */
  readonly nonNegative: boolean;
  /** Of which tensor this is the gradient. */
  readonly gradientOf?: string;
  /** Set where every row or every column is an image of `height` × `width`. */
  readonly images?: { readonly axis: 'rows' | 'columns'; readonly height: number; readonly width: number };
}

/** The part of an op that is plain JSON: what views, listings and tests read. */
export interface OpInfo {
  /** The tensor that the op makes names it: no two ops of a program make the same one. */
  readonly output: string;
  readonly inputs: readonly string[];
  readonly phase: Phase;
  /** 1 for the first layer; 0 for the loss. */
  readonly layer: number;
  /** As a person writes it: `a1 = X·W1 + b1`. */
  readonly formula: string;
  /** As NumPy computes it: `a1 = np.dot(X, W1) + b1`. */
  readonly numpy: string;
}

/** A cell of a tensor: `index` has one number per axis, none for a scalar. */
export interface CellRef {
  readonly tensor: string;
  readonly index: readonly number[];
}

/** One of the numbers whose sum is a cell, and the cells that it was computed from. */
export interface Term {
  readonly value: number;
  readonly factors: readonly CellRef[];
  /** The arithmetic with the factors in it: `X[3,350]·da1[3,7]`. */
  readonly text: string;
}

/** The tensors that a program runs on, by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** Scalars by the names that the NumPy lines have for them: `learning_rate`, `beta_1`, `l2` … */
export type ProgramConstants = Readonly<Record<string, number>>;

/** What an op may read besides tensors. */
export interface StepContext {
  /** Number of the update that this step makes, from 1; Adam's `t`. */
  readonly update: number;
  /** The program's constants, as they were compiled or have been changed since. */
  readonly constants: ProgramConstants;
}

/** An op, or several at once. */
export interface Pass {
  /** Computes in place. Allocates nothing. */
  run(tensors: Tensors, kernels: Kernels, context: StepContext): void;
}

export interface Op extends OpInfo, Pass {
  /**
   * What was added up to make one cell of the output, read from the state in which the op is **about to run** (an update
   * overwrites what it reads). The sum of the values is the cell, up to rounding.
   */
  terms(tensors: Tensors, index: readonly number[], context: StepContext): Term[];
}
