/**
 * @file The first layer's products straight from the images' bytes, of which four fifths are zero in MNIST: to the very bits what
 * `product.ts` makes of the numbers, which need not be written out then.
 *
 * A block that is not mostly zero, or that meets NaN or infinities, is written out for itself and multiplied as any other.
 */

import { IMAGES, PIXELS, ROWS, TURNED } from './block';
import { multiplyDense } from './dense';
import { block, lengths, lists, turned } from './scratch';
import { COLUMNS, MOST_PERCENT } from './sparse';
import { addToRows } from './sums';
import { allFinite, bytes, multiplyAdd, storeLanes } from './vectors';

/** What each byte stands for, divided by 255. */
const numbers = memory.data(256 * 4, 16);

/** Which bits of each byte are set, in order: eight bytes for each. */
const setBits = memory.data(256 * 8, 16);

for (let p = 0; p < 256; p++) {
  store<f32>(numbers + bytes(p), <f32>p / 255);
  let to = setBits + ((<usize>p) << 3);
  for (let bit = 0; bit < 8; bit++) if (p & (1 << bit)) store<u8>(to++, <u8>bit);
}

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

/** Bytes of an image's list, of which eight are always stored at once. */
const LIST = PIXELS + 8;

/** From an image's list, which of its pixels are not zero, in order, to what they are. */
const VALUES = ROWS * LIST;

/** `a = p/255·W + b`: (B, M) from bytes (B, N), (N, M) and (M). */
export function affineOfPixels(a: usize, pixels: usize, W: usize, b: usize, B: i32, N: i32, M: i32): void {
  const row = bytes(M);
  for (let i = 0; i < B; i += ROWS) {
    const R = min(ROWS, B - i);
    const out = a + <usize>i * row;
    for (let k = 0; k < N; k += PIXELS) {
      const S = min(PIXELS, N - k);
      const p = pixels + <usize>(i * N + k);
      const w = W + <usize>k * row;
      if (list(p, N, R, S) * 100 <= R * S * MOST_PERCENT && allFinite(w, S * M)) {
        for (let j = 0; j < M; j += COLUMNS) {
          for (let r = 0; r < R; r++) {
            multiplyImage(out + <usize>r * row + bytes(j), r, w + bytes(j), row, M - j, k === 0);
          }
        }
      } else {
        for (let r = 0; r < R; r++) unpack(block + bytes(r * S), p + <usize>(r * N), S);
        multiplyDense(out, block, bytes(S), 4, w, R, S, M, k === 0);
      }
    }
  }
  addToRows(a, b, B, M);
}

/** Lists what is not zero in a block. How much that is. */
function list(pixels: usize, next: i32, rows: i32, steps: i32): i32 {
  const zero = i8x16.splat(0);
  let total = 0;
  for (let r = 0; r < rows; r++, pixels += next) {
    const begin = lists + <usize>(r * LIST);
    let to = begin;
    for (let k = 0; k < steps; k += 16) {
      const some = v128.load(pixels + k);
      let pattern = i8x16.bitmask(i8x16.ne(some, zero));
      if (k + 16 > steps) pattern &= (1 << (steps - k)) - 1;
      to = append(to, some, pattern & 255, k, 0);
      to = append(to, some, pattern >> 8, k, 8);
    }
    store<i32>(lengths + bytes(r), <i32>(to - begin));
    total += <i32>(to - begin);
  }
  return total;
}

/** Appends those whose bits are set, of the eight pixels from `half` on of sixteen. */
function append(to: usize, some: v128, pattern: i32, k: i32, half: i32): usize {
  const found = i8x16.add(v128.load64_zero(setBits + ((<usize>pattern) << 3)), i8x16.splat(<i8>half));
  v128.store64_lane(to, i8x16.add(found, i8x16.splat(<i8>k)), 0);
  v128.store64_lane(to, i8x16.swizzle(some, found), 0, VALUES);
  return to + <usize>popcnt(pattern);
}

/** Some columns of one image: all of `COLUMNS`, or as many as it has. */
function multiplyImage(out: usize, r: i32, right: usize, row: usize, columns: i32, begins: bool): void {
  const zero = f32x4.splat(0);
  let s0 = zero,
    s1 = zero,
    s2 = zero,
    s3 = zero,
    s4 = zero,
    s5 = zero,
    s6 = zero;
  if (!begins) {
    s0 = v128.load(out);
    s1 = v128.load(out, 16);
    s2 = v128.load(out, 32);
    s3 = v128.load(out, 48);
    s4 = v128.load(out, 64);
    s5 = v128.load(out, 80);
    s6 = v128.load(out, 96);
  }
  let place = lists + <usize>(r * LIST);
  for (const end = place + load<i32>(lengths + bytes(r)); place < end; place++) {
    const v = v128.load32_splat(numbers + ((<usize>load<u8>(place, VALUES)) << 2));
    const w = right + <usize>load<u8>(place) * row;
    s0 = multiplyAdd(v, v128.load(w), s0);
    s1 = multiplyAdd(v, v128.load(w, 16), s1);
    s2 = multiplyAdd(v, v128.load(w, 32), s2);
    s3 = multiplyAdd(v, v128.load(w, 48), s3);
    s4 = multiplyAdd(v, v128.load(w, 64), s4);
    s5 = multiplyAdd(v, v128.load(w, 80), s5);
    s6 = multiplyAdd(v, v128.load(w, 96), s6);
  }
  if (columns >= COLUMNS) {
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
}

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
      if (finite && count(K, R) * 100 <= K * R * MOST_PERCENT) {
        for (let q = 0; q < K; q++) {
          const p = turned + <usize>(q * IMAGES);
          for (let j = 0; j < M; j += COLUMNS) {
            multiplyPixel(out + <usize>q * row + bytes(j), p, g + bytes(j), row, R, M - j, i === 0);
          }
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

function count(pixels: i32, images: i32): i32 {
  let total = 0;
  for (let q = 0; q < pixels; q++) {
    for (let r = 0; r < images; r += 32) total += popcnt(litIn(turned + <usize>(q * IMAGES + r), images - r));
  }
  return total;
}

/** Some columns of the row that belongs to a turned pixel. */
function multiplyPixel(
  out: usize,
  p: usize,
  right: usize,
  row: usize,
  images: i32,
  columns: i32,
  begins: bool,
): void {
  const zero = f32x4.splat(0);
  let s0 = zero,
    s1 = zero,
    s2 = zero,
    s3 = zero,
    s4 = zero,
    s5 = zero,
    s6 = zero;
  if (!begins) {
    s0 = v128.load(out);
    s1 = v128.load(out, 16);
    s2 = v128.load(out, 32);
    s3 = v128.load(out, 48);
    s4 = v128.load(out, 64);
    s5 = v128.load(out, 80);
    s6 = v128.load(out, 96);
  }
  for (; images > 0; images -= 32, p += 32, right += row << 5) {
    for (let pattern = litIn(p, images); pattern; pattern &= pattern - 1) {
      const r = <usize>ctz(pattern);
      const v = v128.load32_splat(numbers + ((<usize>load<u8>(p + r)) << 2));
      const w = right + r * row;
      s0 = multiplyAdd(v, v128.load(w), s0);
      s1 = multiplyAdd(v, v128.load(w, 16), s1);
      s2 = multiplyAdd(v, v128.load(w, 32), s2);
      s3 = multiplyAdd(v, v128.load(w, 48), s3);
      s4 = multiplyAdd(v, v128.load(w, 64), s4);
      s5 = multiplyAdd(v, v128.load(w, 80), s5);
      s6 = multiplyAdd(v, v128.load(w, 96), s6);
    }
  }
  if (columns >= COLUMNS) {
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
}
