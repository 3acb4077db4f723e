/** @file What the engine computes on the same made-up numbers: the values by which tensors are recognised. */

import { reference } from '../../../engine/kernels/reference.ts';
import type { ActivationName, ModelSpec } from '../../../engine/model.ts';
import { activations } from '../../../engine/ops/activation.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import { compile } from '../../../engine/program.ts';
import { sizeOf, type Tensor } from '../../../engine/tensor.ts';
import type { Numbers } from './numbers.ts';

export interface Expected {
  readonly spec: TensorSpec;
  readonly value: Numbers;
}

/** An activation of the engine's. */
export function activate(name: ActivationName, a: Numbers): Numbers {
  const z = { shape: a.shape, data: new Float64Array(a.data.length) };
  const op = activations[name].forward({ layer: 1, a: 'a', z: 'z', da: 'da', dz: 'dz' });
  op.run({ a: tensor('a', a), z: tensor('z', z) }, reference, { update: 1, constants: {} });
  return z;
}

/**
 * All tensors of one step of a model, before its updates.
 * @param values of the batch and the parameters, by their names in the program
 */
export function stepOf(model: ModelSpec, values: ReadonlyMap<string, Numbers>): Map<string, Expected> {
  const program = compile(model);
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of program.tensors) {
    const given = values.get(name);
    const data = given ? given.data.slice() : new Float64Array(sizeOf(shape));
    tensors[name] = tensor(name, { shape, data });
  }
  for (const op of program.ops) {
    if (op.phase !== 'update') op.run(tensors, reference, { update: 1, constants: program.constants });
  }
  return new Map(
    program.tensors
      .filter(({ group }) => group !== 'optimizer')
      .map((spec) => [spec.name, { spec, value: { shape: spec.shape, data: float64(tensors[spec.name]) } }]),
  );
}

function tensor(name: string, { shape, data }: Numbers): Tensor {
  return { name, shape, dtype: 'float64', data };
}

function float64({ data }: Tensor): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data);
}
