/** @file Reads a data set from a folder, wherever that is: four IDX files, plain or gzip, or Keras's `mnist.npz`. */

import { DataError } from '../errors.ts';
import { gunzip, isGzip } from '../formats/gzip.ts';
import { readIdx } from '../formats/idx.ts';
import { readNpz } from '../formats/npz.ts';
import type { Dataset } from './dataset.ts';
import { checkSameSize, joinImages, type Source } from './images.ts';
import { isMnist, MNIST_FILES, PARTS, type Part } from './mnist.ts';

/** A folder as its host lets it be read. */
export interface Folder {
  /** What the data set in it is called, unless it is MNIST. */
  readonly name: string;
  /** Where it is, for errors. */
  readonly path: string;
  /** Names of the files in it. */
  readonly files: readonly string[];
  read(file: string): Promise<Uint8Array>;
}

const NPZ = 'mnist.npz';

/** Names of the arrays in Keras's `mnist.npz`. */
const NPZ_ARRAYS: Readonly<Record<Part, string>> = {
  trainImages: 'x_train',
  trainLabels: 'y_train',
  testImages: 'x_test',
  testLabels: 'y_test',
};

/**
 * Reads the data set in a folder.
 * @throws DataError if files are missing, are not what they should be, or do not belong together
 */
export async function loadFolder(folder: Folder): Promise<Dataset> {
  const sources = (await readIdxFiles(folder)) ?? (await readNpzFile(folder));
  const train = joinImages(sources.trainImages, sources.trainLabels);
  const test = joinImages(sources.testImages, sources.testLabels);
  checkSameSize(train, test, folder.path);
  return { name: (await isMnist({ train, test })) ? 'MNIST' : folder.name, builtIn: false, train, test };
}

type Sources = Readonly<Record<Part, Source>>;

/** How many dimensions the array of each part has. */
const DIMENSIONS: Readonly<Record<Part, number>> = {
  trainImages: 3,
  trainLabels: 1,
  testImages: 3,
  testLabels: 1,
};

/** Reads each part, one after the other so that a fault is always the first one found. */
async function readParts(read: (part: Part) => Promise<Source> | Source): Promise<Sources> {
  return {
    trainImages: await read('trainImages'),
    trainLabels: await read('trainLabels'),
    testImages: await read('testImages'),
    testLabels: await read('testLabels'),
  };
}

/** The four IDX files; `undefined` if they are not all there but an `.npz` file is. */
async function readIdxFiles(folder: Folder): Promise<Sources | undefined> {
  const found = (part: Part): string | undefined => {
    // Both `train-images-idx3-ubyte` and `train-images.idx3-ubyte` are about.
    const name = MNIST_FILES[part].name.replace('-idx', '[-.]idx');
    const pattern = new RegExp(`^${name}(\\.gz)?$`);
    return folder.files.find((file) => pattern.test(file));
  };
  if (folder.files.includes(NPZ) && PARTS.some((part) => found(part) === undefined)) return undefined;
  return readParts(async (part) => {
    const name = found(part);
    if (name === undefined) {
      throw new DataError(
        'There is no {0} in {1}. Choose a folder with the four MNIST files, plain or .gz, or with {2}.',
        MNIST_FILES[part].name,
        folder.path,
        NPZ,
      );
    }
    const file = `${folder.path}/${name}`;
    const bytes = await folder.read(name);
    const idx = isGzip(bytes) ? await gunzip(bytes, file) : bytes;
    return { file, array: readIdx(idx, DIMENSIONS[part], file) };
  });
}

async function readNpzFile(folder: Folder): Promise<Sources> {
  const file = `${folder.path}/${NPZ}`;
  const arrays = await readNpz(await folder.read(NPZ), file);
  return readParts((part) => {
    const name = NPZ_ARRAYS[part];
    const array = arrays.get(name);
    if (!(array?.data instanceof Uint8Array) || array.shape.length !== DIMENSIONS[part]) {
      throw new DataError(
        '{0} has no array {1} of bytes in {2} dimensions. Use the mnist.npz that Keras downloads.',
        file,
        name,
        DIMENSIONS[part],
      );
    }
    return { file: `${file}/${name}.npy`, array: { shape: array.shape, data: array.data } };
  });
}
