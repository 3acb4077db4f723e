/** @file The folder, outside any `node_modules`, that keeps what is slow to get, and how a part of it comes to be. */

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheFolder =
  process.env.BACKPROP_LENS_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'backprop-lens');

/**
 * Gives the folder `name` of the cache, filling it first if it is not there. It is filled under another name and renamed,
 * so that a run that was cut short, or a second one beside it, never leaves a half-filled folder to be trusted.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} its absolute path
 */
export async function cached(name, fill) {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = await mkdtemp(join(cacheFolder, `unfinished-${name}-`));
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
