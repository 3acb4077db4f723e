/** @file What a hover says of a tensor beside its picture: the same that the picture and the dimmed numbers show, as text. */

import type { Cursor } from '../../../engine/cursor.ts';
import type { OpInfo, TensorSpec } from '../../../engine/ops/op.ts';
import type { TensorStats } from '../../../engine/statistics.ts';
import type { RunInfo } from '../../../webview/protocol.ts';
import type { Localiser } from '../../localiser.ts';
import { compact } from '../../views/format.ts';
import { isKnown, pythonShape, rangeText } from '../annotations/words.ts';
import { isThere } from '../age.ts';

/** `dW1, the gradient of W1` */
export function titleOf({ name, gradientOf }: TensorSpec, l10n: Localiser): string {
  return gradientOf ? l10n.t('{0}, the gradient of {1}', name, gradientOf) : name;
}

/** `(784, 50)  float32` */
export function typeOf(shape: readonly number[], { model }: RunInfo): string {
  return `${pythonShape(shape)}  ${model.dtype}`;
}

/** `−0.031 … 0.029 · mean 0.0002 · standard deviation 0.004` */
export function figuresOf(stats: TensorStats, l10n: Localiser): string {
  const parts = [rangeText(stats, l10n)];
  if (isKnown(stats) && stats.min !== stats.max) {
    parts.push(l10n.t('mean {0}', compact(stats.mean)), l10n.t('standard deviation {0}', compact(stats.std)));
  }
  return parts.join(' · ');
}

/** The op that makes a tensor in a step; none makes a batch. */
export function opOf({ program }: RunInfo, tensor: string): OpInfo | undefined {
  return program.ops.find(({ output }) => output === tensor);
}

/** Whose value it is and of when: never that of the user's Python, which has not run. */
export function originOf(run: RunInfo, { step, op }: Cursor, tensor: string, l10n: Localiser): string {
  const ops = run.program.ops.length;
  const when =
    op === 0 ? l10n.t('after step {0}', step) : l10n.t('in step {0}, after op {1} of {2}', step + 1, op, ops);
  const text = l10n.t('Value in Backprop Lens for this line, {0}', when);
  if (isThere(run, { step, op }, tensor)) return text;
  return step === 0
    ? l10n.t('Not computed yet: training has not come to this line.')
    : `${text}. ${l10n.t('This step has not come to the line yet; it is the value of the step before.')}`;
}
