/** @file How weights start, read from what draws them. */

import type { InitSpec } from '../../../engine/model.ts';
import { coneOf } from './chain.ts';
import { close } from './compare.ts';
import type { ArrayNode, Distribution } from './graph.ts';

export interface Start {
  /** `null` for one that the engine does not draw. */
  readonly init: InitSpec | null;
  readonly seed: number | null;
  /** Drawn by a generator of `default_rng`. */
  readonly modern: boolean;
  readonly float32: boolean;
}

/** A draw, times something, plus something. */
interface Draw {
  readonly distribution: Distribution | null;
  readonly scale: number;
  readonly shift: number;
}

export function startOf(W: ArrayNode): Start {
  const cone = [...coneOf(W)];
  const random = cone.find(({ operation }) => operation === 'random');
  const [inputs, units] = (W.shape ?? []).map((length) => length ?? 0);
  const draw = drawOf(W);
  return {
    init: draw && initOf(draw, inputs, units),
    seed: random?.attributes.seed ?? null,
    modern: random?.attributes.modern ?? false,
    float32: cone.some(({ attributes }) => attributes.dtype === 'float32'),
  };
}

function drawOf(node: ArrayNode | number): Draw | null {
  if (typeof node === 'number') return { distribution: null, scale: 0, shift: node };
  const { operation, attributes, inputs } = node;
  if (operation === 'random') return { distribution: attributes.distribution ?? null, scale: 1, shift: 0 };
  if (operation === 'full') return { distribution: null, scale: 0, shift: attributes.fill ?? 0 };
  const draws = inputs.map(drawOf);
  const [a, b] = draws;
  if (!a) return null;
  if (operation === 'copy' || operation === 'cast' || operation === 'reshape') return a;
  if (!b) return null;
  const constant = a.distribution === null ? a : b;
  const drawn = a.distribution === null ? b : a;
  if (constant.distribution !== null) return null;
  const times = (factor: number) => ({
    ...drawn,
    scale: drawn.scale * factor,
    shift: drawn.shift * factor,
  });
  switch (operation) {
    case 'multiply':
      return times(constant.shift);
    case 'divide':
      return constant === b ? times(1 / constant.shift) : null;
    case 'add':
      return { ...drawn, shift: drawn.shift + constant.shift };
    case 'subtract':
      return constant === b ? { ...drawn, shift: drawn.shift - constant.shift } : null;
    default:
      return null;
  }
}

function initOf({ distribution, scale, shift }: Draw, inputs: number, units: number): InitSpec | null {
  if (distribution === null) return shift === 0 ? { name: 'zeros' } : null;
  const [he, glorot] = [2 / inputs, 2 / (inputs + units)];
  if (distribution === 'normal') {
    if (shift !== 0) return null;
    if (close(scale, Math.sqrt(he))) return { name: 'heNormal' };
    return close(scale, Math.sqrt(glorot)) ? { name: 'glorotNormal' } : { name: 'normal', std: scale };
  }
  // From 0 to 1: symmetric about 0 if it was moved down by half.
  const limit = scale / 2;
  if (!close(shift, -limit)) return null;
  if (close(limit, Math.sqrt(3 * he))) return { name: 'heUniform' };
  return close(limit, Math.sqrt(3 * glorot)) ? { name: 'glorotUniform' } : { name: 'uniform', limit };
}
