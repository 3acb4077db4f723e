/** @file Reads the user's code: the models in it, which lines make which tensors, and what is not understood. */

import { KerasLibrary } from './libraries/keras.ts';
import { NumpyLibrary } from './numpy/library.ts';
import { evaluate } from './python/evaluate.ts';
import { parse } from './python/parse.ts';
import type { Cell, Reading, Span } from './reading.ts';

/** Reads the cells of a notebook, or a file as the only cell. Never throws; nothing of the code is run. */
export function read(cells: readonly Cell[]): Reading {
  const keras = new KerasLibrary();
  evaluate(
    cells.map(({ text }, cell) => parse(text, cell)),
    [keras, new NumpyLibrary()],
  );
  const { models, remarks } = keras.read();
  return { models: models.sort(byPlace), remarks: remarks.sort(byPlace) };
}

function byPlace(a: { readonly at: Span }, b: { readonly at: Span }): number {
  return a.at.cell - b.at.cell || a.at.from - b.at.from;
}
