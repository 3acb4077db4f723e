/** @file Pictures in a quarter of the bytes: what `writeParts` makes of blocks of 64 numbers, all finite. */

import { upperHalf } from './vectors';

/** Numbers as small as these are made larger first, since 127 by one of them may be infinite. */
const SMALL: f32 = 2 ** -60;
const LIFT: f32 = 2 ** 60;

/** Added to a small number it leaves no room for its fraction, and the last bits are those of the whole number next to it. */
const WHOLE: f32 = 1.5 * 2 ** 23;

/** Of `blocks` times 64 numbers. */
export function parts(x: usize, blocks: i32, largest: usize, shares: usize): void {
  for (const end = x + ((<usize>blocks) << 8); x < end; x += 256, largest += 4, shares += 64) {
    const most = farthest(x);
    store<f32>(largest, most);
    const lift: f32 = most < SMALL ? LIFT : 1;
    const scale: f32 = most == 0 ? 0 : 127 / (most * lift);
    for (let at: usize = 0; at < 64; at += 16) {
      const from = x + (at << 2);
      const left = i16x8.narrow_i32x4_s(share(from, lift, scale), share(from + 16, lift, scale));
      const right = i16x8.narrow_i32x4_s(share(from + 32, lift, scale), share(from + 48, lift, scale));
      v128.store(shares + at, i8x16.narrow_i16x8_u(left, right));
    }
  }
}

/** How far the farthest of 64 numbers is from zero: without their signs, their bits are in the same order as they. */
function farthest(x: usize): f32 {
  const unsigned = i32x4.splat(0x7fffffff);
  let most = i32x4.splat(0);
  for (const end = x + 256; x < end; x += 16) most = i32x4.max_s(most, v128.and(v128.load(x), unsigned));
  most = i32x4.max_s(most, upperHalf(most));
  return reinterpret<f32>(max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)));
}

/** The shares of four numbers. */
function share(x: usize, lift: f32, scale: f32): v128 {
  const lifted = f32x4.mul(v128.load(x), f32x4.splat(lift));
  const ends = f32x4.add(f32x4.mul(lifted, f32x4.splat(scale)), f32x4.splat(WHOLE + 128));
  return v128.and(ends, i32x4.splat(255));
}
