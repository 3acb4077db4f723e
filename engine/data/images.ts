/** @file Joins images and labels into sets that the engine can trust. */

import { DataError } from '../errors.ts';
import type { ByteArray } from '../formats/idx.ts';
import type { ImageSet } from './dataset.ts';

/** How many classes there are: the labels are 0 to 9. */
const CLASSES = 10;

/** An array, and the file it was read from, for errors. */
export interface Source {
  readonly file: string;
  readonly array: ByteArray;
}

/**
 * Joins images of shape (count, height, width) with labels of shape (count).
 * @throws DataError if there are no images, not as many labels as images, or a label above 9
 */
export function joinImages(images: Source, labels: Source): ImageSet {
  const [count, height, width] = images.array.shape;
  const labelCount = labels.array.shape[0];
  if (count * height * width === 0) {
    throw new DataError('{0} holds no images. Check that it is the right file.', images.file);
  }
  if (count !== labelCount) {
    throw new DataError(
      '{0} holds {1} images, but {2} holds {3} labels. Check that the two files belong together.',
      images.file,
      count,
      labels.file,
      labelCount,
    );
  }
  const wrong = labels.array.data.findIndex((label) => label >= CLASSES);
  if (wrong >= 0) {
    throw new DataError(
      '{0}: label {1} of image {2} is not a class from 0 to 9. Check that it is the right file.',
      labels.file,
      labels.array.data[wrong],
      wrong,
    );
  }
  return { count, height, width, images: images.array.data, labels: labels.array.data };
}

/**
 * Makes sure that what is trained on and what is tested with have images of one size.
 * @param name of the folder or file that both come from
 * @throws DataError if they have not
 */
export function checkSameSize(train: ImageSet, test: ImageSet, name: string): void {
  if (train.height !== test.height || train.width !== test.width) {
    throw new DataError(
      'The training images in {0} are {1} × {2} pixels, but the test images are {3} × {4}. Put files of one data set there.',
      name,
      train.height,
      train.width,
      test.height,
      test.width,
    );
  }
}
