/** @file A hand: what makes one person's digits differ from another's, and from their own. */

import type { NumpyRandom } from '../random.ts';
import type { Polyline } from './pen.ts';

/** Where a point goes. */
export type Move = (x: number, y: number) => [x: number, y: number];

/** Moves every point of a polyline. */
export function move(points: Polyline, to: Move): number[] {
  const moved: number[] = [];
  for (let i = 0; i < points.length; i += 2) moved.push(...to(points[i], points[i + 1]));
  return moved;
}

/** The unsteadiness of a hand: a few slow waves that bend the whole paper, so that strokes that meet still meet. */
export function drawWobble(random: NumpyRandom): Move {
  const waves = Array.from({ length: 4 }, () => ({
    kx: 0.05 * random.randn(),
    ky: 0.05 * random.randn(),
    phase: random.uniform(0, 2 * Math.PI),
    dx: 5 * random.randn(),
    dy: 5 * random.randn(),
  }));
  return (x, y) => {
    let [wx, wy] = [x, y];
    for (const { kx, ky, phase, dx, dy } of waves) {
      const height = Math.sin(kx * x + ky * y + phase);
      wx += dx * height;
      wy += dy * height;
    }
    return [wx, wy];
  };
}

/** The habit of a hand: how broad it writes, how far it slants, how the line turns. */
export function drawLean(random: NumpyRandom): Move {
  const breadth = Math.exp(0.12 + 0.25 * random.randn());
  const slant = 0.15 + 0.22 * random.randn();
  const turn = 0.1 * random.randn();
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (x, y) => {
    const sx = breadth * x - slant * y;
    return [cos * sx - sin * y, sin * sx + cos * y];
  };
}
