/** @file How large kernels are divided among two threads: products by rows of their output, elementwise kernels by cells. */

import type { Kernel, Sharing } from './threads.ts';
import type { VectorKernels } from './vectorKernels.ts';

/** How a kernel is to be called for a part of what it makes. Its arguments are named by their places. */
interface Division {
  /** For each tensor, from one row or cell to the next: so many bytes, or so many times an argument. */
  readonly apart: readonly (readonly [bytes: number, times?: number])[];
  /** The argument that says how many rows or cells there are. */
  readonly count: number;
  /** The arguments whose product says how much work that is. */
  readonly work: readonly number[];
  /**
   * The least work with which two threads are faster than one (`npm run bench -- train`): below, what they wait for each other and for
   * the weights that the other has written is more than what they save.
   */
  readonly worth: number;
  /** How many rows or cells stay together: as many as begin and end with a cache line. */
  readonly unit: number;
}

const product = (
  count: number,
  work: Division['work'],
  unit: number,
  ...apart: Division['apart']
): Division => ({ apart, count, work, worth: 1_000_000, unit });

const cells = (tensors: number): Division => ({
  apart: Array.from({ length: tensors }, () => [4] as const),
  count: tensors,
  work: [tensors],
  worth: 65_536,
  unit: 16,
});

/** The same for all parts. */
const whole = [0] as const;

/** Products take their sizes behind the tensors, which are x: (B, N), W: (N, M) and a: (B, M) and their gradients; others the number of cells. */
const divisions = {
  // (a, x, W, b, B, N, M)
  affine: product(4, [4, 5, 6], 1, [4, 6], [4, 5], whole, whole),
  affineOfPixels: product(4, [4, 5, 6], 1, [4, 6], [1, 5], whole, whole),
  // (dW, x, da, B, N, M, width)
  weightGradient: product(4, [3, 4, 5], 16, [4, 5], [4], whole),
  weightGradientOfPixels: product(4, [3, 4, 5], 16, [4, 5], [1], whole),
  // (dx, da, W, B, N, M)
  inputGradient: product(3, [3, 4, 5], 1, [4, 4], [4, 5], whole),
  sigmoid: cells(2),
  tanh: cells(2),
  sgd: cells(2),
  momentumUpdate: cells(3),
  nesterovUpdate: cells(3),
  rmspropUpdate: cells(3),
  adamUpdate: cells(4),
} satisfies Partial<Record<keyof VectorKernels, Division>>;

const names = Object.keys(divisions) as (keyof typeof divisions)[];

/** The kernels that can be divided, in an order that both threads know. */
export function divisible(wasm: VectorKernels): Kernel[] {
  return names.map((name) => wasm[name]);
}

/**
 * The same kernels, with the second thread's help where it pays. To the bit the same output.
 * @param wasm the first thread's
 */
export function divided(wasm: VectorKernels, sharing: Sharing): VectorKernels {
  const parted = names.map((name, number) => [name, divide(wasm[name], number, divisions[name], sharing)]);
  return { ...wasm, ...(Object.fromEntries(parted) as Partial<VectorKernels>) };
}

function divide(
  kernel: Kernel,
  number: number,
  { apart, count, work, worth, unit }: Division,
  sharing: Sharing,
): Kernel {
  const { args: theirs } = sharing;
  // Written out, since arrays of arguments would cost more than a small kernel.
  return (a, b, c, d, e, f, g, h, i, j, k) => {
    theirs[0] = a;
    theirs[1] = b;
    theirs[2] = c;
    theirs[3] = d;
    theirs[4] = e;
    theirs[5] = f;
    theirs[6] = g;
    theirs[7] = h;
    theirs[8] = i;
    theirs[9] = j;
    theirs[10] = k;
    let size = 1;
    for (let at = 0; at < work.length; at++) size *= theirs[work[at]];
    const all = theirs[count];
    const first = Math.ceil(all / 2 / unit) * unit;
    if (size < worth || first >= all || !sharing.isWelcome) {
      kernel(a, b, c, d, e, f, g, h, i, j, k);
      return;
    }
    for (let at = 0; at < apart.length; at++) {
      const [bytes, times] = apart[at];
      theirs[at] += first * bytes * (times === undefined ? 1 : theirs[times]);
    }
    theirs[count] = all - first;
    sharing.offer(number);
    if (count === 2) kernel(a, b, first, d, e, f, g, h, i, j, k);
    else if (count === 3) kernel(a, b, c, first, e, f, g, h, i, j, k);
    else if (count === 4) kernel(a, b, c, d, first, f, g, h, i, j, k);
    else kernel(a, b, c, d, e, first, g, h, i, j, k);
    sharing.finish();
  };
}
