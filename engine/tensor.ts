/** @file Tensors: named arrays of floats, all of a program's laid out in one preallocated arena. */

export type DType = 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;

/** A named array in row-major (C) order. `shape` is `[]` for a scalar, whose `data` holds one number. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: FloatArray;
}

/** How many cells an array of this shape has: 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A zero-filled array of `size` numbers. */
export function allocate(dtype: DType, size: number): FloatArray {
  return dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
}

/**
 * Lays out zero-filled tensors one behind the other in a single buffer, so that running a step allocates nothing and a
 * backend can take them all as one memory.
 */
export function layOut<Name extends string>(
  dtype: DType,
  shapes: readonly { readonly name: Name; readonly shape: readonly number[] }[],
): Record<Name, Tensor> {
  const arena = allocate(
    dtype,
    shapes.reduce((total, { shape }) => total + sizeOf(shape), 0),
  );
  const tensors = {} as Record<Name, Tensor>;
  let offset = 0;
  for (const { name, shape } of shapes) {
    const size = sizeOf(shape);
    tensors[name] = { name, shape, dtype, data: arena.subarray(offset, offset + size) };
    offset += size;
  }
  return tensors;
}
