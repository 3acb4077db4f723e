/**
 * @file What of a frame travels to a webview: the pictures that it does not have already, large ones in half the bytes.
 *
 * Over a network, the bytes of a frame are what a person who steps waits for longest.
 */

import type { Frame, FrameTensor } from '../../engine/frame.ts';

/** A frame on its way from a `Packer` to the `Unpacker` of the same page. */
export interface Parcel {
  readonly cursor: Frame['cursor'];
  readonly tensors: readonly PackedTensor[];
  /** The numbers of what has changed, tensor after tensor: the upper halves of float32 numbers where there are many. */
  readonly data: ArrayBuffer;
}

interface PackedTensor extends FrameTensor {
  /** Whether its numbers are those that were sent before, and are not in the parcel. */
  readonly isKnown: boolean;
}

/**
 * Pictures of more cells than this lose the lower halves of their numbers, which leaves 8 bits of the significand: a colour is
 * off by two of 256 at most. They are cut off, not rounded, so that no number comes to lie outside of its tensor's range. What
 * is read as a number is asked for, or is smaller.
 */
const mostWholeCells = 4096;

interface Sent {
  readonly head: string;
  readonly numbers: Uint32Array;
}

/** Both sides keep what the last parcel was about, and no more: the parts of a picture that a person looks at are without end. */
export class Packer {
  private sent: ReadonlyMap<string, Sent> = new Map();

  /** The receiver has nothing any more. */
  clear(): void {
    this.sent = new Map();
  }

  pack({ cursor, tensors, data }: Frame): Parcel {
    const sent = new Map<string, Sent>();
    const parts = tensors.map((tensor) => {
      const numbers = new Uint32Array(data, 4 * tensor.offset, cellsOf(tensor));
      const head = JSON.stringify({ ...tensor, offset: 0 });
      const before = this.sent.get(keyOf(tensor));
      const isKnown = before?.head === head && equal(before.numbers, numbers);
      sent.set(keyOf(tensor), { head, numbers });
      return { tensor, numbers, isKnown };
    });
    this.sent = sent;
    const travelling = parts.filter(({ isKnown }) => !isKnown).map(({ numbers }) => numbers);
    const packed = new Uint16Array(
      travelling.reduce((size, numbers) => size + packedSize(numbers.length), 0),
    );
    let at = 0;
    for (const numbers of travelling) {
      if (numbers.length > mostWholeCells) numbers.forEach((bits, i) => (packed[at + i] = upperHalf(bits)));
      else packed.set(new Uint16Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length), at);
      at += packedSize(numbers.length);
    }
    return {
      cursor,
      tensors: parts.map(({ tensor, isKnown }) => ({ ...tensor, isKnown })),
      data: packed.buffer,
    };
  }
}

export class Unpacker {
  private received: ReadonlyMap<string, Uint16Array> = new Map();

  clear(): void {
    this.received = new Map();
  }

  unpack({ cursor, tensors, data }: Parcel): Frame {
    let at = 0;
    const size = tensors.reduce((sum, tensor) => sum + cellsOf(tensor), 0);
    const numbers = new Uint32Array(size);
    const received = new Map<string, Uint16Array>();
    for (const tensor of tensors) {
      const cells = cellsOf(tensor);
      const before = this.received.get(keyOf(tensor)) ?? new Uint16Array(packedSize(cells));
      const packed = tensor.isKnown ? before : new Uint16Array(data, 2 * at, packedSize(cells));
      if (!tensor.isKnown) at += packedSize(cells);
      received.set(keyOf(tensor), packed);
      if (cells > mostWholeCells)
        for (let i = 0; i < cells; i++) numbers[tensor.offset + i] = packed[i] << 16;
      else new Uint16Array(numbers.buffer).set(packed, 2 * tensor.offset);
    }
    this.received = received;
    return { cursor, tensors, data: numbers.buffer };
  }
}

function keyOf({ view, tensor, region }: FrameTensor): string {
  return `${view} ${tensor} ${JSON.stringify(region)}`;
}

function cellsOf({ tiles, rows, columns }: FrameTensor): number {
  return tiles * rows * columns;
}

/** In numbers of 16 bits. */
function packedSize(cells: number): number {
  return cells > mostWholeCells ? cells : 2 * cells;
}

/** A NaN whose mark is in the lower half stays one. */
function upperHalf(bits: number): number {
  const isNaN = (bits & 0x7fffffff) > 0x7f800000;
  return (bits >>> 16) | (isNaN ? 0x40 : 0);
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((bits, i) => bits === b[i]);
}
