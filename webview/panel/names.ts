/** @file What the parts of a model are called on the screen. */

import * as l10n from '@vscode/l10n';
import type { Mistake } from '../../engine/evaluator.ts';
import type { LossSpec } from '../../engine/model.ts';
import type { Phase } from '../../engine/ops/op.ts';
import { whole } from '../ui/format.ts';

export function lossName({ name }: LossSpec): string {
  return name === 'crossEntropy' ? l10n.t('cross-entropy') : l10n.t('mean squared error');
}

export function phaseName(phase: Phase): string {
  switch (phase) {
    case 'forward':
      return l10n.t('forward');
    case 'loss':
      return l10n.t('loss');
    case 'backward':
      return l10n.t('backward');
    case 'update':
      return l10n.t('update');
  }
}

/** In words, so that nobody has to search the confusion matrix. */
export function mistakeText({ label, predicted, count, of }: Mistake): string {
  return l10n.t('{0} is read as {1} most often: {2} of {3}.', label, predicted, whole(count), whole(of));
}
