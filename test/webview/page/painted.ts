/** @file What is painted in the cells of a heatmap. */

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** Waits until the cells of a matrix of 6 × 10 have these colours. */
export async function untilPainted(canvas: Locator, expected: readonly number[]): Promise<void> {
  const look = (): Promise<number[]> =>
    canvas.evaluate((node) => {
      if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const [width, height] = [node.width / 10, node.height / 6];
      const context = node.getContext('2d');
      return Array.from({ length: 60 }, (_, i) => {
        // Beside the number that is written into it.
        const [x, y] = [((i % 10) + 0.95) * width, (Math.floor(i / 10) + 0.95) * height];
        const { data } = context?.getImageData(Math.floor(x), Math.floor(y), 1, 1) ?? new ImageData(1, 1);
        return new Uint32Array(data.buffer)[0];
      });
    });
  const end = Date.now() + 10_000;
  let painted = await look();
  while (painted.join() !== expected.join() && Date.now() < end) painted = await look();
  assert.deepEqual(painted, expected);
}
