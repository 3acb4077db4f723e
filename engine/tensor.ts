/** @file Tensors: named arrays of floats, all of a program's laid out in one preallocated arena. */

export type DType = 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;

/** A named array in row-major (C) order. `shape` is `[]` for a scalar, whose `data` holds one number. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: FloatArray;
  /**
   * Of a matrix that is not written out: the numbers are these bytes divided by 255, and what `data` holds is none of its.
   * Given only to kernels that read pixels.
   */
  readonly pixels?: Uint8Array;
}

/** How many cells an array of this shape has: 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The class of example `i` in scores or one-hot targets (B, K): where its row is largest; the first of equals, as `np.argmax` has it. */
export function classOf({ data, shape }: Tensor, i: number): number {
  const K = shape[1];
  const first = i * K;
  let best = 0;
  let most = data[first];
  for (let j = 1; j < K; j++) {
    const value = data[first + j];
    if (value > most) {
      most = value;
      best = j;
    }
  }
  return best;
}

/** Whether that is a certain class: quicker than `classOf` where it mostly is. */
export function isClassOf(tensor: Tensor, i: number, expected: number): boolean {
  const { data, shape } = tensor;
  const K = shape[1];
  const first = i * K;
  const most = data[first + expected];
  for (let j = 0; j < K; j++) {
    // An equal one, or NaN: it depends on which comes first.
    if (j !== expected && !(data[first + j] < most)) return classOf(tensor, i) === expected;
  }
  return true;
}

/** A zero-filled array of `size` numbers. */
export function allocate(dtype: DType, size: number): FloatArray {
  return dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
}

/** Tensors begin at multiples of so many numbers, which is where a vector load is at its best. */
const ALIGNMENT = 4;

/** How many numbers of an arena these tensors take. */
export function arenaSize(shapes: readonly { readonly shape: readonly number[] }[]): number {
  return shapes.reduce((total, { shape }) => total + aligned(sizeOf(shape)), 0);
}

/**
 * Lays out tensors one behind the other in one arena, so that running a step allocates nothing and a backend can take them
 * all as one memory.
 * @param arena at least `arenaSize(shapes)` numbers
 */
export function layOut(
  arena: FloatArray,
  shapes: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Record<string, Tensor> {
  const dtype = arena instanceof Float32Array ? 'float32' : 'float64';
  let offset = 0;
  return Object.fromEntries(
    shapes.map(({ name, shape }) => {
      const size = sizeOf(shape);
      const data = arena.subarray(offset, offset + size);
      offset += aligned(size);
      return [name, { name, shape, dtype, data }];
    }),
  );
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
