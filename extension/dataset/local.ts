/** @file Looks for MNIST on this computer. */

import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readDataset, readFolder } from '../../engine/cli/readDataset.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import { MNIST_FILES } from '../../engine/data/mnist.ts';
import { DataError } from '../../engine/errors.ts';

/** Where to look, in this order. */
export interface Places {
  /** The folder in the setting, or '' for none. */
  readonly configured: string;
  /** The folder that `downloadMnist` fills. */
  readonly cache: string;
  /** Where Keras keeps its downloads, of which `mnist.npz` is one. */
  readonly keras: string;
}

export interface Found {
  readonly dataset: Dataset;
  /** Why what lay in the cache or at Keras's place was passed over. */
  readonly skipped: readonly DataError[];
}

/** Files by which a folder is seen to hold MNIST, as the extension and as Keras save it. */
const MARKS = [MNIST_FILES.trainImages.name, 'mnist.npz'];

/**
 * The first data set there is; the built-in digits if there is none.
 * @throws DataError if the configured folder cannot be used: what a person asked for is not quietly replaced
 */
export async function findLocalDataset({ configured, cache, keras }: Places): Promise<Found> {
  if (configured !== '') return { dataset: await readFolder(configured), skipped: [] };
  const skipped: DataError[] = [];
  const folders = [cache, keras].filter((folder) => MARKS.some((file) => existsSync(join(folder, file))));
  for (const folder of folders) {
    try {
      return { dataset: await readMnist(folder), skipped };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      skipped.push(error);
    }
  }
  return { dataset: await readDataset('builtin'), skipped };
}

async function readMnist(folder: string): Promise<Dataset> {
  const dataset = await readFolder(folder);
  if (dataset.name !== 'MNIST') {
    throw new DataError('The data in {0} is not MNIST: its checksum is wrong. Delete it there.', folder);
  }
  return dataset;
}

/** The path that the setting means: absolute, from the home folder (`~/…`), or from the workspace. */
export function resolveFolder(setting: string, home: string, workspace: string | undefined): string {
  const folder = setting.trim();
  if (folder === '' || isAbsolute(folder)) return folder;
  if (/^~(?=[\\/]|$)/.test(folder)) return join(home, folder.slice(1));
  return workspace === undefined ? folder : join(workspace, folder);
}
