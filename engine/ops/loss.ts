/** @file Every loss and the gradient that backpropagation starts from. */

import { targetClass } from '../kernels/reference.ts';
import type { LossSpec } from '../model.ts';
import { sizeOf, type Tensor } from '../tensor.ts';
import { term } from './elementwise.ts';
import type { Op, Tensors, Term } from './op.ts';

/** The names of the tensors around the loss. */
export interface LossNames {
  readonly y: string;
  readonly t: string;
  readonly dy: string;
  /** The weights that L2 weight decay adds up. */
  readonly weights: readonly string[];
}

interface Loss {
  /** `y` before its activation where the loss's gradient goes right through it, as cross-entropy's does through softmax. */
  readonly gradientOf: 'y' | 'logits';
  /** Shape of the targets of B examples of K classes. */
  targetShape(B: number, K: number): number[];
  /** @param decays whether λ/2 · Σ W² is added for the weights */
  value(names: LossNames, decays: boolean): Op;
  gradient(names: LossNames): Op;
  /** The loss of example `i` alone, without weight decay. */
  ofExample(y: Tensor, t: Tensor, i: number): number;
}

/** The loss that a model asks for. */
export function lossOf(spec: LossSpec): Loss {
  return spec.name === 'crossEntropy' ? crossEntropy(spec.targets) : meanSquaredError;
}

function crossEntropy(targets: 'oneHot' | 'classIndices'): Loss {
  const oneHot = targets === 'oneHot';
  return {
    gradientOf: 'logits',
    targetShape: (B, K) => (oneHot ? [B, K] : [B]),
    value: ({ y, t, weights }, decays) => ({
      output: 'Loss',
      inputs: decays ? [y, t, ...weights] : [y, t],
      phase: 'loss',
      layer: 0,
      formula: `Loss = −1/B · Σᵢ log ${y}[i, tᵢ]${decays ? ' + λ/2 · Σ W²' : ''}`,
      numpy:
        `Loss = -np.sum(np.log(${y}[np.arange(len(${y})), ${oneHot ? `${t}.argmax(axis=1)` : t}])) / len(${y})` +
        penaltyLine(weights, decays),
      run: (tensors, kernels, { constants }) => {
        let loss = kernels.crossEntropy(tensors[y], tensors[t]);
        if (decays) for (const W of weights) loss += (constants.l2 / 2) * kernels.sumOfSquares(tensors[W]);
        tensors.Loss.data[0] = loss;
      },
      terms: (tensors, _, { constants }) => {
        const [B, K] = tensors[y].shape;
        const examples = Array.from({ length: B }, (_, i) => {
          const j = targetClass(tensors[t], i);
          return {
            value: -Math.log(tensors[y].data[i * K + j]) / B,
            factors: [
              { tensor: y, index: [i, j] },
              { tensor: t, index: oneHot ? [i, j] : [i] },
            ],
            text: `−log ${y}[${i},${j}] / ${B}`,
          };
        });
        return [...examples, ...penaltyTerms(tensors, weights, decays ? constants.l2 : 0)];
      },
    }),
    gradient: ({ y, t, dy }) => ({
      output: dy,
      inputs: [y, t],
      phase: 'backward',
      layer: 0,
      formula: oneHot ? `${dy} = (${y} − ${t}) / B` : `${dy} = (${y} − onehot(${t})) / B`,
      numpy: oneHot
        ? `${dy} = (${y} - ${t}) / len(${y})`
        : `${dy} = (${y} - (${t}[:, None] == np.arange(${y}.shape[1]))) / len(${y})`,
      run: (tensors, kernels) => {
        kernels.crossEntropyGradient(tensors[dy], tensors[y], tensors[t]);
      },
      terms: (tensors, [i, j]) => {
        const B = tensors[y].shape[0];
        const hit = Number(targetClass(tensors[t], i) === j);
        return [
          { ...term(tensors, 1 / B, [y, i, j]), text: `${y}[${i},${j}] / ${B}` },
          oneHot
            ? { ...term(tensors, -1 / B, [t, i, j]), text: `−${t}[${i},${j}] / ${B}` }
            : { value: -hit / B, factors: [{ tensor: t, index: [i] }], text: `−[${t}[${i}] = ${j}] / ${B}` },
        ];
      },
    }),
    ofExample: (y, t, i) => -Math.log(y.data[i * y.shape[1] + targetClass(t, i)]),
  };
}

const meanSquaredError: Loss = {
  gradientOf: 'y',
  targetShape: (B, K) => [B, K],
  value: ({ y, t, weights }, decays) => ({
    output: 'Loss',
    inputs: decays ? [y, t, ...weights] : [y, t],
    phase: 'loss',
    layer: 0,
    formula: `Loss = 1/(B·K) · Σ (${y} − ${t})²${decays ? ' + λ/2 · Σ W²' : ''}`,
    numpy: `Loss = np.mean((${y} - ${t})**2)` + penaltyLine(weights, decays),
    run: (tensors, kernels, { constants }) => {
      let loss = kernels.meanSquaredError(tensors[y], tensors[t]);
      if (decays) for (const W of weights) loss += (constants.l2 / 2) * kernels.sumOfSquares(tensors[W]);
      tensors.Loss.data[0] = loss;
    },
    terms: (tensors, _, { constants }) => {
      const [B, K] = tensors[y].shape;
      const cells = Array.from({ length: B * K }, (_, c) => {
        const index = [Math.floor(c / K), c % K];
        const at = `[${index.join(',')}]`;
        return {
          value: (tensors[y].data[c] - tensors[t].data[c]) ** 2 / (B * K),
          factors: [
            { tensor: y, index },
            { tensor: t, index },
          ],
          text: `(${y}${at} − ${t}${at})² / ${B * K}`,
        };
      });
      return [...cells, ...penaltyTerms(tensors, weights, decays ? constants.l2 : 0)];
    },
  }),
  gradient: ({ y, t, dy }) => ({
    output: dy,
    inputs: [y, t],
    phase: 'backward',
    layer: 0,
    formula: `${dy} = 2·(${y} − ${t}) / (B·K)`,
    numpy: `${dy} = 2 * (${y} - ${t}) / ${y}.size`,
    run: (tensors, kernels) => {
      kernels.meanSquaredErrorGradient(tensors[dy], tensors[y], tensors[t]);
    },
    terms: (tensors, [i, j]) => {
      const size = sizeOf(tensors[y].shape);
      return [
        { ...term(tensors, 2 / size, [y, i, j]), text: `2·${y}[${i},${j}] / ${size}` },
        { ...term(tensors, -2 / size, [t, i, j]), text: `−2·${t}[${i},${j}] / ${size}` },
      ];
    },
  }),
  ofExample: (y, t, i) => {
    const K = y.shape[1];
    let sum = 0;
    for (let c = i * K; c < (i + 1) * K; c++) sum += (y.data[c] - t.data[c]) ** 2;
    return sum / K;
  },
};

function penaltyLine(weights: readonly string[], decays: boolean): string {
  return decays ? ` + l2 / 2 * (${weights.map((W) => `np.sum(${W}**2)`).join(' + ')})` : '';
}

function penaltyTerms(tensors: Tensors, weights: readonly string[], l2: number): Term[] {
  if (l2 === 0) return [];
  return weights.flatMap((W) => {
    const M = tensors[W].shape[1];
    return Array.from(tensors[W].data, (w, c) => {
      const index = [Math.floor(c / M), c % M];
      return {
        value: (l2 / 2) * w * w,
        factors: [{ tensor: W, index }],
        text: `λ/2·${W}[${index.join(',')}]²`,
      };
    });
  });
}
