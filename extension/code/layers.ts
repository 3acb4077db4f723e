/** @file The layers of a model, with the names that the program has for their tensors. */

import type { ModelSpec } from '../../engine/model.ts';
import { sizeOf } from '../../engine/tensor.ts';

export interface NamedLayer {
  readonly inputs: number;
  readonly units: number;
  /** Before the activation. */
  readonly a: string;
  /** After it. */
  readonly z: string;
}

/** @param index from 0, inside the model */
export function layerAt({ layers, inputShape }: ModelSpec, index: number): NamedLayer {
  return {
    inputs: index === 0 ? sizeOf(inputShape) : layers[index - 1].units,
    units: layers[index].units,
    a: `a${index + 1}`,
    z: index === layers.length - 1 ? 'y_hat' : `z${index + 1}`,
  };
}
