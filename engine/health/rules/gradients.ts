/** @file Gradients that come to nothing on their way back, or grow without bounds. */

import { sizeOf } from '../../tensor.ts';
import type { HealthRule } from '../rule.ts';

/**
 * SageMaker Debugger's VanishingGradient: the gradients fall under 1e-7 in size (the mean of |g| there, the root of the mean of g²
 * here). A network that has learned its examples by heart has small gradients everywhere; they vanish on the way back only where
 * the last layer still has some.
 */
export const vanishingGradient: HealthRule = {
  id: 'vanishingGradient',
  bad: 'below',
  threshold: 1e-7,
  isShare: false,
  after: 'step',
  warmUp: 3,
  patience: 3,
  title: 'Vanishing gradient',
  message:
    'Hardly any gradient comes back to {0}: its root mean square is {1}, under {2}; in the last layer it is {3}.',
  advice:
    'Use relu instead of sigmoid or tanh, fewer layers, or a larger initialisation (Glorot for sigmoid and tanh, He for relu).',
  gauges({ program, model }) {
    const sizes = model.layers.map((_, i) => {
      const spec = program.tensors.find(({ name }) => name === `W${i + 1}`);
      return Math.sqrt(sizeOf(spec?.shape ?? []));
    });
    const last = sizes.length - 1;
    return sizes.slice(0, last).map((size, i) => ({
      tensor: `dW${i + 1}`,
      read({ measurement }) {
        if (measurement === null) return null;
        const { layers } = measurement;
        const end = layers[last].weightGradient / sizes[last];
        return {
          value: end > vanishingGradient.threshold ? layers[i].weightGradient / size : NaN,
          details: [end],
        };
      },
    }));
  },
};

/**
 * SageMaker Debugger's ExplodingTensor and MindInsight's gradient_exploding wait for NaN or an infinity. By then it is late: this
 * one tells of a gradient a hundred times as long as what it is usually clipped to, a norm of 1.
 */
export const explodingGradient: HealthRule = {
  id: 'explodingGradient',
  bad: 'above',
  threshold: 100,
  isShare: false,
  after: 'step',
  warmUp: 0,
  patience: 2,
  title: 'Exploding gradient',
  message: 'The norm of {0} is {1}, over {2}.',
  advice: 'Lower the learning rate, start from smaller weights, or scale the inputs down.',
  gauges: ({ model }) =>
    model.layers.map((_, i) => ({
      tensor: `dW${i + 1}`,
      read: ({ measurement }) => measurement && { value: measurement.layers[i].weightGradient, details: [] },
    })),
};
