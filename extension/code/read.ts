/** @file Reads the user's code: the models in it, which lines make which tensors, and what is not understood. */

import { KerasLibrary } from './libraries/keras.ts';
import { TorchLibrary } from './libraries/torch.ts';
import { NumpyLibrary } from './numpy/library.ts';
import { readByHand } from './numpy/read.ts';
import { evaluate } from './python/evaluate.ts';
import { parse } from './python/parse.ts';
import type { Cell, Reading, Span } from './reading.ts';

/** Reads the cells of a notebook, or a file as the only cell. Never throws; nothing of the code is run. */
export function read(cells: readonly Cell[]): Reading {
  const layered = [new KerasLibrary(), new TorchLibrary()];
  const numpy = new NumpyLibrary();
  const evaluation = evaluate(
    cells.map(({ text }, cell) => parse(text, cell)),
    [...layered, numpy],
  );
  const found = [...layered.map((library) => library.read()), readByHand(numpy, evaluation, cells)];
  return {
    models: found.flatMap(({ models }) => models).sort(byPlace),
    remarks: found.flatMap(({ remarks }) => remarks).sort(byPlace),
  };
}

function byPlace(a: { readonly at: Span }, b: { readonly at: Span }): number {
  return a.at.cell - b.at.cell || a.at.from - b.at.from;
}
