/** @file Reads the user's code: the models in it, which lines make which tensors, and what is not understood. A script of its own. */

import { DataLibrary } from './libraries/data.ts';
import { KerasLibrary } from './libraries/keras.ts';
import { TorchLibrary } from './libraries/torch.ts';
import { NumpyLibrary } from './numpy/library.ts';
import { readByHand } from './numpy/read.ts';
import { unseen } from './numpy/unseen.ts';
import { evaluate } from './python/evaluate.ts';
import { parse } from './python/parse.ts';
import { Trees } from './python/parsing/trees.ts';
import type { Statement } from './python/syntax.ts';
import type { Cell, Reading, Span } from './reading.ts';

export { Trees };

/**
 * Reads the cells of a notebook, or a file as the only cell. Never throws; nothing of the code is run.
 *
 * @param trees what an earlier reading of the same code has left, for which this one takes less time
 */
export function read(cells: readonly Cell[], trees = new Trees()): Reading {
  const program = parse(cells, trees);
  const reading = readProgram(program, cells, false);
  if (reading.models.length > 0) return reading;
  // A file may write a training step down and leave it to others to call it.
  const offered = readProgram(program, cells, true);
  return offered.models.length > 0 ? offered : reading;
}

/** @param isOffered whether functions that nothing calls are read as if they were called */
function readProgram(
  program: readonly (readonly Statement[])[],
  cells: readonly Cell[],
  isOffered: boolean,
): Reading {
  const layered = [new KerasLibrary(), new TorchLibrary()];
  const numpy = new NumpyLibrary();
  const data = new DataLibrary();
  const evaluation = evaluate(program, [data, ...layered, numpy], isOffered ? () => numpy.given() : null);
  const found = [...layered.map((library) => library.read()), readByHand(numpy, evaluation, cells)];
  const models = found.flatMap((each) => each.models);
  const said = found.flatMap((each) => each.remarks);
  const remarks = models.length + said.length > 0 ? said : unseen(evaluation, cells);
  return {
    models: models.sort(byPlace),
    remarks: [...remarks, ...(models.length > 0 ? data.remarks : [])].sort(byPlace),
  };
}

function byPlace(a: { readonly at: Span }, b: { readonly at: Span }): number {
  return a.at.cell - b.at.cell || a.at.from - b.at.from;
}
