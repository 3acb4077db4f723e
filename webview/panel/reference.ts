/** @file What a run that was kept is called beside the one that is open: by what is different in its model. */

import * as l10n from '@vscode/l10n';
import type { ModelSpec } from '../../engine/model.ts';
import type { Reference, RunInfo } from '../protocol.ts';
import { short } from '../ui/format.ts';

/** So many differences are told. */
const most = 2;

/** `reference: learning rate 0.5, batch size 64`. */
export function referenceName(reference: Reference, { model, dataset }: RunInfo): string {
  const before = factsOf(reference.model);
  const now = factsOf(model);
  const told = before.filter((fact) => !now.includes(fact));
  if (reference.dataset.name !== dataset.name) told.unshift(reference.dataset.name);
  const more = told.length > most ? ' …' : '';
  return told.length === 0
    ? l10n.t('reference, the same model')
    : l10n.t('reference: {0}', told.slice(0, most).join(', ') + more);
}

function factsOf({
  optimizer,
  layers,
  loss,
  l2,
  batchSize,
  shuffle,
  seed,
  dtype,
  epochs,
}: ModelSpec): string[] {
  return [
    l10n.t('learning rate {0}', short(optimizer.learningRate)),
    optimizer.name,
    layers.map(({ units }) => units).join('-'),
    layers.map(({ activation }) => activation).join('-'),
    l10n.t('batch size {0}', batchSize),
    loss.name,
    `L2 ${short(l2)}`,
    l10n.t('seed {0}', seed),
    dtype,
    shuffle ? l10n.t('shuffled') : l10n.t('in order'),
    l10n.t('{0} epochs', epochs),
  ];
}
