/** @file Sums of rows, to rows, and of a tensor and so much of another. */

import { bytes, multiplyAdd, storeLanes, wholeVectors } from './vectors';

/** `db = Σ over the rows of da`: (M) from (B, M). */
export function biasGradient(db: usize, da: usize, B: i32, M: i32): void {
  const row = bytes(M);
  for (let j = 0; j < M; j += 4) {
    let sum = f32x4.splat(0);
    for (let i = 0, g = da + bytes(j); i < B; i++, g += row) sum = f32x4.add(sum, v128.load(g));
    storeLanes(db + bytes(j), sum, M - j);
  }
}

/** `x = x + factor·y`. */
export function addScaled(x: usize, y: usize, size: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (const end = x + wholeVectors(size); x < end; x += 16, y += 16) {
    v128.store(x, multiplyAdd(f, v128.load(y), v128.load(x)));
  }
}

/** Adds b to every row of a: (B, M) and (M). */
export function addToRows(a: usize, b: usize, B: i32, M: i32): void {
  for (let i = 0; i < B; i++, a += bytes(M)) {
    for (let j = 0; j < M; j += 4) {
      storeLanes(a + bytes(j), f32x4.add(v128.load(a + bytes(j)), v128.load(b + bytes(j))), M - j);
    }
  }
}
