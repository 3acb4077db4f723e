/** @file The stretch of the timeline that the curves are drawn on, and the epochs in it. */

import type { RunInfo } from '../protocol.ts';

/** The x axis of a chart counts steps; `marks` are steps at which an epoch ends. */
export interface Timeline {
  readonly end: number;
  readonly marks: readonly { readonly step: number; readonly label: string }[];
}

/**
 * As much of the timeline as is worth its width: it grows in few steps, each about double, so that the beginning is not a
 * dot at the edge and the end is the whole.
 */
export function timelineOf(
  { stepsPerEpoch, totalSteps }: Pick<RunInfo, 'stepsPerEpoch' | 'totalSteps'>,
  step: number,
): Timeline {
  const extents = [1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50].map((epochs) =>
    Math.ceil(epochs * stepsPerEpoch),
  );
  const end = Math.min(totalSteps, extents.find((extent) => extent >= step) ?? totalSteps);
  const epochs = Math.floor(end / stepsPerEpoch);
  // About ten marks at most.
  const apart = Math.ceil(epochs / 10);
  const marks = Array.from({ length: Math.floor(epochs / apart) || 0 }, (_, i) => (i + 1) * apart)
    .map((epoch) => ({ step: epoch * stepsPerEpoch, label: String(epoch) }))
    .filter((mark) => mark.step < end);
  return { end, marks };
}
