/**
 * @file What all kernels are written in: vectors of four float32, and pointers that are byte addresses in the one memory.
 *
 * Every tensor has room up to a whole vector, and the memory goes on behind the last: a kernel may read past the end of a row,
 * as long as it throws away what it has made of that.
 */

/** `x·y + z`, rounded once where the module is built for relaxed SIMD and the processor can; otherwise twice. */
export function multiplyAdd(x: v128, y: v128, z: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, z) : f32x4.add(f32x4.mul(x, y), z);
}

/** Bytes of so many numbers. */
export function bytes(count: i32): usize {
  return (<usize>count) << 2;
}

/** Bytes of so many numbers and of those that fill up the last vector. */
export function wholeVectors(count: i32): usize {
  return ((<usize>count + 3) & ~3) << 2;
}

/** With its two halves exchanged. */
export function upperHalf(values: v128): v128 {
  return v128.shuffle<f32>(values, values, 2, 3, 0, 1);
}

/** Stores the first lanes of a vector: all of them if `count` is four or more, none if it is not above zero. */
export function storeLanes(to: usize, vector: v128, count: i32): void {
  if (count >= 4) v128.store(to, vector);
  else {
    if (count > 0) v128.store_lane<f32>(to, vector, 0);
    if (count > 1) v128.store_lane<f32>(to, vector, 1, 4);
    if (count > 2) v128.store_lane<f32>(to, vector, 2, 8);
  }
}

/** Whether none of so many numbers is NaN or infinite: zero times any of those is NaN. */
export function allFinite(numbers: usize, count: i32): bool {
  const zero = f32x4.splat(0);
  // Eight at once, so that none waits for the one before it.
  let s0 = zero,
    s1 = zero,
    s2 = zero,
    s3 = zero,
    s4 = zero,
    s5 = zero,
    s6 = zero,
    s7 = zero;
  const whole = numbers + (bytes(count) & ~127);
  for (; numbers < whole; numbers += 128) {
    s0 = multiplyAdd(zero, v128.load(numbers), s0);
    s1 = multiplyAdd(zero, v128.load(numbers, 16), s1);
    s2 = multiplyAdd(zero, v128.load(numbers, 32), s2);
    s3 = multiplyAdd(zero, v128.load(numbers, 48), s3);
    s4 = multiplyAdd(zero, v128.load(numbers, 64), s4);
    s5 = multiplyAdd(zero, v128.load(numbers, 80), s5);
    s6 = multiplyAdd(zero, v128.load(numbers, 96), s6);
    s7 = multiplyAdd(zero, v128.load(numbers, 112), s7);
  }
  for (let left = count & 31; left > 0; left--, numbers += 4) {
    s0 = multiplyAdd(zero, v128.load32_splat(numbers), s0);
  }
  const half = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const sum = f32x4.add(half, f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)));
  return !v128.any_true(f32x4.ne(sum, sum));
}
