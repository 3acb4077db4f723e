import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { loadFolder } from '../../engine/data/folder.ts';
import { joinImages } from '../../engine/data/images.ts';
import { DataError } from '../../engine/errors.ts';
import { writeIdx } from '../../engine/formats/idx.ts';
import { writeNpz } from '../../engine/formats/npz.ts';
import { mnistFolder } from './golden.ts';

const fault = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DataError, String(error));
  assert.match(error.message, pattern);
  return true;
};

/** Images of `side` × `side` pixels, image `i` filled with `i`, and labels counting up. */
function idxPair(count: number, side: number): { images: Uint8Array; labels: Uint8Array } {
  const data = Uint8Array.from({ length: count * side * side }, (_, i) => Math.floor(i / (side * side)));
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  return {
    images: writeIdx({ shape: [count, side, side], data }),
    labels: writeIdx({ shape: [count], data: labels }),
  };
}

const train = idxPair(12, 4);
const test = idxPair(3, 4);
const plain: Record<string, Uint8Array> = {
  'train-images-idx3-ubyte': train.images,
  'train-labels-idx1-ubyte': train.labels,
  't10k-images-idx3-ubyte': test.images,
  't10k-labels-idx1-ubyte': test.labels,
};

/** All but the labels of the test images. */
const unlabelled = Object.fromEntries(
  Object.entries(plain).filter(([name]) => !name.startsWith('t10k-labels')),
);

const load = (files: Record<string, Uint8Array>) =>
  loadFolder({
    name: 'fashion',
    path: '/data/fashion',
    files: Object.keys(files),
    read: (file) => Promise.resolve(files[file]),
  });

describe('images and labels', () => {
  const images = (count: number) => ({
    file: 'the-images',
    array: { shape: [count, 2, 2], data: new Uint8Array(count * 4) },
  });
  const labels = (...data: number[]) => ({
    file: 'the-labels',
    array: { shape: [data.length], data: Uint8Array.from(data) },
  });

  it('are joined', () => {
    const set = joinImages(images(3), labels(0, 9, 5));
    assert.deepEqual(set, {
      count: 3,
      height: 2,
      width: 2,
      images: new Uint8Array(12),
      labels: Uint8Array.of(0, 9, 5),
    });
  });

  it('must be as many', () => {
    const many = { file: 'the-labels', array: { shape: [59_999], data: new Uint8Array(59_999) } };
    assert.throws(
      () => joinImages(images(60_000), many),
      fault(/^the-images holds 60000 images, but the-labels holds 59999 labels/),
    );
  });

  it('must be of a class', () => {
    assert.throws(
      () => joinImages(images(3), labels(0, 10, 5)),
      fault(/^the-labels: label 10 of image 1 is not a class from 0 to 9/),
    );
  });

  it('must be there', () => {
    assert.throws(() => joinImages(images(0), labels()), fault(/^the-images holds no images/));
  });
});

describe('a folder', () => {
  it('may hold plain IDX files, and gives its name to the data', async () => {
    const dataset = await load(plain);
    assert.equal(dataset.name, 'fashion');
    assert.equal(dataset.builtIn, false);
    assert.equal(dataset.train.count, 12);
    assert.deepEqual(dataset.test, {
      count: 3,
      height: 4,
      width: 4,
      images: test.images.subarray(16),
      labels: Uint8Array.of(0, 1, 2),
    });
  });

  it('may hold them compressed, named with a dot, beside other files', async () => {
    const others = Object.entries(plain).map(
      ([name, bytes]) => [`${name.replace('-idx', '.idx')}.gz`, gzipSync(bytes)] as const,
    );
    assert.deepEqual(
      await load({ ...Object.fromEntries(others), 'a.txt': new Uint8Array() }),
      await load(plain),
    );
  });

  const npz = (changes = {}) =>
    writeNpz({
      x_train: { shape: [12, 4, 4], data: train.images.subarray(16) },
      y_train: { shape: [12], data: train.labels.subarray(8) },
      x_test: { shape: [3, 4, 4], data: test.images.subarray(16) },
      y_test: { shape: [3], data: test.labels.subarray(8) },
      ...changes,
    });

  it("may hold Keras's mnist.npz", async () => {
    const { 'train-images-idx3-ubyte': images } = plain;
    assert.deepEqual(await load({ 'mnist.npz': npz() }), await load(plain));
    assert.deepEqual(
      await load({ 'mnist.npz': npz(), 'train-images-idx3-ubyte': images }),
      await load(plain),
    );
  });

  it('says which array of mnist.npz is missing or of another kind', async () => {
    const floats = npz({ x_test: { shape: [3, 4, 4], data: new Float32Array(48) } });
    await assert.rejects(
      load({ 'mnist.npz': floats }),
      fault(/mnist\.npz has no array x_test of bytes in 3/),
    );
    const flat = npz({ x_train: { shape: [12, 16], data: new Uint8Array(192) } });
    await assert.rejects(load({ 'mnist.npz': flat }), fault(/no array x_train/));
  });

  it('says which file is missing', async () => {
    await assert.rejects(load(unlabelled), fault(/There is no t10k-labels-idx1-ubyte in \/data\/fashion/));
  });

  it('names the file that is damaged', async () => {
    const damaged = gzipSync(test.labels);
    damaged[damaged.length - 5] ^= 1;
    await assert.rejects(
      load({ ...unlabelled, 't10k-labels-idx1-ubyte.gz': damaged }),
      fault(/^\/data\/fashion\/t10k-labels-idx1-ubyte\.gz is damaged/),
    );
  });

  it('must have images of one size', async () => {
    await assert.rejects(
      load({ ...plain, 't10k-images-idx3-ubyte': idxPair(3, 5).images }),
      fault(/in \/data\/fashion are 4 × 4 pixels, but the test images are 5 × 5/),
    );
  });
});

describe('on the disk', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('MNIST is known by its checksums, in whatever kind of file', async function () {
    const mnist = await readDataset(mnistFolder() ?? this.skip());
    assert.equal(mnist.name, 'MNIST');
    assert.deepEqual([mnist.train.count, mnist.test.count, mnist.train.height], [60_000, 10_000, 28]);
    assert.deepEqual([...mnist.train.labels.subarray(0, 5)], [5, 0, 4, 1, 9]);

    const array = (shape: number[], data: Uint8Array) => ({ shape, data });
    const images = Uint8Array.from(mnist.train.images);
    const save = () => {
      const npz = writeNpz({
        x_train: array([60_000, 28, 28], images),
        y_train: array([60_000], mnist.train.labels),
        x_test: array([10_000, 28, 28], mnist.test.images),
        y_test: array([10_000], mnist.test.labels),
      });
      writeFileSync(join(folder, 'mnist.npz'), npz);
    };
    save();
    assert.deepEqual((await readDataset(folder)).name, 'MNIST');
    images[47_039_999] ^= 1;
    save();
    assert.match((await readDataset(folder)).name, /^data-/);
  });

  it('a folder that is not there is said to be missing', async () => {
    await assert.rejects(readDataset(join(folder, 'nowhere')), fault(/nowhere cannot be read \(ENOENT\)/));
  });
});
