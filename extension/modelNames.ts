/** @file What the parts of a model are called: proper names, the same in every language, but for the loss. */

import type { ActivationName, InitSpec, LossSpec, OptimizerSpec } from '../engine/model.ts';
import type { Localiser } from './localiser.ts';

export const optimizerNames: Record<OptimizerSpec['name'], string> = {
  sgd: 'SGD',
  momentum: 'momentum',
  nesterov: 'Nesterov momentum',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
};

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

const initNames: Record<InitSpec['name'], string> = {
  normal: 'normal',
  uniform: 'uniform',
  glorotUniform: 'Glorot uniform',
  glorotNormal: 'Glorot normal',
  heUniform: 'He uniform',
  heNormal: 'He normal',
  zeros: 'zeros',
};

/** `normal (0.1)`. */
export function initText(init: InitSpec): string {
  const name = initNames[init.name];
  switch (init.name) {
    case 'normal':
      return `${name} (${init.std})`;
    case 'uniform':
      return `${name} (±${init.limit})`;
    default:
      return name;
  }
}

export function lossName({ name }: LossSpec, l10n: Localiser): string {
  return name === 'crossEntropy' ? l10n.t('cross-entropy') : l10n.t('mean squared error');
}
