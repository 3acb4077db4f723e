/** @file Which images made this update? What each image of the batch adds to one cell of a gradient. */

import type { Cursor } from '../cursor.ts';
import { checkEdit } from '../edit.ts';
import { targetClass } from '../kernels/reference.ts';
import { classOf } from '../tensor.ts';
import { valueAt } from '../ops/elementwise.ts';
import type { CellRef, Tensors, TensorSpec, Term } from '../ops/op.ts';
import type { Program } from '../program.ts';
import { QuestionError } from './error.ts';
import { after, momentAt, originOf } from './origin.ts';
import { largestFirst, sumOf } from './sum.ts';
import { pastOf, type Run } from './why.ts';

/** What one image of the batch adds to the cell of the gradient. */
export interface ImagePart {
  /** Number in the training set, from 0. */
  readonly example: number;
  readonly label: number;
  /** The class that the network took it for in that step. */
  readonly predicted: number;
  readonly value: number;
}

export interface ImageParts {
  /** The cell whose terms these are: the gradient's own, where it is that of a parameter that was asked about. */
  readonly gradient: CellRef;
  /** The cursor right after the gradient was made. */
  readonly made: Cursor;
  /** What the images and the weight decay add up to: the cell. */
  readonly sum: number;
  /** Largest first; those left out are counted in `others`. */
  readonly parts: readonly ImagePart[];
  readonly others: { readonly count: number; readonly sum: number };
  /** Σ of the sizes of what all images add: what shares are shares of. */
  readonly total: number;
  /** What the weight decay of the loss adds. */
  readonly decay: number;
  /** By how much the parameter was changed with it; `null` where it was the gradient that was asked about. */
  readonly change: number | null;
  /** Of the images in `parts`, one after the other, each as a row of `X`. */
  readonly pixels: Float32Array;
}

/** Whether it is the sum of something over the images of the batch, or was changed by such a sum. */
export function isMadeOfImages({ group, batched, gradientOf }: TensorSpec): boolean {
  return group === 'parameters' || (gradientOf !== undefined && !batched);
}

/**
 * Ranks the images of a batch by what they add to a cell of a gradient, as it was made last before the cursor; of a parameter,
 * to the gradient by which it was changed last.
 *
 * @param most how many images are told one by one
 * @throws QuestionError if it is neither, or has not been made yet
 * @throws EditError if there is no such cell
 */
export function imagesOf({ trainer, timeline }: Run, { tensor, index }: CellRef, most: number): ImageParts {
  const { program } = trainer;
  const spec = program.tensors.find(({ name }) => name === tensor);
  if (!spec || !isMadeOfImages(spec))
    throw new QuestionError('{0} is not a sum over images. Choose a parameter or its gradient.', tensor);
  checkEdit({ name: tensor, index }, spec.shape);
  const past = pastOf({ trainer, timeline });
  // What was changed by hand afterwards, no image has made.
  const origin = originOf({ ...past, changes: [] }, { tensor, index }, momentAt(past, trainer.cursor));
  if (origin.kind !== 'op')
    throw new QuestionError('No step has made {0} yet. Take one, and its images can be told.', tensor);
  const isParameter = spec.group === 'parameters';
  const gradient = isParameter ? gradientOf(program, tensor) : tensor;
  const op = program.ops.findIndex(({ output }) => output === gradient);
  const at = { step: origin.at.step, op };
  return timeline.visit(at, () => {
    const { tensors, constants } = trainer;
    const terms = program.ops[op].terms(tensors, index, { update: at.step + 1, constants });
    const byRow = terms.map((term) => ({ value: term.value, row: rowOf(program, term) }));
    const ofImages = byRow.filter((part): part is { value: number; row: number } => part.row !== null);
    const ranked = ofImages.sort(largestFirst);
    // Of images that add nothing, one is enough.
    const told = ranked.slice(0, most).filter(({ value }, i) => i === 0 || value !== 0);
    const others = ranked.slice(told.length);
    const { examples } = trainer;
    const sum = sumOf(terms);
    const parts = told.map(({ value, row }) => ({
      example: examples[row],
      label: targetClass(tensors.t, row),
      predicted: classOf(tensors.y_hat, row),
      value,
    }));
    return {
      gradient: { tensor: gradient, index },
      made: after(at, program.ops.length),
      sum,
      parts,
      others: { count: others.length, sum: sumOf(others) },
      total: ofImages.reduce((total, { value }) => total + Math.abs(value), 0),
      decay: sumOf(byRow.filter(({ row }) => row === null)),
      pixels: pixelsOf(
        tensors,
        told.map(({ row }) => row),
      ),
      // Last, since it goes on from there.
      change: isParameter ? changeOf({ trainer, timeline }, { tensor, index }, origin.at.op) : null,
    };
  });
}

/** Goes on to the op that changes a parameter, and over it. */
function changeOf({ trainer, timeline }: Run, { tensor, index }: CellRef, op: number): number {
  while (trainer.cursor.op < op) timeline.nextOp();
  const before = valueAt(trainer.tensors[tensor], index);
  timeline.nextOp();
  return valueAt(trainer.tensors[tensor], index) - before;
}

function gradientOf({ tensors }: Program, parameter: string): string {
  const gradient = tensors.find((spec) => spec.gradientOf === parameter);
  if (!gradient) throw new RangeError(`${parameter} has no gradient.`);
  return gradient.name;
}

/** Which image of the batch a term comes from; `null` for what comes from none. */
function rowOf({ tensors }: Program, { factors }: Term): number | null {
  const batched = factors.find(({ tensor }) => tensors.some((spec) => spec.name === tensor && spec.batched));
  return batched ? batched.index[0] : null;
}

function pixelsOf({ X }: Tensors, rows: readonly number[]): Float32Array {
  const width = X.shape[1];
  const pixels = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    pixels.set(X.data.subarray(row * width, (row + 1) * width), i * width);
  });
  return pixels;
}
