/** @file The call stack: the op in its phase and layer, that in the step, the step in its epoch. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { listingOf } from '../../engine/listing.ts';
import type { OpInfo } from '../../engine/ops/op.ts';
import type { RunInfo, RunState } from '../../webview/protocol.ts';
import type { DebugServices } from './services.ts';

/** The op that comes next stands on top, as the statement that comes next does in any debugger. */
export function stackOf(
  run: RunInfo,
  { cursor }: RunState,
  services: DebugServices,
): DebugProtocol.StackFrame[] {
  const { l10n } = services;
  const { ops } = run.program;
  const listing = listingOf(run.program);
  const source = { name: l10n.t('training step'), path: services.listing };
  const frame = (id: number, name: string, line: number) => ({ id, name, line, column: 1, source });
  if (cursor.step === run.totalSteps) return [frame(1, l10n.t('Training has ended'), listing.end)];
  const op = ops[cursor.op];
  return [
    frame(1, op.formula, listing.lines[cursor.op]),
    frame(2, phaseLabel(op, services), listing.lines[cursor.op - opsBefore(ops, cursor.op)]),
    frame(
      3,
      l10n.t(
        'Step {0} of {1}, epoch {2}',
        (cursor.step % run.stepsPerEpoch) + 1,
        run.stepsPerEpoch,
        Math.floor(cursor.step / run.stepsPerEpoch) + 1,
      ),
      listing.loop,
    ),
  ];
}

/** How many ops directly before one are of its phase and layer. */
function opsBefore(ops: readonly OpInfo[], at: number): number {
  const { phase, layer } = ops[at];
  let count = 0;
  while (count < at && ops[at - count - 1].phase === phase && ops[at - count - 1].layer === layer) count++;
  return count;
}

function phaseLabel({ phase, layer }: OpInfo, { l10n }: DebugServices): string {
  switch (phase) {
    case 'forward':
      return l10n.t('Forward, layer {0}', layer);
    case 'loss':
      return l10n.t('Loss');
    case 'backward':
      // The gradient that the loss hands back is that of no layer yet.
      return layer === 0 ? l10n.t('Backward') : l10n.t('Backward, layer {0}', layer);
    case 'update':
      return l10n.t('Update, layer {0}', layer);
  }
}
