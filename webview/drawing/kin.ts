/** @file Which tensors are alike, so that one colour range for all of them says something. */

import type { TensorSpec } from '../../engine/ops/op.ts';

export type Kin = 'parameters' | 'activations' | 'gradients of parameters' | 'gradients of activations';

/** The kin of each tensor by name; a number alone, the data and what the optimizer keeps are like nothing else. */
export function kinOf(tensors: readonly TensorSpec[]): ReadonlyMap<string, Kin> {
  const groups = new Map(tensors.map(({ name, group }) => [name, group]));
  const kin = new Map<string, Kin>();
  for (const { name, group, gradientOf, shape } of tensors) {
    if (shape.length === 0) continue;
    if (group === 'parameters' || group === 'activations') kin.set(name, group);
    else if (group === 'gradients') {
      const isParameters = gradientOf !== undefined && groups.get(gradientOf) === 'parameters';
      kin.set(name, isParameters ? 'gradients of parameters' : 'gradients of activations');
    }
  }
  return kin;
}
