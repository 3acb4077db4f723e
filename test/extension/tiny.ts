/** @file A run so small that it is over at once: 4×4 images, 5 hidden units, 2 epochs of 5 steps and a smaller last batch. */

import type { Dataset, ImageSet, ModelSpec } from '../../engine/index.ts';
import { presets } from '../../engine/index.ts';

function images(count: number, seed: number): ImageSet {
  const labels = Uint8Array.from({ length: count }, (_, i) => (i * 7 + seed) % 10);
  const pixels = Uint8Array.from({ length: count * 16 }, (_, p) => {
    const label = labels[Math.floor(p / 16)];
    return (label * 53 + (p % 16) * 29 * (label + 1) + seed) % 256;
  });
  return { count, height: 4, width: 4, images: pixels, labels };
}

export const tinyDataset: Dataset = {
  name: 'tiny',
  builtIn: true,
  train: images(36, 1),
  test: images(230, 2),
};

export const tinyModel: ModelSpec = {
  ...presets.keras,
  inputShape: [4, 4],
  layers: [{ ...presets.keras.layers[0], units: 5 }, presets.keras.layers[1]],
  batchSize: 8,
  epochs: 2,
};

/** One that would train for hours. */
export const endlessModel: ModelSpec = { ...tinyModel, epochs: 1_000_000 };
