/** @file IDX, the format of MNIST: a magic number, the lengths of the dimensions, then the bytes (http://yann.lecun.com/exdb/mnist). */

import { DataError } from '../errors.ts';
import { sizeOf } from '../tensor.ts';

/** An array of unsigned bytes in row-major order. */
export interface ByteArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** Third byte of the magic number: the elements are unsigned bytes. The fourth is the number of dimensions. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes; the array is a view into `bytes`. The magic number is 2049 for labels (one
 * dimension) and 2051 for images (three: count, height, width).
 * @param dimensions how many there should be
 * @param file its name, for errors
 * @throws DataError if the header or the data is cut short, there are bytes left over, or the magic number is another
 */
export function readIdx(bytes: Uint8Array, dimensions: number, file: string): ByteArray {
  const headerLength = 4 + 4 * dimensions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expected = (UNSIGNED_BYTE << 8) | dimensions;
  if (bytes.length >= 4 && view.getUint32(0) !== expected) {
    throw new DataError(
      '{0} is not the IDX file it should be: it begins with {1}, not with {2}. Check that images and labels are not mixed up.',
      file,
      view.getUint32(0),
      expected,
    );
  }
  if (bytes.length < headerLength) {
    throw new DataError(
      '{0} ends inside its header, after {1} of {2} bytes. Get the file again.',
      file,
      bytes.length,
      headerLength,
    );
  }
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const promised = sizeOf(shape);
  const found = bytes.length - headerLength;
  if (found !== promised) {
    throw new DataError(
      '{0} should hold {1} bytes of data ({2}), but holds {3}. Get the file again.',
      file,
      promised,
      shape.join(' × '),
      found,
    );
  }
  return { shape, data: bytes.subarray(headerLength) };
}

/** The bytes of an IDX file that holds this array. */
export function writeIdx({ shape, data }: ByteArray): Uint8Array<ArrayBuffer> {
  const headerLength = 4 + 4 * shape.length;
  const bytes = new Uint8Array(headerLength + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (UNSIGNED_BYTE << 8) | shape.length);
  shape.forEach((length, i) => {
    view.setUint32(4 + 4 * i, length);
  });
  bytes.set(data, headerLength);
  return bytes;
}
