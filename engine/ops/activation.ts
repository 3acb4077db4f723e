/** @file Every activation, forward and backward: one entry each. */

import type { Loop } from '../kernels/kernels.ts';
import type { ActivationName } from '../model.ts';
import { elementwiseOp } from './elementwise.ts';
import { erf } from './erf.ts';
import type { Op } from './op.ts';

/** The names of the tensors around one activation. */
export interface ActivationNames {
  readonly layer: number;
  /** Before it. */
  readonly a: string;
  /** After it. */
  readonly z: string;
  readonly da: string;
  readonly dz: string;
}

/** An activation: what it makes of `a`, and the gradient `da` of its input from the gradient `dz` of its output. */
interface Activation {
  /** Whether `z` is never below zero. */
  readonly nonNegative: boolean;
  forward(names: ActivationNames): Op;
  backward(names: ActivationNames): Op;
}

/** Right-hand sides, with `a`, `z` and `dz` standing for the tensors' names. */
interface Scalar {
  readonly nonNegative: boolean;
  readonly forward: { readonly loop: Loop; readonly formula: string; readonly numpy: string };
  /** `reads`: which tensor besides `dz` the slope is computed from; the loop gets `(da, dz, that one)`. */
  readonly backward: {
    readonly reads: 'a' | 'z' | undefined;
    readonly loop: Loop;
    readonly formula: string;
    readonly numpy: string;
  };
}

/** Below zero, leaky relu's slope (Maas et al., 2013; PyTorch's default). */
export const LEAK = 0.01;
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** Standard normal distribution function and density. */
const Phi = (x: number) => (1 + erf(x / Math.SQRT2)) / 2;
const phi = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const geluInner = (x: number) => SQRT_2_OVER_PI * (x + 0.044715 * x ** 3);

export const activations: Readonly<Record<ActivationName, Activation>> = {
  linear: scalar('linear', {
    nonNegative: false,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = a[c];
      },
      formula: 'a',
      numpy: 'a.copy()',
    },
    backward: {
      reads: undefined,
      loop: (da, dz) => {
        for (let c = 0; c < da.length; c++) da[c] = dz[c];
      },
      formula: 'dz',
      numpy: 'dz.copy()',
    },
  }),
  sigmoid: scalar('sigmoid', {
    nonNegative: true,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = sigmoid(a[c]);
      },
      formula: 'σ(a)',
      numpy: '1 / (1 + np.exp(-a))',
    },
    backward: {
      reads: 'z',
      loop: (da, dz, z) => {
        for (let c = 0; c < da.length; c++) da[c] = (1 - z[c]) * z[c] * dz[c];
      },
      formula: '(1 − z) ⊙ z ⊙ dz',
      numpy: '(1 - z) * z * dz',
    },
  }),
  tanh: scalar('tanh', {
    nonNegative: false,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = Math.tanh(a[c]);
      },
      formula: 'tanh(a)',
      numpy: 'np.tanh(a)',
    },
    backward: {
      reads: 'z',
      loop: (da, dz, z) => {
        for (let c = 0; c < da.length; c++) da[c] = (1 - z[c] * z[c]) * dz[c];
      },
      formula: '(1 − z²) ⊙ dz',
      numpy: '(1 - z**2) * dz',
    },
  }),
  relu: scalar('relu', {
    nonNegative: true,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = Math.max(a[c], 0);
      },
      formula: 'max(a, 0)',
      numpy: 'np.maximum(a, 0)',
    },
    backward: {
      reads: 'a',
      loop: (da, dz, a) => {
        for (let c = 0; c < da.length; c++) da[c] = a[c] > 0 ? dz[c] : 0;
      },
      formula: 'dz ⊙ (a > 0)',
      numpy: 'np.where(a > 0, dz, 0)',
    },
  }),
  leakyRelu: scalar('leakyRelu', {
    nonNegative: false,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = a[c] > 0 ? a[c] : LEAK * a[c];
      },
      formula: `max(a, ${LEAK}·a)`,
      numpy: `np.where(a > 0, a, ${LEAK} * a)`,
    },
    backward: {
      reads: 'a',
      loop: (da, dz, a) => {
        for (let c = 0; c < da.length; c++) da[c] = a[c] > 0 ? dz[c] : LEAK * dz[c];
      },
      formula: `dz ⊙ (a > 0 ? 1 : ${LEAK})`,
      numpy: `np.where(a > 0, dz, ${LEAK} * dz)`,
    },
  }),
  // Hendrycks & Gimpel, 2016.
  gelu: scalar('gelu', {
    nonNegative: false,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = a[c] * Phi(a[c]);
      },
      formula: 'a ⊙ Φ(a)',
      numpy: 'a * np.vectorize(math.erf)(a / math.sqrt(2)) / 2 + a / 2',
    },
    backward: {
      reads: 'a',
      loop: (da, dz, a) => {
        for (let c = 0; c < da.length; c++) da[c] = (Phi(a[c]) + a[c] * phi(a[c])) * dz[c];
      },
      formula: '(Φ(a) + a ⊙ φ(a)) ⊙ dz',
      numpy:
        '((1 + np.vectorize(math.erf)(a / math.sqrt(2))) / 2 + a * np.exp(-a**2 / 2) / math.sqrt(2 * math.pi)) * dz',
    },
  }),
  geluTanh: scalar('geluTanh', {
    nonNegative: false,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = (a[c] / 2) * (1 + Math.tanh(geluInner(a[c])));
      },
      formula: 'a/2 ⊙ (1 + tanh(√(2/π)·(a + 0.044715·a³)))',
      numpy: 'a / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3)))',
    },
    backward: {
      reads: 'a',
      loop: (da, dz, a) => {
        for (let c = 0; c < da.length; c++) {
          const h = Math.tanh(geluInner(a[c]));
          const slope = SQRT_2_OVER_PI * (1 + 3 * 0.044715 * a[c] * a[c]);
          da[c] = ((1 + h) / 2 + (a[c] / 2) * (1 - h * h) * slope) * dz[c];
        }
      },
      formula:
        '((1 + h)/2 + a/2 ⊙ (1 − h²)·√(2/π)·(1 + 0.134145·a²)) ⊙ dz, h = tanh(√(2/π)·(a + 0.044715·a³))',
      numpy:
        'dz * ((1 + np.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3))) / 2 + a / 2 * (1 - np.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3))**2) * math.sqrt(2 / math.pi) * (1 + 0.134145 * a**2))',
    },
  }),
  softplus: scalar('softplus', {
    nonNegative: true,
    forward: {
      loop: (z, a) => {
        for (let c = 0; c < z.length; c++) z[c] = Math.max(a[c], 0) + Math.log1p(Math.exp(-Math.abs(a[c])));
      },
      formula: 'log(1 + exp a)',
      numpy: 'np.logaddexp(0, a)',
    },
    backward: {
      reads: 'a',
      loop: (da, dz, a) => {
        for (let c = 0; c < da.length; c++) da[c] = sigmoid(a[c]) * dz[c];
      },
      formula: 'σ(a) ⊙ dz',
      numpy: 'dz / (1 + np.exp(-a))',
    },
  }),
  softmax: { nonNegative: true, forward: softmaxForward, backward: softmaxBackward },
};

/** An activation that looks at one cell at a time. */
function scalar(name: ActivationName, { nonNegative, forward, backward }: Scalar): Activation {
  return {
    nonNegative,
    forward: ({ layer, a, z }) =>
      elementwiseOp({
        output: z,
        inputs: [a],
        phase: 'forward',
        layer,
        formula: `${z} = ${write(forward.formula, { a })}`,
        numpy: `${z} = ${write(forward.numpy, { a })}`,
        name,
        loop: forward.loop,
      }),
    backward: ({ layer, a, z, da, dz }) =>
      elementwiseOp({
        output: da,
        inputs: backward.reads === undefined ? [dz] : [dz, backward.reads === 'a' ? a : z],
        phase: 'backward',
        layer,
        formula: `${da} = ${write(backward.formula, { a, z, dz })}`,
        numpy: `${da} = ${write(backward.numpy, { a, z, dz })}`,
        name: `${name}Gradient`,
        loop: backward.loop,
      }),
  };
}

function softmaxForward({ layer, a, z }: ActivationNames): Op {
  return {
    output: z,
    inputs: [a],
    phase: 'forward',
    layer,
    formula: `${z} = softmax(${a})`,
    numpy:
      `${z} = np.exp(${a} - np.max(${a}, axis=1, keepdims=True)); ` +
      `${z} /= np.sum(${z}, axis=1, keepdims=True)`,
    run: (tensors, kernels) => {
      kernels.softmax(tensors[z], tensors[a]);
    },
    // One number made of the whole row: a quotient has no summands to show.
    terms: (tensors, [i, j]) => {
      const K = tensors[a].shape[1];
      const row = Array.from(tensors[a].data.subarray(i * K, (i + 1) * K));
      const max = Math.max(...row);
      const sum = row.reduce((total, value) => total + Math.exp(value - max), 0);
      return [
        {
          value: Math.exp(row[j] - max) / sum,
          factors: row.map((_, k) => ({ tensor: a, index: [i, k] })),
          text: `exp(${a}[${i},${j}]) / Σₖ exp(${a}[${i},k])`,
        },
      ];
    },
  };
}

function softmaxBackward({ layer, z, da, dz }: ActivationNames): Op {
  return {
    output: da,
    inputs: [dz, z],
    phase: 'backward',
    layer,
    formula: `${da} = ${z} ⊙ (${dz} − Σₖ ${dz}[:,k]·${z}[:,k])`,
    numpy: `${da} = ${z} * (${dz} - np.sum(${dz} * ${z}, axis=1, keepdims=True))`,
    run: (tensors, kernels) => {
      kernels.softmaxGradient(tensors[da], tensors[dz], tensors[z]);
    },
    terms: (tensors, [i, j]) => {
      const K = tensors[z].shape[1];
      const z_ij = tensors[z].data[i * K + j];
      return Array.from({ length: K }, (_, k) => {
        const slope = z_ij * (Number(k === j) - tensors[z].data[i * K + k]);
        return {
          value: tensors[dz].data[i * K + k] * slope,
          factors: [
            { tensor: dz, index: [i, k] },
            { tensor: z, index: [i, j] },
            { tensor: z, index: [i, k] },
          ],
          text: `${dz}[${i},${k}]·${z}[${i},${j}]·(${Number(k === j)} − ${z}[${i},${k}])`,
        };
      });
    },
  };
}

/** Puts the tensors' names where a right-hand side has `a`, `z` and `dz` as words of their own. */
function write(expression: string, names: Readonly<Record<string, string>>): string {
  return expression.replace(/\b(?:a|z|dz)\b/g, (word) => names[word] ?? word);
}
