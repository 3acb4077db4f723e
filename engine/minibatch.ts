/** @file The mini-batch: takes images out of a set into `X` and `t`, and shows the tensors at its size. */

import type { ImageSet } from './data/dataset.ts';
import type { Kernels } from './kernels/kernels.ts';
import type { Tensors, TensorSpec } from './ops/op.ts';
import { lastBytes, type Tensor } from './tensor.ts';

/** The tensors of a program as they stand for the mini-batch last taken, which may be smaller than a full one. */
export class MiniBatch {
  tensors: Tensors;
  /** Class indices of the batch's examples; those past its size are left over from an earlier one. */
  readonly labels: Uint8Array;
  private readonly bySize = new Map<number, Tensors>();
  /** The set's images, each by itself: a view made for every one that is taken would be allocating in a step. */
  private readonly images: readonly Uint8Array[];
  /** For each size, where in `X` the images' bytes are put. */
  private readonly packed = new Map<number, Uint8Array>();

  /**
   * @param specs the tensors to show
   * @param full those tensors at the size of a full batch
   * @param set where batches are taken from
   */
  constructor(
    private readonly specs: readonly TensorSpec[],
    private readonly full: Tensors,
    private readonly set: ImageSet,
    private readonly kernels: Kernels,
  ) {
    const size = full.X.shape[0];
    this.labels = new Uint8Array(size);
    this.bySize.set(size, full);
    this.tensors = full;
    const pixels = set.height * set.width;
    this.images = Array.from({ length: set.count }, (_, i) =>
      set.images.subarray(i * pixels, (i + 1) * pixels),
    );
  }

  /** Fills `X` (pixels divided by 255) and `t` with the images that `order` names from `start` on. */
  take(order: Uint32Array, start: number, size: number): void {
    const before = this.tensors;
    this.tensors = this.atSize(size);
    if (size > before.X.shape[0]) this.clearBelow(before);
    const { X, t } = this.tensors;
    const { images, set } = this;
    const pixels = set.height * set.width;
    const packed = this.packedAt(size);
    t.data.fill(0);
    for (let i = 0; i < size; i++) {
      const image = order[start + i];
      packed.set(images[image], i * pixels);
      const label = set.labels[image];
      this.labels[i] = label;
      if (t.shape.length === 1) t.data[i] = label;
      else t.data[i * t.shape[1] + label] = 1;
    }
    this.kernels.unpack(X);
  }

  /** Shows a full batch again, as before the first was taken. */
  reset(): void {
    this.tensors = this.full;
  }

  /** Rows past a smaller batch would be left over from some step before it: which one depends on how one got here. */
  private clearBelow(smaller: Tensors): void {
    for (const { name, batched } of this.specs) {
      if (batched) this.tensors[name].data.fill(0, smaller[name].data.length);
    }
  }

  /** The last bytes of `X`, of which `unpack` makes its numbers. */
  private packedAt(size: number): Uint8Array {
    let packed = this.packed.get(size);
    if (!packed) {
      packed = lastBytes(this.tensors.X);
      this.packed.set(size, packed);
    }
    return packed;
  }

  /** Views of the same memory, with fewer rows where a tensor's rows are the batch's examples. Made once for each size. */
  private atSize(size: number): Tensors {
    let tensors = this.bySize.get(size);
    if (!tensors) {
      tensors = Object.fromEntries(
        this.specs.map((spec) => {
          const tensor = this.full[spec.name];
          return [spec.name, spec.batched ? firstRows(tensor, size) : tensor];
        }),
      );
      this.bySize.set(size, tensors);
    }
    return tensors;
  }
}

/** The class with the highest value in row `i` of (B, K); the first of equals, as `np.argmax` has it. */
export function predictedClass(y: Tensor, i: number): number {
  const K = y.shape[1];
  let best = 0;
  for (let j = 1; j < K; j++) if (y.data[i * K + j] > y.data[i * K + best]) best = j;
  return best;
}

function firstRows(tensor: Tensor, rows: number): Tensor {
  const [all, ...rest] = tensor.shape;
  return {
    ...tensor,
    shape: [rows, ...rest],
    data: tensor.data.subarray(0, (tensor.data.length / all) * rows),
  };
}
