/** @file The places on a timeline that have a name: where epochs end, and where the phases of a step begin and end. */

import type { Cursor } from '../../engine/cursor.ts';
import type { RunInfo } from '../../webview/protocol.ts';

export const landmarks = ['previousEpoch', 'nextEpoch', 'phaseStart', 'phaseEnd'] as const;
export type Landmark = (typeof landmarks)[number];

/**
 * The cursor of a landmark, seen from another cursor: always another one, except at the two ends of the run.
 *
 * An epoch lies between two ends of epochs, the beginning of the run being one. `phaseStart` is where the phase of the op that
 * has just run began, `phaseEnd` where the phase of the op that comes next is over.
 */
export function landmarkFrom(
  { step, op }: Cursor,
  landmark: Landmark,
  { program, stepsPerEpoch, totalSteps }: Pick<RunInfo, 'program' | 'stepsPerEpoch' | 'totalSteps'>,
): Cursor {
  const { ops } = program;
  const starts = ops.flatMap(({ phase }, i) => (i === 0 || ops[i - 1].phase !== phase ? [i] : []));
  switch (landmark) {
    case 'previousEpoch': {
      const epochsBegun = Math.ceil((step + op / ops.length) / stepsPerEpoch);
      return { step: Math.max(0, epochsBegun - 1) * stepsPerEpoch, op: 0 };
    }
    case 'nextEpoch':
      return { step: Math.min(totalSteps, (Math.floor(step / stepsPerEpoch) + 1) * stepsPerEpoch), op: 0 };
    case 'phaseStart': {
      // Between two steps, the op that has just run is the last one of the step before.
      const [inStep, done] = op === 0 && step > 0 ? [step - 1, ops.length] : [step, op];
      return { step: inStep, op: starts.findLast((start) => start < done) ?? 0 };
    }
    case 'phaseEnd': {
      if (step === totalSteps) return { step, op };
      const end = starts.find((start) => start > op);
      return end === undefined ? { step: step + 1, op: 0 } : { step, op: end };
    }
  }
}
