/** @file `ModelSpec`: everything that decides a training run besides the data, as plain JSON. */

import type { DType } from './tensor.ts';

export type ActivationName =
  'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'gelu' | 'geluTanh' | 'softplus' | 'softmax';

/** How a layer's weights start. */
export type InitSpec =
  | { readonly name: 'normal'; readonly std: number }
  | { readonly name: 'uniform'; readonly limit: number }
  | { readonly name: 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'zeros' };

/** How its biases start, where not at zero: drawn behind the weights, as PyTorch does. */
export type BiasInitSpec = Extract<InitSpec, { name: 'normal' | 'uniform' }>;

/** A dense layer: `z = activation(x·W + b)`. */
export interface LayerSpec {
  readonly units: number;
  readonly activation: ActivationName;
  readonly init: InitSpec;
  /** Left out, they start at zero. */
  readonly biasInit?: BiasInitSpec;
}

/**
 * What is minimised. Cross-entropy stands on a softmax output layer; its targets are one-hot rows, or the class indices
 * themselves (Keras: `sparse_categorical_crossentropy`).
 */
export type LossSpec =
  | { readonly name: 'crossEntropy'; readonly targets: 'oneHot' | 'classIndices' }
  | { readonly name: 'meanSquaredError' };

export type OptimizerSpec =
  | { readonly name: 'sgd'; readonly learningRate: number }
  | { readonly name: 'momentum'; readonly learningRate: number; readonly momentum: number }
  | { readonly name: 'nesterov'; readonly learningRate: number; readonly momentum: number }
  | {
      readonly name: 'rmsprop';
      readonly learningRate: number;
      readonly rho: number;
      readonly epsilon: number;
    }
  | {
      readonly name: 'adam';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    }
  | {
      readonly name: 'adamw';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

export type OptimizerName = OptimizerSpec['name'];

export interface ModelSpec {
  /** Shape of one example: `[28, 28]` for MNIST. Two numbers make it an image, which the weights of layer 1 then are too. */
  readonly inputShape: readonly number[];
  readonly layers: readonly LayerSpec[];
  readonly loss: LossSpec;
  /** λ of the L2 weight decay in the loss: `λ/2 · Σ W²` over all weights, biases left out. */
  readonly l2: number;
  readonly optimizer: OptimizerSpec;
  readonly batchSize: number;
  readonly epochs: number;
  /** Draws a new order of the training set for every epoch; otherwise batches come in the data's order. */
  readonly shuffle: boolean;
  /** Seed of NumPy's legacy generator, 0 to 2³²−1. */
  readonly seed: number;
  readonly dtype: DType;
}
