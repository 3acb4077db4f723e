/** @file What MNIST is: the names of its four files, and the checksums by which it is known. */

import { writeIdx } from '../formats/idx.ts';
import type { Dataset } from './dataset.ts';

export const PARTS = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
export type Part = (typeof PARTS)[number];

/** A file of MNIST, by its usual name, and the SHA-256 of its decompressed bytes. */
export const MNIST_FILES: Readonly<Record<Part, { readonly name: string; readonly sha256: string }>> = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
};

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a data set is MNIST to the last bit, whatever kind of file it was read from. */
export async function isMnist({ train, test }: Pick<Dataset, 'train' | 'test'>): Promise<boolean> {
  // The small files first, since a stranger fails already there.
  const parts = [
    { part: MNIST_FILES.testLabels, shape: [test.count], data: test.labels },
    { part: MNIST_FILES.trainLabels, shape: [train.count], data: train.labels },
    { part: MNIST_FILES.testImages, shape: [test.count, test.height, test.width], data: test.images },
    { part: MNIST_FILES.trainImages, shape: [train.count, train.height, train.width], data: train.images },
  ];
  for (const { part, shape, data } of parts) {
    if ((await sha256(writeIdx({ shape, data }))) !== part.sha256) return false;
  }
  return true;
}
