/** @file Looks for MNIST where this host can keep it. */

import type { Dataset } from '../../engine/data/dataset.ts';
import { builtInDigits } from '../../engine/data/digits.ts';
import { loadFolder } from '../../engine/data/folder.ts';
import { MNIST_FILES } from '../../engine/data/mnist.ts';
import { DataError } from '../../engine/errors.ts';
import { codeOf, type Disk } from '../host.ts';

/** Where to look, in this order. */
export interface Places {
  /** The folder in the setting, or '' for none. */
  readonly configured: string;
  /** The folder that `downloadMnist` fills. */
  readonly cache: string;
  /** Where Keras keeps its downloads, of which `mnist.npz` is one; `null` where there can be none. */
  readonly keras: string | null;
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
export async function findLocalDataset(disk: Disk, { configured, cache, keras }: Places): Promise<Found> {
  if (configured !== '') return { dataset: await readFolder(disk, configured), skipped: [] };
  const skipped: DataError[] = [];
  for (const folder of [cache, keras]) {
    if (folder === null || !(await holdsMnist(disk, folder))) continue;
    try {
      return { dataset: await readMnist(disk, folder), skipped };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      skipped.push(error);
    }
  }
  return { dataset: await builtInDigits(), skipped };
}

/** Whether it seems to; a folder that is not there or cannot be looked into does not. */
async function holdsMnist(disk: Disk, folder: string): Promise<boolean> {
  const files = await disk.list(folder).catch((): string[] => []);
  return MARKS.some((mark) => files.includes(mark));
}

/**
 * MNIST from a folder.
 * @throws DataError if what is there is something else, or cannot be used
 */
export async function readMnist(disk: Disk, folder: string): Promise<Dataset> {
  const dataset = await readFolder(disk, folder);
  if (dataset.name !== 'MNIST') {
    throw new DataError('The data in {0} is not MNIST: its checksum is wrong. Delete it there.', folder);
  }
  return dataset;
}

/** The data set in a folder, named after it. */
async function readFolder(disk: Disk, folder: string): Promise<Dataset> {
  const cannotRead = (path: string) => (error: unknown) => {
    throw new DataError('{0} cannot be read ({1}). Check the path.', path, codeOf(error));
  };
  return loadFolder({
    name: /([^\\/]*)[\\/]*$/.exec(folder)?.[1] ?? folder,
    path: folder,
    files: await disk.list(folder).catch(cannotRead(folder)),
    read: (name) => {
      const path = disk.join(folder, name);
      return disk.read(path).catch(cannotRead(path));
    },
  });
}
