/** @file Numbers that no op has made, in words: those of the data set, and those that training begins with. */

import * as l10n from '@vscode/l10n';
import type { InitSpec } from '../../engine/model.ts';
import type { RunInfo } from '../protocol.ts';
import { short, whole } from '../ui/format.ts';

/** Of `X` and `t`, taken from number `example` of the training set. */
export function dataOf(run: RunInfo, tensor: string, index: readonly number[], example: number): string {
  const { name, train } = run.dataset;
  const [number, count] = [whole(example), whole(train)];
  if (tensor === 't')
    return l10n.t('The label of training image {0} (from 0) of {1} in {2}.', number, count, name);
  const { inputShape } = run.model;
  const [, width] = inputShape;
  const pixel =
    inputShape.length === 2
      ? l10n.t('Row {0}, column {1}', Math.floor(index[1] / width), index[1] % width)
      : l10n.t('Number {0}', index[1]);
  return l10n.t(
    '{0} of training image {1} (from 0) of {2} in {3}, from 0 for black to 1.',
    pixel,
    number,
    count,
    name,
  );
}

/** Of parameters and what an optimizer keeps of them. */
export function beginningOf({ model, program }: RunInfo, tensor: string): string {
  const spec = program.tensors.find(({ name }) => name === tensor);
  const layer = spec?.group === 'parameters' ? model.layers.at(spec.layer - 1) : undefined;
  const init = spec?.shape.length === 2 ? layer?.init : layer?.biasInit;
  if (init === undefined || init.name === 'zeros')
    return l10n.t('Zero from the beginning: no step has changed it yet.');
  return l10n.t(
    'Drawn at the beginning by NumPy’s generator, seed {0}: {1}. No step has changed it yet.',
    model.seed,
    drawName(init),
  );
}

function drawName(init: InitSpec): string {
  switch (init.name) {
    case 'normal':
      return l10n.t('normal, standard deviation {0}', short(init.std));
    case 'uniform':
      return l10n.t('uniform, within ±{0}', short(init.limit));
    case 'glorotUniform':
      return l10n.t('Glorot uniform');
    case 'glorotNormal':
      return l10n.t('Glorot normal');
    case 'heUniform':
      return l10n.t('He uniform');
    case 'heNormal':
      return l10n.t('He normal');
    case 'zeros':
      return l10n.t('zeros');
  }
}
