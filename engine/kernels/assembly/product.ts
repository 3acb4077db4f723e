/**
 * @file Matrix products, in blocks that stay in the processor's cache: dense ones tile by tile, in registers; where most of the
 * left matrix is zero, its zeros are left out.
 *
 * However it is done, a cell is added up in the same order, from zero and from the first product on. So all ways give the
 * very same bits: a product with zero adds nothing, unless the other number is NaN or infinite, and then none is left out.
 */

import { COLUMNS_OF_PANEL, ROWS, STEPS } from './block';
import { multiplyDense, multiplyPanel, packTransposed } from './dense';
import { isSparse, multiplySparse } from './sparse';
import { addToRows } from './sums';
import { allFinite, bytes } from './vectors';

/** `a = x·W + b`: (B, M) from (B, N), (N, M) and (M). */
export function affine(a: usize, x: usize, W: usize, b: usize, B: i32, N: i32, M: i32): void {
  multiply(a, x, bytes(N), 4, W, B, N, M);
  addToRows(a, b, B, M);
}

/** `dW = xᵀ·da`: (N, M) from N columns of x, whose rows have `width` numbers, and (B, M). */
export function weightGradient(dW: usize, x: usize, da: usize, B: i32, N: i32, M: i32, width: i32): void {
  multiply(dW, x, 4, bytes(width), da, N, B, M);
}

/** `dx = da·Wᵀ`: (B, N) from (B, M) and (N, M). */
export function inputGradient(dx: usize, da: usize, W: usize, B: i32, N: i32, M: i32): void {
  for (let i = 0; i < B; i += ROWS) {
    for (let j = 0; j < M; j += STEPS) {
      const steps = min(STEPS, M - j);
      for (let k = 0; k < N; k += COLUMNS_OF_PANEL) {
        packTransposed(W + bytes(k * M + j), bytes(M), steps, N - k);
        multiplyPanel(
          dx + bytes(i * N + k),
          bytes(N),
          da + bytes(i * M + j),
          bytes(M),
          4,
          min(ROWS, B - i),
          steps,
          N - k,
          j === 0,
        );
      }
    }
  }
}

/** `out = left·right`. Of the left matrix, the next row and the next column are so many bytes away. */
function multiply(
  out: usize,
  left: usize,
  nextRow: usize,
  nextStep: usize,
  right: usize,
  rows: i32,
  steps: i32,
  columns: i32,
): void {
  const row = bytes(columns);
  for (let i = 0; i < rows; i += ROWS) {
    const R = min(ROWS, rows - i);
    for (let k = 0; k < steps; k += STEPS) {
      const S = min(STEPS, steps - k);
      const o = out + <usize>i * row;
      const x = left + <usize>i * nextRow + <usize>k * nextStep;
      const w = right + <usize>k * row;
      if (isSparse(x, nextRow, nextStep, R, S) && allFinite(w, S * columns)) {
        multiplySparse(o, x, nextRow, nextStep, w, R, columns, k === 0);
      } else {
        multiplyDense(o, x, nextRow, nextStep, w, R, S, columns, k === 0);
      }
    }
  }
}
