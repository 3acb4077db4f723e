/** @file Reading zip archives with every promise in them checked: sizes, places and CRC-32 of each file. */

import { DataError } from '../errors.ts';
import { gunzip, MAX_BYTES } from './gzip.ts';

/**
 * The files of a zip archive (PKWARE's APPNOTE, without zip64, encryption and split archives), stored or deflated, in
 * the order of its directory.
 * @param file the archive's name, for errors
 * @throws DataError if the archive is damaged, cut short, or a file in it is not what the directory says, or all
 *   together are larger than `MAX_BYTES`
 */
export async function unzip(bytes: Uint8Array, file: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let budget = MAX_BYTES;
  for (const entry of readDirectory(bytes, file)) {
    const content = await gunzip(toGzip(bytes, entry), `${file}/${entry.name}`, budget);
    budget -= content.length;
    files.set(entry.name, content);
  }
  return files;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly dataStart: number;
}

const STORED = 0;
const DEFLATED = 8;

/** The shortest header of a gzip file: magic number, DEFLATE, nothing else said (RFC 1952). */
const GZIP_HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

const LOCAL_HEADER = { signature: 0x04034b50, length: 30 };
const DIRECTORY_ENTRY = { signature: 0x02014b50, length: 46 };
const END = { signature: 0x06054b50, length: 22 };

function readDirectory(bytes: Uint8Array, file: string): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const check = (fine: boolean): void => {
    if (!fine) {
      throw new DataError('{0} is not a zip archive, or was cut short. Get the file again.', file);
    }
  };
  /** Makes sure that a record of this kind, with so much after it, is where it should be. */
  const expect = (
    { signature, length }: { signature: number; length: number },
    at: number,
    after = 0,
  ): void => {
    check(at + length + after <= bytes.length && view.getUint32(at, true) === signature);
  };

  // The end record comes last, but for a comment of up to 65,535 bytes.
  let end = bytes.length - END.length;
  const earliest = Math.max(0, end - 0xffff);
  while (end > earliest && view.getUint32(end, true) !== END.signature) end--;
  check(end >= 0);
  expect(END, end);

  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(DIRECTORY_ENTRY, at);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    expect(DIRECTORY_ENTRY, at, nameLength);
    expect(LOCAL_HEADER, local);
    const packedSize = view.getUint32(at + 20, true);
    const dataStart =
      local + LOCAL_HEADER.length + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    check(dataStart + packedSize <= bytes.length);
    const nameStart = at + DIRECTORY_ENTRY.length;
    const name = new TextDecoder().decode(bytes.subarray(nameStart, nameStart + nameLength));
    const method = view.getUint16(at + 10, true);
    if (method !== STORED && method !== DEFLATED) {
      throw new DataError(
        '{0} is compressed by a method that is not supported ({1}). Save the archive with np.savez_compressed.',
        `${file}/${name}`,
        method,
      );
    }
    entries.push({
      name,
      method,
      crc: view.getUint32(at + 16, true),
      packedSize,
      size: view.getUint32(at + 24, true),
      dataStart,
    });
    at = nameStart + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The most that a block of DEFLATE data can store as it is. */
const STORED_BLOCK = 0xffff;

/**
 * Wraps a file of the archive as gzip, which holds the same DEFLATE data, CRC-32 and size, so that the platform checks
 * them while it decompresses.
 */
function toGzip(archive: Uint8Array, { method, crc, packedSize, size, dataStart }: Entry): Uint8Array {
  const packed = archive.subarray(dataStart, dataStart + packedSize);
  const deflated = method === STORED ? storeBlocks(packed) : packed;
  const gzip = new Uint8Array(GZIP_HEADER.length + deflated.length + 8);
  gzip.set(GZIP_HEADER);
  gzip.set(deflated, GZIP_HEADER.length);
  const trailer = new DataView(gzip.buffer, gzip.length - 8);
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size, true);
  return gzip;
}

/** DEFLATE data (RFC 1951, 3.2.4) that holds the bytes without compressing them. */
function storeBlocks(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / STORED_BLOCK));
  const deflated = new Uint8Array(bytes.length + 5 * blocks);
  const view = new DataView(deflated.buffer);
  for (let block = 0; block < blocks; block++) {
    const content = bytes.subarray(block * STORED_BLOCK, (block + 1) * STORED_BLOCK);
    const at = block * (STORED_BLOCK + 5);
    view.setUint8(at, block === blocks - 1 ? 1 : 0);
    view.setUint16(at + 1, content.length, true);
    view.setUint16(at + 3, ~content.length, true);
    deflated.set(content, at + 5);
  }
  return deflated;
}
