/** @file Whether a data set is the one that a run was on. */

import type { Dataset } from '../../engine/data/dataset.ts';

/** A prime, so that the pixels looked at wander over the image. */
const pixelStride = 61;

/** A number that two data sets hardly share: FNV-1a over the sizes, all labels, and a pixel in sixty-one. */
export function fingerprint({ train, test }: Dataset): number {
  let hash = 0x811c9dc5;
  const take = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (const { count, height, width, images, labels } of [train, test]) {
    for (const size of [count, height, width]) take(size);
    for (const label of labels) take(label);
    for (let pixel = 0; pixel < images.length; pixel += pixelStride) take(images[pixel]);
  }
  return hash >>> 0;
}
