/** @file The mini-batch: takes images out of a set into `X` and `t`, and shows the tensors at its size. */

import type { ImageSet } from './data/dataset.ts';
import type { Kernels } from './kernels/kernels.ts';
import type { Tensors, TensorSpec } from './ops/op.ts';
import { sizeOf, type Tensor } from './tensor.ts';

/** Room in an arena for the images' bytes, beside `X`: four of them to a number. */
export function roomForPixels(X: { readonly shape: readonly number[] }): { name: string; shape: number[] } {
  return { name: 'pixels', shape: [Math.ceil(sizeOf(X.shape) / 4)] };
}

/** The tensors at one size of the batch, and its images' bytes. */
interface Sized {
  readonly tensors: Tensors;
  /** The same, but for an `X` that is pixels. */
  readonly packed: Tensors;
  readonly pixels: Uint8Array;
}

/**
 * The tensors of a program as they stand for the mini-batch last taken, which may be smaller than a full one. Kernels that
 * read pixels need no `X`, so it is written out only when somebody looks.
 */
export class MiniBatch {
  /** Class indices of the batch's examples; those past its size are left over from an earlier one. */
  readonly labels: Uint8Array;
  private sized: Sized;
  /** Whether `X` is still to be made of the pixels. */
  private isPacked = false;
  private readonly bySize = new Map<number, Sized>();

  /**
   * @param specs the tensors to show
   * @param full those tensors at the size of a full batch
   * @param room `roomForPixels` of the full batch's `X`, laid out in the same memory
   */
  constructor(
    private readonly specs: readonly TensorSpec[],
    private readonly full: Tensors,
    private readonly room: Tensor,
    private readonly kernels: Kernels,
  ) {
    const [size] = full.X.shape;
    this.labels = new Uint8Array(size);
    this.sized = this.atSize(size);
  }

  get tensors(): Tensors {
    const { tensors, pixels } = this.sized;
    if (this.isPacked) this.kernels.unpack(tensors.X, pixels);
    this.isPacked = false;
    return tensors;
  }

  /** The same for running passes: what is there of `X` is pixels, as long as nobody has looked at it or changed it. */
  get packed(): Tensors {
    return this.isPacked && this.kernels.readPixels ? this.sized.packed : this.tensors;
  }

  /**
   * Fills `X` (pixels divided by 255) and `t` with the images that `order` names from `start` on.
   * @param images each by itself: a view made for every one that is taken would be allocating in a step
   * @param labels of all of them
   */
  take(
    images: readonly Uint8Array[],
    labels: Uint8Array,
    order: Uint32Array,
    start: number,
    size: number,
  ): void {
    this.show(size);
    const { pixels } = this.sized;
    const length = pixels.length / size;
    for (let i = 0; i < size; i++) {
      const image = order[start + i];
      pixels.set(images[image], i * length);
      this.label(i, labels[image]);
    }
  }

  /** The same with images that lie one behind the other. */
  takeConsecutive({ images, labels }: ImageSet, start: number, size: number): void {
    this.show(size);
    const { pixels } = this.sized;
    const length = pixels.length / size;
    pixels.set(images.subarray(start * length, (start + size) * length));
    for (let i = 0; i < size; i++) this.label(i, labels[start + i]);
  }

  /** Shows a full batch again, as before the first was taken. */
  reset(): void {
    this.sized = this.atSize(this.full.X.shape[0]);
    this.isPacked = false;
  }

  private show(size: number): void {
    const before = this.sized.tensors;
    this.sized = this.atSize(size);
    if (size > before.X.shape[0]) this.clearBelow(before);
    this.isPacked = true;
    this.sized.tensors.t.data.fill(0);
  }

  private label(i: number, label: number): void {
    const { t } = this.sized.tensors;
    this.labels[i] = label;
    if (t.shape.length === 1) t.data[i] = label;
    else t.data[i * t.shape[1] + label] = 1;
  }

  /** Rows past a smaller batch would be left over from some step before it: which one depends on how one got here. */
  private clearBelow(smaller: Tensors): void {
    for (const { name, batched } of this.specs) {
      if (batched) this.sized.tensors[name].data.fill(0, smaller[name].data.length);
    }
  }

  /** Views of the same memory, with fewer rows where a tensor's rows are the batch's examples. Made once for each size. */
  private atSize(size: number): Sized {
    let sized = this.bySize.get(size);
    if (!sized) {
      const tensors: Tensors = Object.fromEntries(
        this.specs.map((spec) => {
          const tensor = this.full[spec.name];
          return [spec.name, spec.batched ? firstRows(tensor, size) : tensor];
        }),
      );
      const { buffer, byteOffset } = this.room.data;
      const pixels = new Uint8Array(buffer, byteOffset, sizeOf(tensors.X.shape));
      sized = { tensors, packed: { ...tensors, X: { ...tensors.X, pixels } }, pixels };
      this.bySize.set(size, sized);
    }
    return sized;
  }
}

function firstRows(tensor: Tensor, rows: number): Tensor {
  const [all, ...rest] = tensor.shape;
  return {
    ...tensor,
    shape: [rows, ...rest],
    data: tensor.data.subarray(0, (tensor.data.length / all) * rows),
  };
}
