/** @file How far training is, in one line: for the status bar, and for the line of code that trains. */

import type { RunState } from '../../webview/protocol.ts';
import type { Localiser } from '../localiser.ts';
import { compact, percent } from './format.ts';

/** `epoch 3/10 · loss 0.31 · acc 91.2%` */
export function progressText(epochs: number, { epoch, loss, accuracy }: RunState, l10n: Localiser): string {
  if (loss === null || accuracy === null) return l10n.t('epoch {0}/{1}', epoch, epochs);
  return l10n.t(
    'epoch {0}/{1} · loss {2} · acc {3}',
    epoch,
    epochs,
    Number.isFinite(loss) ? loss.toFixed(2) : compact(loss),
    percent(accuracy),
  );
}
