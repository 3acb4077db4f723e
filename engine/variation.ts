/** @file A model that differs from another in a few ways that can be named in a line: on the command line, in `launch.json`. */

import type { ActivationName, ModelSpec, OptimizerName, OptimizerSpec } from './model.ts';
import type { DType } from './tensor.ts';
import { list, parseModel } from './validate.ts';

/** Plain JSON. What is not said stays as it is. */
export interface ModelChanges {
  /** Units of the hidden layers, from the first. */
  readonly hidden?: readonly number[];
  /** Of all hidden layers. */
  readonly activation?: ActivationName;
  /** With Keras's defaults, if the model has another one. */
  readonly optimizer?: OptimizerName;
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
  readonly dtype?: DType;
}

const optimizerDefaults: { readonly [Name in OptimizerName]: Extract<OptimizerSpec, { name: Name }> } = {
  sgd: { name: 'sgd', learningRate: 0.01 },
  momentum: { name: 'momentum', learningRate: 0.01, momentum: 0.9 },
  nesterov: { name: 'nesterov', learningRate: 0.01, momentum: 0.9 },
  rmsprop: { name: 'rmsprop', learningRate: 0.001, rho: 0.9, epsilon: 1e-7 },
  adam: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  adamw: {
    name: 'adamw',
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    weightDecay: 0.004,
  },
};

/**
 * @param changes may come from outside: they are checked
 * @throws ModelError if the model cannot be trained so
 */
export function vary(model: ModelSpec, changes: ModelChanges): ModelSpec {
  const { hidden, activation, optimizer: name = model.optimizer.name, learningRate, ...rest } = changes;
  const [first] = model.layers;
  const layers =
    hidden === undefined
      ? model.layers.slice(0, -1)
      : list('hidden', hidden).map((units) => ({ ...first, units }));
  const optimizer = name === model.optimizer.name ? model.optimizer : { ...optimizerDefaults[name], name };
  return parseModel({
    ...model,
    ...rest,
    layers: [
      ...layers.map((layer) => ({ ...layer, activation: activation ?? layer.activation })),
      ...model.layers.slice(-1),
    ],
    optimizer: { ...optimizer, learningRate: learningRate ?? optimizer.learningRate },
  });
}
