/** @file NumPy's `.npz` format: a zip archive with one `.npy` file an array, named after it. */

import { zipSync } from 'fflate';
import { writeNpy, readNpy, type NpyArray } from './npy.ts';
import { unzip } from './zip.ts';

/**
 * Reads the arrays of an `.npz` file by name, as `np.load` does.
 * @param file its name, for errors
 * @throws DataError if the archive or an array in it is damaged or not supported
 */
export async function readNpz(bytes: Uint8Array, file: string): Promise<Map<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, content] of await unzip(bytes, file)) {
    arrays.set(name.replace(/\.npy$/, ''), readNpy(content, `${file}/${name}`));
  }
  return arrays;
}

/** The bytes of an `.npz` file with these arrays, not compressed, as `np.savez` writes it. */
export function writeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [name, array] of Object.entries(arrays)) files[`${name}.npy`] = writeNpy(array);
  return zipSync(files, { level: 0 });
}
