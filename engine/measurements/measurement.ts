/** @file What is kept of some steps of a run, layer by layer, and which steps those are. Plain JSON but for NaN and the infinities. */

/**
 * Of one layer, around one update. Norms are Euclidean (for a matrix: Frobenius). What is not finite in a tensor makes its
 * norm so too.
 */
export interface LayerMeasurement {
  /** Of `dW` and `db`, as the update read them. */
  readonly weightGradient: number;
  readonly biasGradient: number;
  /** Of `W` and `b` after the update. */
  readonly weight: number;
  readonly bias: number;
  /** Of what the update made of the parameter less what it had been: with any optimizer the change itself. */
  readonly weightUpdate: number;
  readonly biasUpdate: number;
}

export interface Measurement {
  /** The step that the update completed: the first is 1. */
  readonly step: number;
  readonly learningRate: number;
  /** From the first layer on. */
  readonly layers: readonly LayerMeasurement[];
}

/** From any step to the one of twice its number, so many are measured, unless there are fewer. */
const perDoubling = 16;

/**
 * Whether a step is measured: every one at first, then fewer and fewer, so that there are about as many of any length of the
 * timeline and their cost vanishes beside training. It depends on nothing but the step: all branches, and whoever goes back
 * and comes again, measure the same ones.
 * @param step the number that the completed step has, from 1
 */
export function isMeasured(step: number): boolean {
  const spacing = 2 ** Math.max(0, Math.floor(Math.log2(step / perDoubling)));
  return step > 0 && step % spacing === 0;
}

/** By how much of its size an update has changed a layer's weights: ‖ΔW‖ / ‖W‖. */
export function updateRatio({ weightUpdate, weight }: LayerMeasurement): number {
  return weightUpdate / weight;
}
