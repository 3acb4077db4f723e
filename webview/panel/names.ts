/** @file What the parts of a model are called on the screen. */

import * as l10n from '@vscode/l10n';
import type { LossSpec } from '../../engine/model.ts';
import type { Phase } from '../../engine/ops/op.ts';

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
