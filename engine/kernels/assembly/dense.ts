/** @file Dense products, a block at a time: some columns of the right matrix are packed, and four rows at once multiplied in registers. */

import { COLUMNS_OF_PANEL } from './block';
import { panel } from './scratch';
import { bytes, multiplyAdd, storeLanes } from './vectors';

/** The product of a block of up to `STEPS` steps; added to what is there, unless it begins here. */
export function multiplyDense(
  out: usize,
  left: usize,
  nextRow: usize,
  nextStep: usize,
  right: usize,
  rows: i32,
  steps: i32,
  columns: i32,
  begins: bool,
): void {
  const row = bytes(columns);
  for (let j = 0; j < columns; j += COLUMNS_OF_PANEL) {
    pack(right + bytes(j), row, steps);
    multiplyPanel(out + bytes(j), row, left, nextRow, nextStep, rows, steps, columns - j, begins);
  }
}

/** Fills the panel with the columns from `from` on, and with whatever stands behind the last. */
function pack(from: usize, row: usize, steps: i32): void {
  const end = panel + ((<usize>steps) << 5);
  for (let to = panel; to < end; to += 32, from += row) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/** The same, where the columns are the rows of a matrix. */
export function packTransposed(from: usize, row: usize, steps: i32, columns: i32): void {
  let s = 0;
  if (columns >= COLUMNS_OF_PANEL) {
    for (; s + 4 <= steps; s += 4) {
      transpose(panel + ((<usize>s) << 5), from + bytes(s), row);
      transpose(panel + ((<usize>s) << 5) + 16, from + bytes(s) + 4 * row, row);
    }
  }
  for (; s < steps; s++) {
    for (let c = 0; c < COLUMNS_OF_PANEL; c++) {
      const value = c < columns ? load<f32>(from + bytes(s) + <usize>c * row) : 0;
      store<f32>(panel + ((<usize>s) << 5) + bytes(c), value);
    }
  }
}

/** Four numbers of each of four rows, into four numbers of each of four rows of the panel. */
function transpose(to: usize, from: usize, row: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + row);
  const c = v128.load(from + 2 * row);
  const d = v128.load(from + 3 * row);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96);
}

/** The columns of a product that the panel stands for; added to what is there, unless it begins here. */
export function multiplyPanel(
  out: usize,
  row: usize,
  left: usize,
  nextRow: usize,
  nextStep: usize,
  rows: i32,
  steps: i32,
  columns: i32,
  begins: bool,
): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4, out += 4 * row, left += 4 * nextRow) {
    multiplyFourRows(out, row, left, nextRow, nextStep, steps, columns, begins);
  }
  for (; i < rows; i++, out += row, left += nextRow) {
    multiplyRow(out, left, nextStep, steps, columns, begins);
  }
}

function multiplyFourRows(
  out: usize,
  row: usize,
  left: usize,
  nextRow: usize,
  nextStep: usize,
  steps: i32,
  columns: i32,
  begins: bool,
): void {
  const out1 = out + row;
  const out2 = out1 + row;
  const out3 = out2 + row;
  const zero = f32x4.splat(0);
  let s00 = zero,
    s01 = zero,
    s10 = zero,
    s11 = zero,
    s20 = zero,
    s21 = zero,
    s30 = zero,
    s31 = zero;
  if (!begins) {
    s00 = v128.load(out);
    s01 = v128.load(out, 16);
    s10 = v128.load(out1);
    s11 = v128.load(out1, 16);
    s20 = v128.load(out2);
    s21 = v128.load(out2, 16);
    s30 = v128.load(out3);
    s31 = v128.load(out3, 16);
  }
  let x0 = left;
  let x1 = x0 + nextRow;
  let x2 = x1 + nextRow;
  let x3 = x2 + nextRow;
  const end = panel + ((<usize>steps) << 5);
  for (let w = panel; w < end; w += 32) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const v0 = v128.load32_splat(x0);
    s00 = multiplyAdd(v0, w0, s00);
    s01 = multiplyAdd(v0, w1, s01);
    const v1 = v128.load32_splat(x1);
    s10 = multiplyAdd(v1, w0, s10);
    s11 = multiplyAdd(v1, w1, s11);
    const v2 = v128.load32_splat(x2);
    s20 = multiplyAdd(v2, w0, s20);
    s21 = multiplyAdd(v2, w1, s21);
    const v3 = v128.load32_splat(x3);
    s30 = multiplyAdd(v3, w0, s30);
    s31 = multiplyAdd(v3, w1, s31);
    x0 += nextStep;
    x1 += nextStep;
    x2 += nextStep;
    x3 += nextStep;
  }
  storeLanes(out, s00, columns);
  storeLanes(out + 16, s01, columns - 4);
  storeLanes(out1, s10, columns);
  storeLanes(out1 + 16, s11, columns - 4);
  storeLanes(out2, s20, columns);
  storeLanes(out2 + 16, s21, columns - 4);
  storeLanes(out3, s30, columns);
  storeLanes(out3 + 16, s31, columns - 4);
}

function multiplyRow(out: usize, left: usize, nextStep: usize, steps: i32, columns: i32, begins: bool): void {
  let s0 = begins ? f32x4.splat(0) : v128.load(out);
  let s1 = begins ? f32x4.splat(0) : v128.load(out, 16);
  const end = panel + ((<usize>steps) << 5);
  for (let w = panel; w < end; w += 32, left += nextStep) {
    const v = v128.load32_splat(left);
    s0 = multiplyAdd(v, v128.load(w), s0);
    s1 = multiplyAdd(v, v128.load(w, 16), s1);
  }
  storeLanes(out, s0, columns);
  storeLanes(out + 16, s1, columns - 4);
}
