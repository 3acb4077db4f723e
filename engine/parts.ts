/** @file Numbers in a quarter of the bytes: as parts of the largest of their neighbours. */

/** How many numbers are told as parts of the same. */
const block = 64;

/** The byte that stands for zero; 127 more or less for the largest. */
const zero = 128;

/** What each byte stands for, of the largest. */
const portions = Float64Array.from({ length: 256 }, (_, byte) => (byte - zero) / 127);

/** How many neighbourhoods so many numbers have. */
export function blocksOf(count: number): number {
  return Math.ceil(count / block);
}

/**
 * Writes numbers, all finite, as 127ths of the one farthest from zero among 64 neighbours.
 * @param largest of each 64 of them, how far that one is from zero
 * @param shares of each of them, its 127ths and 128
 */
export type WriteParts = (from: Float32Array, largest: Float32Array, shares: Uint8Array) => void;

export const writeParts: WriteParts = (from, largest, shares) => {
  for (let b = 0; b < largest.length; b++) {
    const end = Math.min((b + 1) * block, from.length);
    let most = 0;
    for (let i = b * block; i < end; i++) most = Math.max(most, Math.abs(from[i]));
    largest[b] = most;
    for (let i = b * block; i < end; i++)
      shares[i] = zero + (most === 0 ? 0 : Math.round((from[i] / most) * 127));
  }
};

/** Reads them again: off by less than a 253rd of the largest of their neighbours, and none farther from zero than that. */
export function readParts(largest: Float32Array, shares: Uint8Array, into: Float32Array): void {
  for (let b = 0; b < largest.length; b++) {
    const most = largest[b];
    const end = Math.min((b + 1) * block, into.length);
    for (let i = b * block; i < end; i++) into[i] = most * portions[shares[i]];
  }
}
