/** @file The data set that a command line names, cut to its limit, and said on stderr. */

import type { Dataset, ImageSet } from '../data/dataset.ts';
import type { Options } from './options.ts';
import { readDataset } from './readDataset.ts';

/** @throws DataError if the folder is missing or what is in it is damaged */
export async function openDataset({ data, limit }: Options): Promise<Dataset> {
  const dataset = await readDataset(data);
  const train = limit === undefined ? dataset.train : first(dataset.train, limit);
  process.stderr.write(`${dataset.name}: ${train.count} training and ${dataset.test.count} test images\n`);
  return { ...dataset, train };
}

function first(set: ImageSet, limit: number): ImageSet {
  const count = Math.min(limit, set.count);
  return {
    ...set,
    count,
    images: set.images.subarray(0, count * set.height * set.width),
    labels: set.labels.subarray(0, count),
  };
}
