/** @file What activations are called, as papers write them, in every language. */

import type { ActivationName } from '../../engine/model.ts';

export const activationNames: Record<ActivationName, string> = {
  linear: 'linear',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'ReLU',
  leakyRelu: 'leaky ReLU',
  gelu: 'GELU',
  geluTanh: 'GELU (tanh)',
  softplus: 'softplus',
  softmax: 'softmax',
};
