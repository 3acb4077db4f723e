/** @file How weights start: every initialiser, drawing from NumPy's generator in row-major order. */

import type { InitSpec } from '../model.ts';
import type { NumpyRandom } from '../random.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Fills the weights of a layer, (inputs, units), or by a plain draw its biases, (units,). Glorot & Bengio (2010) take the variance `2 / (inputs + units)`, He et al.
 * (2015) `2 / inputs`; the uniform ones spread over ±√(3·variance). Keras truncates its normal ones at two standard
 * deviations, NumPy has no such draw, so here they are plain normals.
 */
export function initialize(W: Tensor, init: InitSpec, random: NumpyRandom): void {
  const draw = drawer(init, W.shape, random);
  for (let c = 0; c < W.data.length; c++) W.data[c] = draw();
}

function drawer(init: InitSpec, [inputs, units]: readonly number[], random: NumpyRandom): () => number {
  const normal = (std: number) => () => std * random.randn();
  const uniform = (limit: number) => () => random.uniform(-limit, limit);
  const glorot = 2 / (inputs + units);
  const he = 2 / inputs;
  switch (init.name) {
    case 'normal':
      return normal(init.std);
    case 'uniform':
      return uniform(init.limit);
    case 'glorotUniform':
      return uniform(Math.sqrt(3 * glorot));
    case 'glorotNormal':
      return normal(Math.sqrt(glorot));
    case 'heUniform':
      return uniform(Math.sqrt(3 * he));
    case 'heNormal':
      return normal(Math.sqrt(he));
    case 'zeros':
      return () => 0;
  }
}
