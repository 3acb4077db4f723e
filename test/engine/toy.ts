/** @file Small models and data that tests build their cases from. */

import fc from 'fast-check';
import type { Dataset, ImageSet } from '../../engine/data/dataset.ts';
import type { ActivationName, LayerSpec, LossSpec, ModelSpec, OptimizerSpec } from '../../engine/model.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { activationNames } from '../../engine/validate.ts';

/** Random images of `height` × `width` with labels 0 to 9. */
export function toyDataset(seed: number, count: number, height = 3, width = 2): Dataset {
  const random = new NumpyRandom(seed);
  const set = (): ImageSet => ({
    count,
    height,
    width,
    images: Uint8Array.from({ length: count * height * width }, () => random.randint(0, 256)),
    labels: Uint8Array.from({ length: count }, () => random.randint(0, 10)),
  });
  return { name: 'toy', builtIn: false, train: set(), test: set() };
}

export function toyModel(changes: Partial<ModelSpec> = {}): ModelSpec {
  return {
    inputShape: [3, 2],
    layers: [dense(4, 'tanh'), dense(10, 'softmax')],
    loss: { name: 'crossEntropy', targets: 'oneHot' },
    l2: 0,
    optimizer: { name: 'sgd', learningRate: 0.1 },
    batchSize: 4,
    epochs: 2,
    shuffle: false,
    seed: 0,
    dtype: 'float64',
    ...changes,
  };
}

/** One of every kind. */
export const optimizers: readonly OptimizerSpec[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { name: 'nesterov', learningRate: 0.1, momentum: 0.9 },
  { name: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 1e-7 },
  { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  { name: 'adamw', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.1 },
];

export function dense(units: number, activation: ActivationName): LayerSpec {
  return { units, activation, init: { name: 'normal', std: 0.5 } };
}

const losses: readonly LossSpec[] = [
  { name: 'crossEntropy', targets: 'oneHot' },
  { name: 'crossEntropy', targets: 'classIndices' },
  { name: 'meanSquaredError' },
];

/** Every pairing of activation, loss and depth 1 to 3 that a model can have, with what to call it. */
export function* architectures(): Generator<{ title: string; layers: LayerSpec[]; loss: LossSpec }> {
  for (const loss of losses) {
    for (const activation of activationNames) {
      for (const depth of [1, 2, 3]) {
        const output = loss.name === 'crossEntropy' ? 'softmax' : activation;
        if (depth === 1 && activation !== output) continue;
        const hidden = Array.from({ length: depth - 1 }, (_, i) => dense(5 - i, activation));
        const targets = loss.name === 'crossEntropy' ? ` of ${loss.targets}` : '';
        yield {
          title: `${activation} × ${loss.name}${targets}, ${depth} deep`,
          layers: [...hidden, dense(10, output)],
          loss,
        };
      }
    }
  }
}

/** Models of any width, batch, seed, L2 and dtype over the given layers. */
export function anySize(layers: readonly LayerSpec[], loss: LossSpec): fc.Arbitrary<ModelSpec> {
  return fc
    .record({
      units: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: layers.length, maxLength: layers.length }),
      batchSize: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(1_000_000),
      l2: fc.constantFrom(0, 0.01),
      dtype: fc.constantFrom('float64' as const, 'float32' as const),
    })
    .map(({ units, ...rest }) =>
      toyModel({
        loss,
        layers: layers.map((layer, i) => (i === layers.length - 1 ? layer : { ...layer, units: units[i] })),
        ...rest,
      }),
    );
}
