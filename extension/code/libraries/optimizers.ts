/** @file An optimizer of ours from the numbers that a library's optimizer is given. */

import type { OptimizerSpec } from '../../../engine/model.ts';

/** What may be given; `null` where it is not known. */
export interface Hyperparameters {
  readonly learningRate: number | null;
  readonly momentum: number | null;
  readonly isNesterov: boolean | null;
  readonly rho: number | null;
  readonly beta1: number | null;
  readonly beta2: number | null;
  readonly epsilon: number | null;
  readonly weightDecay: number | null;
}

/**
 * @param name in lower case: sgd, rmsprop, adam or adamw
 * @returns `null` if one of the numbers that this optimizer needs is not known
 */
export function optimizerSpecOf(
  name: string,
  { learningRate, momentum, isNesterov, rho, beta1, beta2, epsilon, weightDecay }: Hyperparameters,
): OptimizerSpec | null {
  if (learningRate === null || epsilon === null) return null;
  if (name === 'sgd') {
    if (momentum === null || isNesterov === null) return null;
    if (momentum === 0) return { name: 'sgd', learningRate };
    return { name: isNesterov ? 'nesterov' : 'momentum', learningRate, momentum };
  }
  if (name === 'rmsprop') return rho === null ? null : { name: 'rmsprop', learningRate, rho, epsilon };
  if (beta1 === null || beta2 === null) return null;
  if (name === 'adam') return { name: 'adam', learningRate, beta1, beta2, epsilon };
  return weightDecay === null ? null : { name: 'adamw', learningRate, beta1, beta2, epsilon, weightDecay };
}
