/** @file Tensors as PyTorch code hands them on: which data they are of, and which modules they came through. */

import type { Path } from '../layered.ts';
import type { Module } from './modules.ts';

/** `DataLoader`. */
export class Loader {
  constructor(
    readonly batchSize: number | null,
    readonly shuffle: boolean | null,
    /** How many examples its data has, if that is known. */
    readonly examples: number | null,
  ) {}
}

/** A set of data that a loader can take. */
export class Data {
  constructor(readonly examples: number | null) {}
}

/** A module that a tensor came through, and where. */
export interface Step {
  readonly module: Module;
  /** Where it is used: the call, or for one in a `Sequential` where it stands there. */
  readonly path: Path;
}

/** Where a tensor's rows are from. */
export interface Origin {
  readonly loader: Loader | null;
  /** How many rows it has, if that is known. */
  readonly rows: number | null;
  /** How many there are to take them from. */
  readonly examples: number | null;
  readonly isShuffled: boolean;
  /** Where they are taken. */
  readonly path: Path;
}

export class Tensor {
  constructor(
    readonly origin: Origin,
    /** `null` if it came through something that cannot be followed. */
    readonly steps: readonly Step[] | null,
  ) {}

  through(module: Module, path: Path): Tensor {
    return new Tensor(this.origin, this.steps && [...this.steps, { module, path }]);
  }
}

/** Nothing is known of where it is from. */
export const somewhere: Origin = { loader: null, rows: null, examples: null, isShuffled: false, path: [] };
