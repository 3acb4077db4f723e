/** @file What tests take from outside the project, where it is there: NumPy's numbers, the real MNIST, NumPy itself. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const shared = new URL('../../../shared/', import.meta.url);

/** A file of numbers computed by NumPy, or `undefined` where there is none. */
export function golden(name: string): Buffer | undefined {
  const file = new URL(`golden/${name}`, shared);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** The folder with the four IDX files of the real MNIST, or `undefined` where there is none. */
export function mnistFolder(): string | undefined {
  const folder = new URL('data/mnist', shared);
  return existsSync(folder) ? fileURLToPath(folder) : undefined;
}

export function hasNumpy(): boolean {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
