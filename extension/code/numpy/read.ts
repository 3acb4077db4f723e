/** @file Reads what a program does by hand in NumPy. */

import type { Evaluation } from '../python/values.ts';
import type { Cell, Reading } from '../reading.ts';
import { check } from './check.ts';
import type { NumpyLibrary } from './library.ts';
import { recognise } from './recognise.ts';

/** The models in an evaluated program, and what is wrong with their backpropagation. */
export function readByHand(library: NumpyLibrary, evaluation: Evaluation, cells: readonly Cell[]): Reading {
  const recognised = recognise(library, evaluation);
  return {
    models: recognised.models,
    remarks: [...recognised.remarks, ...check(library, recognised, cells)],
  };
}
