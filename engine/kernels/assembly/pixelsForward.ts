/**
 * @file The first layer's product straight from the images' bytes, of which four fifths are zero in MNIST: to the very bits what
 * `product.ts` makes of the numbers, which need not be written out then.
 *
 * A block that is not mostly zero, or that meets NaN or infinities, is written out for itself and multiplied as any other.
 */

import { PIXELS, ROWS } from './block';
import { multiplyDense } from './dense';
import { numbers, unpack } from './pixels';
import { block, lengths, lists } from './scratch';
import { MOST_PERCENT } from './sparse';
import { addToRows } from './sums';
import { allFinite, bytes, multiplyAdd, storeLanes } from './vectors';
import { columnsAtOnce, isWide, NARROW, WIDE } from './width';

/** Which bits of each byte are set, in order: eight bytes for each. */
const setBits = memory.data(256 * 8, 16);

for (let p = 0; p < 256; p++) {
  let to = setBits + ((<usize>p) << 3);
  for (let bit = 0; bit < 8; bit++) if (p & (1 << bit)) store<u8>(to++, <u8>bit);
}

/** Bytes of an image's list, of which eight are always stored at once. */
const LIST = PIXELS + 8;

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
        for (let j = 0; j < M; j += columnsAtOnce(M - j)) {
          multiplyImages(out + bytes(j), p, N, R, w + bytes(j), row, M - j, k === 0);
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
  const eight = i8x16.splat(8);
  let total = 0;
  for (let r = 0; r < rows; r++, pixels += next) {
    const begin = lists + <usize>(r * LIST);
    let to = begin;
    let first = zero;
    for (let k = 0; k < steps; k += 16) {
      let pattern = i8x16.bitmask(i8x16.ne(v128.load(pixels + k), zero));
      if (k + 16 > steps) pattern &= (1 << (steps - k)) - 1;
      to = append(to, pattern & 255, first);
      first = i8x16.add(first, eight);
      to = append(to, pattern >> 8, first);
      first = i8x16.add(first, eight);
    }
    store<i32>(lengths + bytes(r), <i32>(to - begin));
    total += <i32>(to - begin);
  }
  return total;
}

/** Appends those of eight pixels whose bits are set. */
function append(to: usize, pattern: i32, first: v128): usize {
  v128.store64_lane(to, i8x16.add(v128.load64_zero(setBits + ((<usize>pattern) << 3)), first), 0);
  return to + <usize>popcnt(pattern);
}

/** Some columns of listed images: `columnsAtOnce`, or as many as there are. */
function multiplyImages(
  out: usize,
  pixels: usize,
  next: i32,
  images: i32,
  right: usize,
  row: usize,
  columns: i32,
  begins: bool,
): void {
  const zero = f32x4.splat(0);
  for (let r = 0; r < images; r++, out += row, pixels += next) {
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
    let place = lists + <usize>(r * LIST);
    const end = place + load<i32>(lengths + bytes(r));
    for (; place < end; place++) {
      const k = <usize>load<u8>(place);
      const v = v128.load32_splat(numbers + ((<usize>load<u8>(pixels + k)) << 2));
      const w = right + k * row;
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
