/**
 * @file The first layer's weight gradient straight from the images' bytes, as `pixelsForward.ts` has their product: of each pixel,
 * what it is in all images of a block, is brought together first. That done, leaving out the zeros is faster even where there are
 * none (`npm run bench -- density`); only a block that meets NaN or infinities is multiplied as any other.
 */

import { IMAGES, TURNED } from './block';
import { multiplyDense } from './dense';
import { numbers, unpack } from './pixels';
import { block, turned } from './scratch';
import { allFinite, bytes, multiplyAdd, storeLanes } from './vectors';
import { columnsAtOnce, isWide, NARROW, WIDE } from './width';

/** `dW = (p/255)ᵀ·da`: (N, M) from N columns of bytes, whose rows have `width`, and (B, M). */
export function weightGradientOfPixels(
  dW: usize,
  pixels: usize,
  da: usize,
  B: i32,
  N: i32,
  M: i32,
  width: i32,
): void {
  const row = bytes(M);
  for (let i = 0; i < B; i += IMAGES) {
    const R = min(IMAGES, B - i);
    const g = da + <usize>i * row;
    const finite = allFinite(g, R * M);
    for (let k = 0; k < N; k += TURNED) {
      const K = min(TURNED, N - k);
      const out = dW + <usize>k * row;
      for (let q = 0; q < K; q += 16) {
        const to = turned + <usize>(q * IMAGES);
        for (let r = 0; r < R; r += 16) turn(to + r, pixels + <usize>((i + r) * width + k + q), width, R - r);
      }
      if (finite) {
        for (let j = 0; j < M; j += columnsAtOnce(M - j)) {
          multiplyPixels(out + bytes(j), K, g + bytes(j), row, R, M - j, i === 0);
        }
      } else {
        unpack(block, turned, K * IMAGES);
        multiplyDense(out, block, bytes(IMAGES), 4, g, K, R, M, i === 0);
      }
    }
  }
}

/** Sixteen pixels of up to sixteen images. Of images past the last, that one's are taken again. */
function turn(to: usize, from: usize, next: i32, images: i32): void {
  const last = images - 1;
  for (let h = 0; h < 16; h += 8, to += 8) {
    const r0 = v128.load(from + <usize>(min(h, last) * next));
    const r1 = v128.load(from + <usize>(min(h + 1, last) * next));
    const r2 = v128.load(from + <usize>(min(h + 2, last) * next));
    const r3 = v128.load(from + <usize>(min(h + 3, last) * next));
    const r4 = v128.load(from + <usize>(min(h + 4, last) * next));
    const r5 = v128.load(from + <usize>(min(h + 5, last) * next));
    const r6 = v128.load(from + <usize>(min(h + 6, last) * next));
    const r7 = v128.load(from + <usize>(min(h + 7, last) * next));
    turnEight(to, lowPairs(r0, r1), lowPairs(r2, r3), lowPairs(r4, r5), lowPairs(r6, r7));
    turnEight(to + 8 * IMAGES, highPairs(r0, r1), highPairs(r2, r3), highPairs(r4, r5), highPairs(r6, r7));
  }
}

function lowPairs(x: v128, y: v128): v128 {
  return i8x16.shuffle(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function highPairs(x: v128, y: v128): v128 {
  return i8x16.shuffle(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Eight pixels of eight images, of which two each have been paired. */
function turnEight(to: usize, p0: v128, p1: v128, p2: v128, p3: v128): void {
  const low0 = i16x8.shuffle(p0, p1, 0, 8, 1, 9, 2, 10, 3, 11);
  const high0 = i16x8.shuffle(p0, p1, 4, 12, 5, 13, 6, 14, 7, 15);
  const low1 = i16x8.shuffle(p2, p3, 0, 8, 1, 9, 2, 10, 3, 11);
  const high1 = i16x8.shuffle(p2, p3, 4, 12, 5, 13, 6, 14, 7, 15);
  storeTwo(to, i32x4.shuffle(low0, low1, 0, 4, 1, 5));
  storeTwo(to + 2 * IMAGES, i32x4.shuffle(low0, low1, 2, 6, 3, 7));
  storeTwo(to + 4 * IMAGES, i32x4.shuffle(high0, high1, 0, 4, 1, 5));
  storeTwo(to + 6 * IMAGES, i32x4.shuffle(high0, high1, 2, 6, 3, 7));
}

function storeTwo(to: usize, pixels: v128): void {
  v128.store64_lane(to, pixels, 0);
  v128.store64_lane(to, pixels, 1, IMAGES);
}

/** In which of the next 32 of so many images a turned pixel is not zero: a bit for each. */
function litIn(p: usize, images: i32): i32 {
  const zero = i8x16.splat(0);
  const low = i8x16.bitmask(i8x16.ne(v128.load(p), zero));
  const high = i8x16.bitmask(i8x16.ne(v128.load(p, 16), zero));
  const pattern = low | (high << 16);
  return images >= 32 ? pattern : pattern & ((1 << images) - 1);
}

/** Some columns of the rows that belong to the first `count` of the turned pixels. */
function multiplyPixels(
  out: usize,
  count: i32,
  right: usize,
  row: usize,
  images: i32,
  columns: i32,
  begins: bool,
): void {
  const zero = f32x4.splat(0);
  const end = turned + <usize>(count * IMAGES);
  for (let pixel = turned; pixel < end; pixel += IMAGES, out += row) {
    let s0 = zero,
      s1 = zero,
      s2 = zero,
      s3 = zero,
      s4 = zero,
      s5 = zero,
      s6 = zero,
      s7 = zero,
      s8 = zero,
      s9 = zero,
      s10 = zero,
      s11 = zero,
      s12 = zero;
    if (!begins) {
      s0 = v128.load(out);
      s1 = v128.load(out, 16);
      s2 = v128.load(out, 32);
      s3 = v128.load(out, 48);
      s4 = v128.load(out, 64);
      s5 = v128.load(out, 80);
      s6 = v128.load(out, 96);
      if (isWide(columns)) {
        s7 = v128.load(out, 112);
        s8 = v128.load(out, 128);
        s9 = v128.load(out, 144);
        s10 = v128.load(out, 160);
        s11 = v128.load(out, 176);
        s12 = v128.load(out, 192);
      }
    }
    for (let i = 0; i < images; i += 32) {
      const p = pixel + i;
      for (let pattern = litIn(p, images - i); pattern; pattern &= pattern - 1) {
        const r = <usize>ctz(pattern);
        const v = v128.load32_splat(numbers + ((<usize>load<u8>(p + r)) << 2));
        const w = right + (i + r) * row;
        s0 = multiplyAdd(v, v128.load(w), s0);
        s1 = multiplyAdd(v, v128.load(w, 16), s1);
        s2 = multiplyAdd(v, v128.load(w, 32), s2);
        s3 = multiplyAdd(v, v128.load(w, 48), s3);
        s4 = multiplyAdd(v, v128.load(w, 64), s4);
        s5 = multiplyAdd(v, v128.load(w, 80), s5);
        s6 = multiplyAdd(v, v128.load(w, 96), s6);
        if (isWide(columns)) {
          s7 = multiplyAdd(v, v128.load(w, 112), s7);
          s8 = multiplyAdd(v, v128.load(w, 128), s8);
          s9 = multiplyAdd(v, v128.load(w, 144), s9);
          s10 = multiplyAdd(v, v128.load(w, 160), s10);
          s11 = multiplyAdd(v, v128.load(w, 176), s11);
          s12 = multiplyAdd(v, v128.load(w, 192), s12);
        }
      }
    }
    if (columns >= NARROW) {
      v128.store(out, s0);
      v128.store(out, s1, 16);
      v128.store(out, s2, 32);
      v128.store(out, s3, 48);
      v128.store(out, s4, 64);
      v128.store(out, s5, 80);
      v128.store(out, s6, 96);
    } else {
      storeLanes(out, s0, columns);
      storeLanes(out + 16, s1, columns - 4);
      storeLanes(out + 32, s2, columns - 8);
      storeLanes(out + 48, s3, columns - 12);
      storeLanes(out + 64, s4, columns - 16);
      storeLanes(out + 80, s5, columns - 20);
      storeLanes(out + 96, s6, columns - 24);
    }
    if (isWide(columns)) {
      if (columns >= WIDE - 4) {
        v128.store(out, s7, 112);
        v128.store(out, s8, 128);
        v128.store(out, s9, 144);
        v128.store(out, s10, 160);
        v128.store(out, s11, 176);
      } else {
        storeLanes(out + 112, s7, columns - 28);
        storeLanes(out + 128, s8, columns - 32);
        storeLanes(out + 144, s9, columns - 36);
        storeLanes(out + 160, s10, columns - 40);
        storeLanes(out + 176, s11, columns - 44);
      }
      storeLanes(out + 192, s12, columns - 48);
    }
  }
}
