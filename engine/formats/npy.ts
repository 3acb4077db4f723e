/** @file NumPy's `.npy` format, versions 1 and 2 (`numpy/lib/format.py`): one array, little-endian, in C order. */

import { DataError } from '../errors.ts';
import { sizeOf } from '../tensor.ts';

/** The element types, by the `descr` that NumPy writes. */
const TYPES = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<u8': BigUint64Array,
  '<i8': BigInt64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** An array in row-major (C) order. `shape` is `[]` for a scalar. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: NpyData;
}

/** `\x93NUMPY` */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** NumPy aligns the data to this many bytes. */
const ALIGNMENT = 64;

/**
 * Reads a `.npy` file.
 * @param file its name, for errors
 * @throws DataError if it is not `.npy`, is cut short, or holds what is not supported: big-endian numbers, Fortran order
 *   of more than one dimension, or types other than integers and floats
 */
export function readNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new DataError('{0} is not a .npy array. Check that it is the right file.', file);
  }
  const lengthBytes = bytes[6] === 1 ? 2 : 4;
  const headerStart = MAGIC.length + 2 + lengthBytes;
  if (bytes.length < headerStart) throw cutShort(file);
  const dataStart = headerStart + (lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < dataStart) throw cutShort(file);

  const header = new TextDecoder().decode(bytes.subarray(headerStart, dataStart));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shapeText = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  const Type = Object.entries(TYPES).find(([name]) => name === descr)?.[1];
  if (Type === undefined || order === undefined || shapeText === undefined) {
    throw new DataError(
      '{0} holds an array that cannot be read here: {1}. Save it as float32, float64 or integers, little-endian.',
      file,
      header.trim(),
    );
  }
  const shape = shapeText.split(',').flatMap((length) => (length.trim() === '' ? [] : [Number(length)]));
  if (order === 'True' && shape.length > 1) {
    throw new DataError(
      '{0} is stored in Fortran order. Save it with np.ascontiguousarray in C order.',
      file,
    );
  }
  const promised = sizeOf(shape) * Type.BYTES_PER_ELEMENT;
  if (bytes.length - dataStart !== promised) {
    throw new DataError(
      '{0} should hold {1} bytes of data ({2}), but holds {3}. Get the file again.',
      file,
      promised,
      shape.join(' × '),
      bytes.length - dataStart,
    );
  }
  // A copy, so that the data is aligned.
  return { shape, data: new Type(bytes.slice(dataStart).buffer) };
}

/** The bytes of a version 1 `.npy` file that holds this array, laid out as NumPy does. */
export function writeNpy({ shape, data }: NpyArray): Uint8Array {
  const descr = Object.entries(TYPES).find(([, Type]) => data instanceof Type)?.[0] ?? '';
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  const prefixLength = MAGIC.length + 4;
  const headerLength = Math.ceil((prefixLength + header.length + 1) / ALIGNMENT) * ALIGNMENT - prefixLength;
  const bytes = new Uint8Array(prefixLength + headerLength + data.byteLength);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, headerLength, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(headerLength - 1)}\n`), prefixLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), prefixLength + headerLength);
  return bytes;
}

function cutShort(file: string): DataError {
  return new DataError('{0} ends inside its header. Get the file again.', file);
}
