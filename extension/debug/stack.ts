/** @file The call stack: the op, the calls of the user's functions that lead to it, its phase and layer, the step of its epoch. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OpInfo } from '../../engine/ops/op.ts';
import type { RunInfo, RunState } from '../../webview/protocol.ts';
import type { DebugServices } from './services.ts';
import type { Place } from './sourceMap.ts';

/** The op that comes next stands on top, as the statement that comes next does in any debugger. */
export function stackOf(
  run: RunInfo,
  { cursor }: RunState,
  services: DebugServices,
): DebugProtocol.StackFrame[] {
  const { l10n } = services;
  const { ops } = run.program;
  const map = services.sourceOf(run);
  const frames = (named: readonly (readonly [string, Place])[]) =>
    named.map(([name, { source, line, column }], i) => ({ id: i + 1, name, source, line, column }));
  if (cursor.step === run.totalSteps) return frames([[l10n.t('Training has ended'), map.end]]);
  const op = ops[cursor.op];
  const [innermost, ...callers] = map.placesOf(cursor.op);
  const phase = map.placesOf(cursor.op - opsBefore(ops, cursor.op));
  const step = l10n.t(
    'Step {0} of {1}, epoch {2}',
    (cursor.step % run.stepsPerEpoch) + 1,
    run.stepsPerEpoch,
    Math.floor(cursor.step / run.stepsPerEpoch) + 1,
  );
  return frames([
    [op.formula, innermost],
    ...callers.map((place) => [place.text ?? op.formula, place] as const),
    [phaseLabel(op, services), phase[phase.length - 1]],
    [step, map.loop],
  ]);
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
