/** @file Reads data sets from the disk, with Node. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from '../data/dataset.ts';
import { builtInDigits } from '../data/digits.ts';
import { loadFolder } from '../data/folder.ts';
import { DataError } from '../errors.ts';

/**
 * The data set in a folder (four IDX files, plain or gzip, or `mnist.npz`), or the built-in digits for `'builtin'`.
 * @throws DataError if there is no such folder, or what is in it cannot be used
 */
export async function readDataset(source: string): Promise<Dataset> {
  return source === 'builtin' ? builtInDigits() : readFolder(source);
}

/**
 * The data set in a folder.
 * @throws DataError if there is no such folder, or what is in it cannot be used
 */
export async function readFolder(folder: string): Promise<Dataset> {
  const path = resolve(folder);
  const cannotRead = (file: string) => (cause: NodeJS.ErrnoException) => {
    throw new DataError('{0} cannot be read ({1}). Check the path.', file, cause.code ?? cause.message);
  };
  return loadFolder({
    name: basename(path),
    path,
    files: await readdir(path).catch(cannotRead(path)),
    read: (file) => readFile(join(path, file)).catch(cannotRead(join(path, file))),
  });
}
