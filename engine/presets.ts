/** @file The notebook's two systems as models: the one it builds in Keras and the one it builds by hand in NumPy. */

import type { ModelSpec } from './model.ts';

export type PresetName = 'keras' | 'numpy';

export const presets: Readonly<Record<PresetName, ModelSpec>> = {
  /** `Dense(50, 'sigmoid')`, `Dense(10, 'softmax')`, `compile('adam', 'sparse_categorical_crossentropy')`, `fit(epochs=10)`. */
  keras: {
    inputShape: [28, 28],
    layers: [
      { units: 50, activation: 'sigmoid', init: { name: 'glorotUniform' } },
      { units: 10, activation: 'softmax', init: { name: 'glorotUniform' } },
    ],
    loss: { name: 'crossEntropy', targets: 'classIndices' },
    l2: 0,
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    batchSize: 32,
    epochs: 10,
    shuffle: true,
    seed: 0,
    dtype: 'float32',
  },
  /** Weights `0.1 * np.random.randn(…)`, one-hot targets, plain gradient descent, the data in its own order. */
  numpy: {
    inputShape: [28, 28],
    layers: [
      { units: 50, activation: 'sigmoid', init: { name: 'normal', std: 0.1 } },
      { units: 10, activation: 'softmax', init: { name: 'normal', std: 0.1 } },
    ],
    loss: { name: 'crossEntropy', targets: 'oneHot' },
    l2: 0,
    optimizer: { name: 'sgd', learningRate: 0.1 },
    batchSize: 100,
    epochs: 10,
    shuffle: false,
    seed: 0,
    dtype: 'float64',
  },
};
