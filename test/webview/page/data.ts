/** @file A model to train in a page, and data sets on their way there, which takes JSON alone. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { presets, type ModelSpec } from '../../../engine/index.ts';

/** One that a page has soon trained, on images of 8 × 8. */
export const smallModel: ModelSpec = {
  ...presets.keras,
  inputShape: [8, 8],
  layers: [{ ...presets.keras.layers[0], units: 6 }, presets.keras.layers[1]],
  batchSize: 8,
};

/** The real MNIST beside the project, where it is there. */
export const mnistFolder = join(import.meta.dirname, '../../../../shared/data/mnist');

export const hasMnist = existsSync(mnistFolder);

/** A data set whose bytes are base64. */
export interface PackedDataset {
  readonly name: string;
  readonly builtIn: boolean;
  readonly count: number;
  readonly side: number;
  readonly images: string;
  readonly labels: string;
}

/** The first images of MNIST's training set. */
export function packedMnist(count: number): PackedDataset {
  const part = (name: string): Buffer => gunzipSync(readFileSync(join(mnistFolder, name)));
  const images = part('train-images-idx3-ubyte.gz').subarray(16, 16 + count * 784);
  const labels = part('train-labels-idx1-ubyte.gz').subarray(8, 8 + count);
  return {
    name: 'MNIST',
    builtIn: false,
    count,
    side: 28,
    images: images.toString('base64'),
    labels: labels.toString('base64'),
  };
}

/** Images of `side` × `side` whose bright spot tells their class. */
export function packedSpots(count: number, side: number): PackedDataset {
  const labels = Uint8Array.from({ length: count }, (_, i) => (i * 7) % 10);
  const images = Uint8Array.from({ length: count * side * side }, (_, p) => {
    const [image, pixel] = [Math.floor(p / (side * side)), p % (side * side)];
    return pixel % 10 === labels[image] ? 255 - (image % 50) : (pixel * 13 + image) % 60;
  });
  return {
    name: 'spots',
    builtIn: true,
    count,
    side,
    images: Buffer.from(images).toString('base64'),
    labels: Buffer.from(labels).toString('base64'),
  };
}
