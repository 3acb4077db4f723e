/** @file Every optimizer: the state it keeps for a parameter, and the ops that update it. Formulas as Keras computes them. */

import type { OptimizerName, OptimizerSpec } from '../model.ts';
import { elementwiseOp, type ElementwiseOp } from './elementwise.ts';
import type { Op, Pass, ProgramConstants } from './op.ts';

/** A parameter, its gradient, and the first and second moments that an optimizer may keep. */
export interface ParameterNames {
  readonly layer: number;
  readonly W: string;
  readonly dW: string;
  readonly mW: string;
  readonly vW: string;
}

interface Optimizer<Spec extends OptimizerSpec> {
  /** Which moments it keeps, each of the parameter's shape and zero at the start. */
  readonly state: readonly ('mW' | 'vW')[];
  /** The scalars that its NumPy lines name. */
  constants(spec: Spec): ProgramConstants;
  ops(names: ParameterNames): ElementwiseOp[];
}

type Optimizers = { readonly [Name in OptimizerName]: Optimizer<Extract<OptimizerSpec, { name: Name }>> };

const optimizers: Optimizers = {
  sgd: {
    state: [],
    constants: ({ learningRate }) => ({ learning_rate: learningRate }),
    ops: ({ layer, W, dW }) => [
      elementwiseOp({
        output: W,
        inputs: [W, dW],
        phase: 'update',
        layer,
        formula: `${W} = ${W} − η·${dW}`,
        numpy: `${W} = ${W} - learning_rate * ${dW}`,
        name: 'sgd',
        constants: ({ constants }, into) => {
          into.rate = constants.learning_rate;
        },
        loop: (out, w, g, _, { rate }) => {
          for (let c = 0; c < out.length; c++) out[c] = w[c] - rate * g[c];
        },
        summands: [
          { value: (w) => w, reads: [0], text: W },
          { value: (_, g, __, { rate }) => -rate * g, reads: [1], text: `−η·${dW}` },
        ],
      }),
    ],
  },

  // Polyak, 1964: the velocity is kept in mW.
  momentum: {
    state: ['mW'],
    constants: ({ learningRate, momentum }) => ({ learning_rate: learningRate, momentum }),
    ops: (names) => [
      velocity(names),
      elementwiseOp({
        output: names.W,
        inputs: [names.W, names.mW],
        phase: 'update',
        layer: names.layer,
        formula: `${names.W} = ${names.W} + ${names.mW}`,
        numpy: `${names.W} = ${names.W} + ${names.mW}`,
        name: 'momentum',
        loop: (out, w, m) => {
          for (let c = 0; c < out.length; c++) out[c] = w[c] + m[c];
        },
        summands: [
          { value: (w) => w, reads: [0], text: names.W },
          { value: (_, m) => m, reads: [1], text: names.mW },
        ],
      }),
    ],
  },

  // Nesterov, 1983, in the form of Sutskever et al., 2013.
  nesterov: {
    state: ['mW'],
    constants: ({ learningRate, momentum }) => ({ learning_rate: learningRate, momentum }),
    ops: (names) => [
      velocity(names),
      elementwiseOp({
        output: names.W,
        inputs: [names.W, names.mW, names.dW],
        phase: 'update',
        layer: names.layer,
        formula: `${names.W} = ${names.W} + μ·${names.mW} − η·${names.dW}`,
        numpy: `${names.W} = ${names.W} + momentum * ${names.mW} - learning_rate * ${names.dW}`,
        name: 'nesterov',
        constants: ({ constants }, into) => {
          into.rate = constants.learning_rate;
          into.momentum = constants.momentum;
        },
        loop: (out, w, m, g, { rate, momentum }) => {
          for (let c = 0; c < out.length; c++) out[c] = w[c] + momentum * m[c] - rate * g[c];
        },
        summands: [
          { value: (w) => w, reads: [0], text: names.W },
          { value: (_, m, __, { momentum }) => momentum * m, reads: [1], text: `μ·${names.mW}` },
          { value: (_, __, g, { rate }) => -rate * g, reads: [2], text: `−η·${names.dW}` },
        ],
      }),
    ],
  },

  // Hinton, 2012; ε under the root, as in Keras 3.
  rmsprop: {
    state: ['vW'],
    constants: ({ learningRate, rho, epsilon }) => ({ learning_rate: learningRate, rho, epsilon }),
    ops: ({ layer, W, dW, vW }) => [
      elementwiseOp({
        output: vW,
        inputs: [vW, dW],
        phase: 'update',
        layer,
        formula: `${vW} = ρ·${vW} + (1 − ρ)·${dW}²`,
        numpy: `${vW} = rho * ${vW} + (1 - rho) * ${dW}**2`,
        name: 'rmspropSquare',
        constants: ({ constants }, into) => {
          into.rho = constants.rho;
        },
        loop: (out, v, g, _, { rho }) => {
          for (let c = 0; c < out.length; c++) out[c] = rho * v[c] + (1 - rho) * (g[c] * g[c]);
        },
        summands: [
          { value: (v, _, __, { rho }) => rho * v, reads: [0], text: `ρ·${vW}` },
          { value: (_, g, __, { rho }) => (1 - rho) * (g * g), reads: [1], text: `(1 − ρ)·${dW}²` },
        ],
      }),
      elementwiseOp({
        output: W,
        inputs: [W, dW, vW],
        phase: 'update',
        layer,
        formula: `${W} = ${W} − η·${dW} / √(${vW} + ε)`,
        numpy: `${W} = ${W} - learning_rate * ${dW} / np.sqrt(${vW} + epsilon)`,
        name: 'rmsprop',
        constants: ({ constants }, into) => {
          into.rate = constants.learning_rate;
          into.epsilon = constants.epsilon;
        },
        loop: (out, w, g, v, { rate, epsilon }) => {
          for (let c = 0; c < out.length; c++) out[c] = w[c] - (rate * g[c]) / Math.sqrt(v[c] + epsilon);
        },
        summands: [
          { value: (w) => w, reads: [0], text: W },
          {
            value: (_, g, v, { rate, epsilon }) => (-rate * g) / Math.sqrt(v + epsilon),
            reads: [1, 2],
            text: `−η·${dW} / √(${vW} + ε)`,
          },
        ],
      }),
    ],
  },

  // Kingma & Ba, 2015; the bias corrections go into the rate and ε stands beside the root, as in Keras.
  adam: {
    state: ['mW', 'vW'],
    constants: ({ learningRate, beta1, beta2, epsilon }) => ({
      learning_rate: learningRate,
      beta_1: beta1,
      beta_2: beta2,
      epsilon,
    }),
    ops: (names) => [...moments(names), adamStep(names, false)],
  },

  // Loshchilov & Hutter, 2019; as Keras does, the decay is scaled by the learning rate and comes before the step.
  adamw: {
    state: ['mW', 'vW'],
    constants: ({ learningRate, beta1, beta2, epsilon, weightDecay }) => ({
      learning_rate: learningRate,
      beta_1: beta1,
      beta_2: beta2,
      epsilon,
      weight_decay: weightDecay,
    }),
    ops: (names) => [...moments(names), adamStep(names, true)],
  },
};

/** The optimizer that a model asks for, with its hyperparameters filled in. */
export function optimizerOf(spec: OptimizerSpec) {
  const optimizer: Optimizer<OptimizerSpec> = optimizers[spec.name];
  return {
    state: optimizer.state,
    constants: optimizer.constants(spec),
    /** The ops of one update, and the same in as few passes as the backend can. */
    update: (names: ParameterNames): { ops: readonly Op[]; pass: Pass } => {
      const ops = optimizer.ops(names);
      return { ops, pass: inOnePass(spec.name, ops, names) };
    },
  };
}

function inOnePass(
  name: OptimizerName,
  ops: readonly ElementwiseOp[],
  { W, dW, mW, vW }: ParameterNames,
): Pass {
  const scalars: Record<string, number> = {};
  return {
    run(tensors, kernels, context) {
      const update = kernels.updates[name];
      const parameter = tensors[W];
      if (update) {
        for (const op of ops) op.constants?.(context, scalars);
        update(parameter, tensors[dW], tensors[mW] ?? parameter, tensors[vW] ?? parameter, scalars);
      } else {
        for (const op of ops) op.run(tensors, kernels, context);
      }
    },
  };
}

/** `mW = μ·mW − η·dW`. */
function velocity({ layer, dW, mW }: ParameterNames): ElementwiseOp {
  return elementwiseOp({
    output: mW,
    inputs: [mW, dW],
    phase: 'update',
    layer,
    formula: `${mW} = μ·${mW} − η·${dW}`,
    numpy: `${mW} = momentum * ${mW} - learning_rate * ${dW}`,
    name: 'velocity',
    constants: ({ constants }, into) => {
      into.rate = constants.learning_rate;
      into.momentum = constants.momentum;
    },
    loop: (out, m, g, _, { rate, momentum }) => {
      for (let c = 0; c < out.length; c++) out[c] = momentum * m[c] - rate * g[c];
    },
    summands: [
      { value: (m, _, __, { momentum }) => momentum * m, reads: [0], text: `μ·${mW}` },
      { value: (_, g, __, { rate }) => -rate * g, reads: [1], text: `−η·${dW}` },
    ],
  });
}

/** `mW = mW + (1 − β₁)·(dW − mW)` and `vW = vW + (1 − β₂)·(dW² − vW)`. */
function moments({ layer, dW, mW, vW }: ParameterNames): ElementwiseOp[] {
  return [
    elementwiseOp({
      output: mW,
      inputs: [mW, dW],
      phase: 'update',
      layer,
      formula: `${mW} = ${mW} + (1 − β₁)·(${dW} − ${mW})`,
      numpy: `${mW} = ${mW} + (1 - beta_1) * (${dW} - ${mW})`,
      name: 'adamMean',
      constants: ({ constants }, into) => {
        into.meanPart = 1 - constants.beta_1;
      },
      loop: (out, m, g, _, { meanPart }) => {
        for (let c = 0; c < out.length; c++) out[c] = m[c] + (g[c] - m[c]) * meanPart;
      },
      summands: [
        { value: (m, _, __, { meanPart }) => m - m * meanPart, reads: [0], text: `β₁·${mW}` },
        { value: (_, g, __, { meanPart }) => g * meanPart, reads: [1], text: `(1 − β₁)·${dW}` },
      ],
    }),
    elementwiseOp({
      output: vW,
      inputs: [vW, dW],
      phase: 'update',
      layer,
      formula: `${vW} = ${vW} + (1 − β₂)·(${dW}² − ${vW})`,
      numpy: `${vW} = ${vW} + (1 - beta_2) * (${dW}**2 - ${vW})`,
      name: 'adamSquare',
      constants: ({ constants }, into) => {
        into.squarePart = 1 - constants.beta_2;
      },
      loop: (out, v, g, _, { squarePart }) => {
        for (let c = 0; c < out.length; c++) out[c] = v[c] + (g[c] * g[c] - v[c]) * squarePart;
      },
      summands: [
        { value: (v, _, __, { squarePart }) => v - v * squarePart, reads: [0], text: `β₂·${vW}` },
        { value: (_, g, __, { squarePart }) => g * g * squarePart, reads: [1], text: `(1 − β₂)·${dW}²` },
      ],
    }),
  ];
}

/** `W = W − η·λ·W − α·mW / (√vW + ε)` with `α = η·√(1 − β₂ⁿ) / (1 − β₁ⁿ)` at the n-th update. */
function adamStep({ layer, W, mW, vW }: ParameterNames, decays: boolean): ElementwiseOp {
  return elementwiseOp({
    output: W,
    inputs: [W, mW, vW],
    phase: 'update',
    layer,
    formula: `${W} = ${W}${decays ? ` − η·λ·${W}` : ''} − α·${mW} / (√${vW} + ε), α = η·√(1 − β₂ⁿ) / (1 − β₁ⁿ)`,
    numpy:
      `${W} = ${W}${decays ? ` * (1 - weight_decay * learning_rate)` : ''} - ${mW} * (learning_rate * ` +
      `np.sqrt(1 - beta_2**update) / (1 - beta_1**update)) / (np.sqrt(${vW}) + epsilon)`,
    name: 'adam',
    constants: ({ update, constants: { learning_rate, beta_1, beta_2, epsilon, weight_decay } }, into) => {
      into.rate = (learning_rate * Math.sqrt(1 - beta_2 ** update)) / (1 - beta_1 ** update);
      into.epsilon = epsilon;
      into.keep = decays ? 1 - weight_decay * learning_rate : 1;
    },
    loop: (out, w, m, v, { rate, epsilon, keep }) => {
      for (let c = 0; c < out.length; c++) out[c] = w[c] * keep - (m[c] * rate) / (Math.sqrt(v[c]) + epsilon);
    },
    summands: [
      { value: (w, _, __, { keep }) => w * keep, reads: [0], text: decays ? `(1 − η·λ)·${W}` : W },
      {
        value: (_, m, v, { rate, epsilon }) => (-m * rate) / (Math.sqrt(v) + epsilon),
        reads: [1, 2],
        text: `−α·${mW} / (√${vW} + ε)`,
      },
    ],
  });
}
