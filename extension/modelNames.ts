/** @file What a model, its parts and its data are called: proper names, the same in every language, but for the loss and our own digits. */

import type { InitSpec, LossSpec, ModelSpec } from '../engine/model.ts';
import { sizeOf } from '../engine/tensor.ts';
import type { RunInfo } from '../webview/protocol.ts';
import type { Localiser } from './localiser.ts';

/** `784-50-10`. */
export function networkName({ inputShape, layers }: ModelSpec): string {
  return [sizeOf(inputShape), ...layers.map(({ units }) => units)].join('-');
}

/** The built-in digits must be told as such, also in the user's language. */
export function datasetName({ dataset }: RunInfo, l10n: Localiser): string {
  return dataset.builtIn ? l10n.t('built-in digits') : dataset.name;
}

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
