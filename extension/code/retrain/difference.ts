/** @file How two models differ, in few words: what "Retrain with …?" names. */

import type { LayerSpec, ModelSpec, OptimizerSpec } from '../../../engine/model.ts';
import type { Localiser } from '../../localiser.ts';
import { activationNames, optimizerNames } from '../../../webview/drawing/names.ts';
import { initText, lossName } from '../../modelNames.ts';
import type { ReadModel } from '../reading.ts';

/** A model, and how many of the examples it is trained on. */
type Training = Pick<ReadModel, 'model' | 'examples'>;

/** More than so many changes are not listed one by one. */
const mostListed = 2;

/**
 * What is new in `after`, as a phrase that stands behind "with": `64 units`, `Adam and learning rate 0.01`.
 * @returns `null` if the two are the same
 */
export function differenceOf(before: Training, after: Training, l10n: Localiser): string | null {
  const changes = [
    ...layerChanges(before.model, after.model, l10n),
    ...optimizerChanges(before.model.optimizer, after.model.optimizer, l10n),
    ...otherChanges(before, after, l10n),
  ];
  const [first, second] = changes;
  switch (changes.length) {
    case 0:
      return null;
    case 1:
      return first;
    case mostListed:
      return l10n.t('{0} and {1}', first, second);
    default:
      return l10n.t('{0}, {1} and {2} more changes', first, second, changes.length - mostListed);
  }
}

function layerChanges(before: ModelSpec, after: ModelSpec, l10n: Localiser): string[] {
  const shape = after.inputShape.join('×');
  const changes = before.inputShape.join('×') === shape ? [] : [l10n.t('inputs of {0}', shape)];
  if (before.layers.length !== after.layers.length) {
    return [...changes, l10n.t('the layers {0}', after.layers.map(({ units }) => units).join('-'))];
  }
  // Of a network with one hidden layer it is clear which one is meant.
  const isDeep = after.layers.length > 2;
  const of = (index: number, change: string) =>
    isDeep ? l10n.t('{0} in layer {1}', change, index + 1) : change;
  return [
    ...changes,
    ...after.layers.flatMap((layer, index) =>
      changesOfLayer(before.layers[index], layer, l10n).map((change) => of(index, change)),
    ),
  ];
}

function changesOfLayer(before: LayerSpec, after: LayerSpec, l10n: Localiser): string[] {
  const changes = [];
  if (before.units !== after.units) changes.push(l10n.t('{0} units', after.units));
  if (before.activation !== after.activation) changes.push(activationNames[after.activation]);
  if (initText(before.init) !== initText(after.init)) {
    changes.push(l10n.t('{0} initial weights', initText(after.init)));
  }
  const biases = ({ biasInit }: LayerSpec) => initText(biasInit ?? { name: 'zeros' });
  if (biases(before) !== biases(after)) changes.push(l10n.t('{0} initial biases', biases(after)));
  return changes;
}

function optimizerChanges(before: OptimizerSpec, after: OptimizerSpec, l10n: Localiser): string[] {
  const changes = before.name === after.name ? [] : [optimizerNames[after.name]];
  if (before.learningRate !== after.learningRate) {
    changes.push(l10n.t('learning rate {0}', after.learningRate));
  }
  const settings = (of: OptimizerSpec) => JSON.stringify({ ...of, learningRate: 0 });
  if (before.name === after.name && settings(before) !== settings(after)) {
    changes.push(l10n.t('other settings of {0}', optimizerNames[after.name]));
  }
  return changes;
}

function otherChanges(before: Training, after: Training, l10n: Localiser): string[] {
  const [old, model] = [before.model, after.model];
  const changes = [];
  if (old.loss.name !== model.loss.name) {
    changes.push(lossName(model.loss, l10n));
  } else if (JSON.stringify(old.loss) !== JSON.stringify(model.loss)) {
    changes.push(l10n.t('targets of another form'));
  }
  if (old.l2 !== model.l2) changes.push(l10n.t('weight decay {0}', model.l2));
  if (old.batchSize !== model.batchSize) changes.push(l10n.t('batches of {0}', model.batchSize));
  if (old.epochs !== model.epochs) changes.push(l10n.t('{0} epochs', model.epochs));
  if (before.examples !== after.examples) {
    changes.push(after.examples === null ? l10n.t('all examples') : l10n.t('{0} examples', after.examples));
  }
  if (old.shuffle !== model.shuffle) {
    changes.push(model.shuffle ? l10n.t('shuffled examples') : l10n.t('examples in their own order'));
  }
  if (old.seed !== model.seed) changes.push(l10n.t('seed {0}', model.seed));
  if (old.dtype !== model.dtype) changes.push(model.dtype);
  return changes;
}
