/** @file gzip, decompressed by the platform's own `DecompressionStream`, a piece at a time and never past a limit. */

import { DataError } from '../errors.ts';

/** Whether the bytes begin as a gzip file does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The most that one file may become: 512 MiB, eleven times the largest file of MNIST. */
export const MAX_BYTES = 2 ** 29;

/**
 * Decompresses gzip data. The stream's CRC-32 and length are checked by the platform, after the fact: what memory is
 * taken follows the bytes that really come out.
 * @param file where it comes from, for errors
 * @throws DataError if it is damaged, cut short, or larger than `limit` bytes
 */
export async function gunzip(bytes: Uint8Array, file: string, limit = MAX_BYTES): Promise<Uint8Array> {
  const source = new ReadableStream<BufferSource>({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes));
      controller.close();
    },
  });
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new DataError(
        '{0} is damaged or was cut short: it cannot be decompressed ({1}). Get the file again.',
        file,
        cause instanceof Error ? cause.message : String(cause),
      );
    });
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new DataError(
        '{0} decompresses to more than {1} bytes, which is more than it may hold. Check that it is the right file.',
        file,
        limit,
      );
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
