/** @file Pixels, from bytes to numbers between 0 and 1. */

/** `x = p / 255`, where the bytes p lie at the end of x's own memory, one for each of its numbers. */
export function unpack(x: usize, size: i32): void {
  const white = f32x4.splat(255);
  const zero = f32x4.splat(0);
  let p = x + <usize>size * 3;
  const end = p + size;
  // From the front: what is stored never reaches the bytes that are still to be read.
  for (const vectors = p + (size & ~15); p < vectors; p += 16, x += 64) {
    const pixels = v128.load(p);
    if (v128.any_true(pixels)) {
      const first = i16x8.extend_low_i8x16_u(pixels);
      const second = i16x8.extend_high_i8x16_u(pixels);
      v128.store(x, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(first)), white));
      v128.store(x, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(first)), white), 16);
      v128.store(x, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(second)), white), 32);
      v128.store(x, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(second)), white), 48);
    } else {
      // Most of an image is black.
      v128.store(x, zero);
      v128.store(x, zero, 16);
      v128.store(x, zero, 32);
      v128.store(x, zero, 48);
    }
  }
  for (; p < end; p++, x += 4) store<f32>(x, <f32>load<u8>(p) / 255);
}
