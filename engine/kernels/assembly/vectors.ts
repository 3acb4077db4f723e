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

/** Stores the first lanes of a vector: all of them if `count` is four or more, none if it is not above zero. */
export function storeLanes(to: usize, vector: v128, count: i32): void {
  if (count >= 4) v128.store(to, vector);
  else {
    if (count > 0) v128.store_lane<f32>(to, vector, 0);
    if (count > 1) v128.store_lane<f32>(to, vector, 1, 4);
    if (count > 2) v128.store_lane<f32>(to, vector, 2, 8);
  }
}

/** Whether none of so many numbers is NaN or infinite. */
export function allFinite(numbers: usize, count: i32): bool {
  const size = i32x4.splat(0x7fffffff);
  // Four at once, so that none waits for the one before it.
  let m0 = i32x4.splat(0),
    m1 = m0,
    m2 = m0,
    m3 = m0;
  const whole = numbers + (bytes(count) & ~63);
  for (; numbers < whole; numbers += 64) {
    m0 = i32x4.max_u(m0, v128.and(v128.load(numbers), size));
    m1 = i32x4.max_u(m1, v128.and(v128.load(numbers, 16), size));
    m2 = i32x4.max_u(m2, v128.and(v128.load(numbers, 32), size));
    m3 = i32x4.max_u(m3, v128.and(v128.load(numbers, 48), size));
  }
  const largest = i32x4.max_u(i32x4.max_u(m0, m1), i32x4.max_u(m2, m3));
  let most = max(
    max(<u32>i32x4.extract_lane(largest, 0), <u32>i32x4.extract_lane(largest, 1)),
    max(<u32>i32x4.extract_lane(largest, 2), <u32>i32x4.extract_lane(largest, 3)),
  );
  for (let left = count & 15; left > 0; left--, numbers += 4)
    most = max(most, load<u32>(numbers) & 0x7fffffff);
  return most < 0x7f800000;
}
