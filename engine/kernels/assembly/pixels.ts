/** @file What an image's bytes stand for. */

import { bytes } from './vectors';

/** What each byte stands for, divided by 255. */
export const numbers = memory.data(256 * 4, 16);

for (let p = 0; p < 256; p++) store<f32>(numbers + bytes(p), <f32>p / 255);

/** `x = p / 255`. */
export function unpack(x: usize, pixels: usize, size: i32): void {
  const white = f32x4.splat(255);
  const zero = f32x4.splat(0);
  let p = pixels;
  const end = p + size;
  for (const vectors = p + (size & ~15); p < vectors; p += 16, x += 64) {
    const some = v128.load(p);
    if (v128.any_true(some)) {
      const first = i16x8.extend_low_i8x16_u(some);
      const second = i16x8.extend_high_i8x16_u(some);
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
