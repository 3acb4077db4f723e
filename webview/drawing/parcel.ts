/**
 * @file What of a frame travels to a webview: the pictures that it does not have already, large ones in a quarter of the bytes.
 *
 * The bytes of a frame are what a person who steps waits for longest.
 */

import type { Frame, FrameTensor } from '../../engine/frame.ts';
import { blocksOf, readParts, type WriteParts } from '../../engine/parts.ts';

/** A frame on its way from a `Packer` to the `Unpacker` of the same page. */
export interface Parcel {
  readonly cursor: Frame['cursor'];
  readonly tensors: readonly PackedTensor[];
  /** The numbers of what has changed, tensor after tensor, each in its own form. */
  readonly data: ArrayBuffer;
}

interface PackedTensor extends FrameTensor {
  /** How many parcels ago its numbers were sent; 0 where they are in this one. */
  readonly age: number;
  /** Whether small numbers are told apart where there are large ones too. */
  readonly isFine: boolean;
}

/** A tensor of a frame, with its picture's numbers. */
export type TensorFrame = FrameTensor & { readonly values: Float32Array };

/** A frame as it has come. */
export interface Unpacked {
  readonly cursor: Frame['cursor'];
  readonly tensors: readonly TensorFrame[];
}

/** How numbers travel: none comes to lie farther from zero. What `bytes` says that so many take is a multiple of four. */
interface Form {
  readonly bytes: (count: number) => number;
  readonly write: (from: Float32Array, data: ArrayBuffer, at: number, writeParts: WriteParts) => void;
  readonly read: (data: ArrayBuffer, at: number, into: Float32Array) => void;
}

/** As they are. */
const whole: Form = {
  bytes: (count) => 4 * count,
  write: (from, data, at) => {
    new Float32Array(data, at, from.length).set(from);
  },
  read: (data, at, into) => {
    into.set(new Float32Array(data, at, into.length));
  },
};

/** Their upper halves, which have 8 bits of the significand: they are off by a hundredth at most. */
const halves: Form = {
  bytes: (count) => 4 * Math.ceil(count / 2),
  write: (from, data, at) => {
    const bits = new Uint32Array(from.buffer, from.byteOffset, from.length);
    const upper = new Uint16Array(data, at, from.length);
    for (let i = 0; i < bits.length; i++) upper[i] = upperHalf(bits[i]);
  },
  read: (data, at, into) => {
    const bits = new Uint32Array(into.buffer, into.byteOffset, into.length);
    const upper = new Uint16Array(data, at, into.length);
    for (let i = 0; i < bits.length; i++) bits[i] = upper[i] << 16;
  },
};

/**
 * As parts of the largest of their neighbours: a colour of 256 is off by two at most where none of them is beyond the scale.
 * For finite numbers only.
 */
const parts: Form = {
  bytes: (count) => 4 * blocksOf(count) + 4 * Math.ceil(count / 4),
  write: (from, data, at, writeParts) => {
    const largest = new Float32Array(data, at, blocksOf(from.length));
    writeParts(from, largest, new Uint8Array(data, at + largest.byteLength, from.length));
  },
  read: (data, at, into) => {
    const largest = new Float32Array(data, at, blocksOf(into.length));
    readParts(largest, new Uint8Array(data, at + largest.byteLength, into.length), into);
  },
};

/** Pictures of no more cells than this are read as numbers too; those of larger ones are asked for. */
const mostWholeCells = 4096;

function formOf(tensor: FrameTensor, isFine: boolean): Form {
  if (cellsOf(tensor) <= mostWholeCells) return whole;
  const { nan, inf, min, max } = tensor.stats;
  // What is finite in float64 may not be in the picture.
  const isFinite = nan + inf === 0 && [min, max].every((end) => Number.isFinite(Math.fround(end)));
  return isFinite && !isFine ? parts : halves;
}

/**
 * So many parcels both sides remember, and no more: the parts of a picture that a person looks at are without end. Enough to go
 * on as one has come, or back again: every other parcel may have been sent ahead of a step.
 */
const memory = 4;

/** What the last parcels were about. */
class Recent<Kept> {
  /** The latest first. */
  private readonly parcels: ReadonlyMap<string, Kept>[] = [];

  add(parcel: ReadonlyMap<string, Kept>): void {
    this.parcels.unshift(parcel);
    this.parcels.length = Math.min(this.parcels.length, memory);
  }

  /** @param age 1 for the latest; there is nothing of 0 */
  get(age: number, key: string): Kept | undefined {
    return age === 0 ? undefined : this.parcels.at(age - 1)?.get(key);
  }

  /** How many parcels ago there was such a one; 0 if there was none. */
  age(key: string, isSuch: (kept: Kept) => boolean): number {
    return (
      this.parcels.findIndex((parcel) => {
        const kept = parcel.get(key);
        return kept !== undefined && isSuch(kept);
      }) + 1
    );
  }

  clear(): void {
    this.parcels.length = 0;
  }
}

interface Sent {
  readonly head: string;
  readonly numbers: Float32Array;
}

/** Packs for one receiver, which gets every parcel: where it did not, another packer begins. */
export class Packer {
  private readonly sent = new Recent<Sent>();

  constructor(private readonly writeParts: WriteParts) {}

  /** @param fine tensors whose small numbers are told apart, however large others of theirs are */
  pack({ cursor, tensors, data }: Frame, fine: readonly string[]): Parcel {
    const sent = new Map<string, Sent>();
    const packed = tensors.map((tensor) => {
      const isFine = fine.includes(tensor.tensor);
      const numbers = new Float32Array(data, 4 * tensor.offset, cellsOf(tensor));
      const head = JSON.stringify({ ...tensor, offset: 0, isFine });
      const isSame = (before: Sent): boolean => before.head === head && sameNumbers(before.numbers, numbers);
      const age = this.sent.age(keyOf(tensor), isSame);
      sent.set(keyOf(tensor), { head, numbers });
      return { numbers, head: { ...tensor, age, isFine }, form: formOf(tensor, isFine) };
    });
    const travelling = packed.filter(({ head }) => head.age === 0);
    const size = travelling.reduce((sum, { form, numbers }) => sum + form.bytes(numbers.length), 0);
    const parcel = new ArrayBuffer(size);
    let at = 0;
    for (const { form, numbers } of travelling) {
      form.write(numbers, parcel, at, this.writeParts);
      at += form.bytes(numbers.length);
    }
    this.sent.add(sent);
    return { cursor, tensors: packed.map(({ head }) => head), data: parcel };
  }
}

/** Keeps of all parcels to one receiver what the last that it was to show was about, so that another can be sent the same. */
export class Copies {
  /** The last that was to be shown. */
  last: Parcel | null = null;
  private shown: ReadonlyMap<string, Uint8Array> = new Map();
  private readonly kept = new Recent<Uint8Array>();

  /** @param isAhead whether it was sent ahead of what is to be shown */
  add(parcel: Parcel, isAhead = false): void {
    const kept = new Map<string, Uint8Array>();
    let at = 0;
    for (const tensor of parcel.tensors) {
      const bytes = formOf(tensor, tensor.isFine).bytes(cellsOf(tensor));
      const known = this.kept.get(tensor.age, keyOf(tensor));
      kept.set(keyOf(tensor), known ?? new Uint8Array(parcel.data, at, bytes));
      if (!known) at += bytes;
    }
    this.kept.add(kept);
    if (isAhead) return;
    this.shown = kept;
    this.last = parcel;
  }

  /** The last parcel with all that is in the picture, for a receiver that has nothing; `null` where there was none. */
  get whole(): Parcel | null {
    if (this.last === null) return null;
    const copies = [...this.shown.values()];
    const data = new Uint8Array(copies.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const copy of copies) {
      data.set(copy, at);
      at += copy.length;
    }
    const tensors = this.last.tensors.map((tensor) => ({ ...tensor, age: 0 }));
    return { cursor: this.last.cursor, tensors, data: data.buffer };
  }
}

export class Unpacker {
  private readonly received = new Recent<Float32Array>();

  clear(): void {
    this.received.clear();
  }

  /** What was received before is not copied. */
  unpack({ cursor, tensors, data }: Parcel): Unpacked {
    let at = 0;
    const received = new Map<string, Float32Array>();
    const unpacked = tensors.map((tensor) => {
      const { age, isFine } = tensor;
      const count = cellsOf(tensor);
      const known = this.received.get(age, keyOf(tensor));
      const values = known ?? new Float32Array(count);
      if (!known) {
        const form = formOf(tensor, isFine);
        form.read(data, at, values);
        at += form.bytes(count);
      }
      received.set(keyOf(tensor), values);
      return { ...tensor, values };
    });
    this.received.add(received);
    return { cursor, tensors: unpacked };
  }
}

function keyOf({ view, tensor, region }: FrameTensor): string {
  return `${view} ${tensor} ${JSON.stringify(region)}`;
}

function cellsOf({ tiles, rows, columns }: FrameTensor): number {
  return tiles * rows * columns;
}

/** A NaN whose mark is in the lower half stays one. */
function upperHalf(bits: number): number {
  const isNaN = (bits & 0x7fffffff) > 0x7f800000;
  return (bits >>> 16) | (isNaN ? 0x40 : 0);
}

/** Whether two pictures have the same numbers. Bit by bit: a NaN equals itself. */
export function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true;
  const [left, right] = [a, b].map((each) => new Uint32Array(each.buffer, each.byteOffset, each.length));
  return left.every((bits, i) => bits === right[i]);
}
