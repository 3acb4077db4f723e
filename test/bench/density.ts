/** @file At which share of zeros leaving them out pays: the kernels of the first layer, over images of which more and more is lit. */

import type { Backend, Kernels } from '../../engine/kernels/kernels.ts';
import { roomForPixels } from '../../engine/minibatch.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { arenaSize, layOut, type Tensor } from '../../engine/tensor.ts';
import { percentile, round, timesOf } from './timing.ts';

const turns = 300;

/** A batch and a layer of the presets. */
const shapes = { X: [32, 784], W: [784, 50], b: [50], a: [32, 50], da: [32, 50], dW: [784, 50] };

/** A threshold is right where the times before and after it are about the same. */
export function density(backend: Backend): Record<string, object> {
  const list = Object.entries({ ...shapes, pixels: roomForPixels({ shape: shapes.X }).shape }).map(
    ([name, shape]) => ({ name, shape }),
  );
  const { kernels, arena } = backend.open('float32', arenaSize(list));
  const { X, W, b, a, da, dW, pixels } = layOut(arena, list);
  const random = new NumpyRandom(0);
  for (const { data } of [W, da]) data.forEach((_, c) => (data[c] = random.randn()));
  const bytes = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, X.data.length);
  const packed = { ...X, pixels: bytes };
  const works: Readonly<Record<string, (kernels: Kernels, x: Tensor) => void>> = {
    a1: (each, x) => {
      each.affine(a, x, W, b);
    },
    dW1: (each, x) => {
      each.weightGradient(dW, x, da, W, 0);
    },
  };
  const rows: Record<string, object> = {};
  for (let percent = 10; percent <= 100; percent += 10) {
    bytes.forEach((_, c) => {
      bytes[c] = random.randomSample() * 100 < percent ? random.randint(1, 256) : 0;
    });
    kernels.unpack(X, bytes);
    rows[`${percent} % lit`] = Object.fromEntries(
      Object.entries(works).flatMap(([name, work]) =>
        Object.entries({ pixels: packed, numbers: X }).map(([kind, x]) => [
          `${name} of ${kind}, µs`,
          round(
            1000 *
              percentile(
                timesOf(turns, () => {
                  work(kernels, x);
                }),
                0.5,
              ),
          ),
        ]),
      ),
    );
  }
  return rows;
}
