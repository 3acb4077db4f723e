/** @file The data set that a command line names, cut to its limit, and said on stderr. */

import { firstExamples, type Dataset } from '../data/dataset.ts';
import type { Options } from './options.ts';
import { readDataset } from './readDataset.ts';

/** @throws DataError if the folder is missing or what is in it is damaged */
export async function openDataset({ data, limit }: Options): Promise<Dataset> {
  const dataset = await readDataset(data);
  const train = limit === undefined ? dataset.train : firstExamples(dataset.train, limit);
  process.stderr.write(`${dataset.name}: ${train.count} training and ${dataset.test.count} test images\n`);
  return { ...dataset, train };
}
