/** @file A dense layer's own ops: `a = x·W + b` and the three gradients of it. */

import { term } from './elementwise.ts';
import type { Op } from './op.ts';

/** The names of the tensors around one dense layer. */
export interface AffineNames {
  readonly layer: number;
  /** The layer's input, (B, N). */
  readonly x: string;
  readonly W: string;
  readonly b: string;
  /** Its output before the activation, (B, M). */
  readonly a: string;
  readonly dx: string;
  readonly dW: string;
  readonly db: string;
  readonly da: string;
}

/** `a = x·W + b`. */
export function affine({ layer, x, W, b, a }: AffineNames): Op {
  return {
    output: a,
    inputs: [x, W, b],
    phase: 'forward',
    layer,
    formula: `${a} = ${x}·${W} + ${b}`,
    numpy: `${a} = np.dot(${x}, ${W}) + ${b}`,
    run: (tensors, kernels) => {
      kernels.affine(tensors[a], tensors[x], tensors[W], tensors[b]);
    },
    terms: (tensors, [i, j]) => [
      ...indices(tensors[x].shape[1]).map((k) => term(tensors, 1, [x, i, k], [W, k, j])),
      term(tensors, 1, [b, j]),
    ],
  };
}

/** `dW = xᵀ·da`, and λ·W more where the loss `decays` the weights: has λ/2 · Σ W² in it. */
export function weightGradient({ layer, x, W, da, dW }: AffineNames, decays: boolean): Op {
  return {
    output: dW,
    inputs: decays ? [x, da, W] : [x, da],
    phase: 'backward',
    layer,
    formula: `${dW} = ${x}ᵀ·${da}${decays ? ` + λ·${W}` : ''}`,
    numpy: `${dW} = np.dot(${x}.T, ${da})${decays ? ` + l2 * ${W}` : ''}`,
    run: (tensors, kernels, { constants }) => {
      kernels.weightGradient(tensors[dW], tensors[x], tensors[da], tensors[W], decays ? constants.l2 : 0);
    },
    terms: (tensors, [k, j], { constants }) => [
      ...indices(tensors[x].shape[0]).map((i) => term(tensors, 1, [x, i, k], [da, i, j])),
      ...(decays ? [term(tensors, constants.l2, [W, k, j])] : []),
    ],
  };
}

/** `db = Σᵢ da[i, :]`. */
export function biasGradient({ layer, da, db }: AffineNames): Op {
  return {
    output: db,
    inputs: [da],
    phase: 'backward',
    layer,
    formula: `${db} = Σᵢ ${da}[i,:]`,
    numpy: `${db} = np.sum(${da}, axis=0)`,
    run: (tensors, kernels) => {
      kernels.biasGradient(tensors[db], tensors[da]);
    },
    terms: (tensors, [j]) => indices(tensors[da].shape[0]).map((i) => term(tensors, 1, [da, i, j])),
  };
}

/** `dx = da·Wᵀ`. */
export function inputGradient({ layer, dx, da, W }: AffineNames): Op {
  return {
    output: dx,
    inputs: [da, W],
    phase: 'backward',
    layer,
    formula: `${dx} = ${da}·${W}ᵀ`,
    numpy: `${dx} = np.dot(${da}, ${W}.T)`,
    run: (tensors, kernels) => {
      kernels.inputGradient(tensors[dx], tensors[da], tensors[W]);
    },
    terms: (tensors, [i, k]) =>
      indices(tensors[da].shape[1]).map((j) => term(tensors, 1, [da, i, j], [W, k, j])),
  };
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
