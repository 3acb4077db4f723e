/** @file What activations and optimizers are called, as papers write them, in every language. */

import type { ActivationName, OptimizerName } from '../../engine/model.ts';

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

export const optimizerNames: Record<OptimizerName, string> = {
  sgd: 'SGD',
  momentum: 'momentum',
  nesterov: 'Nesterov momentum',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
};
