/**
 * @file Products whose left matrix is mostly zero, as the first layer's is: four fifths of an MNIST image are black.
 *
 * Which of its cells are not zero is found anew every time. That takes a few hundredths of the product itself, and so no
 * list has to be kept and to be right when somebody changes a pixel.
 */

import { STEPS } from './block';
import { lengths, lists } from './scratch';
import { bytes, multiplyAdd, storeLanes } from './vectors';
import { NARROW } from './width';

/**
 * A product without zeros is faster if at most so many of a hundred cells are not zero (`npm run bench -- density`: 47 to 49 for
 * products of numbers, 58 for that of pixels). MNIST has about twenty.
 */
export const MOST_PERCENT: i32 = 50;

/** Bytes of a row's list, in which four numbers of 16 bits are always stored at once. */
const LIST = (STEPS + 4) * 2;

/** For each of 16 patterns of four bits, which bits are set: four numbers of 16 bits. */
const setBits = memory.data<u16>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 1, 2, 0, 0, 0, 1, 2, 0, 3, 0, 0, 0,
  0, 3, 0, 0, 1, 3, 0, 0, 0, 1, 3, 0, 2, 3, 0, 0, 0, 2, 3, 0, 1, 2, 3, 0, 0, 1, 2, 3,
]);

/**
 * Lists what is not zero in a block of a matrix, unless its first rows are not mostly zero. Either its rows or its columns lie one
 * number behind the other.
 */
export function isSparse(left: usize, nextRow: usize, nextStep: usize, rows: i32, steps: i32): bool {
  let count = 0;
  for (let i = 0; i < rows; i += 4, left += 4 * nextRow) {
    const R = min(4, rows - i);
    if (nextStep === 4) listRows(left, nextRow, i, R, steps);
    else listColumns(left, nextStep, i, steps);
    for (let r = i; r < i + R; r++) count += load<i32>(lengths + bytes(r));
    if (i === 0 && count * 100 > R * steps * MOST_PERCENT) return false;
  }
  return count * 100 <= rows * steps * MOST_PERCENT;
}

/** The place of a row's list: the columns of its cells that are not zero, in order. */
function listOf(row: i32): usize {
  return lists + <usize>row * LIST;
}

/** Appends the columns from `step` on whose bits are set. */
function append(list: usize, step: i32, pattern: i32): usize {
  const found = v128.load64_zero(setBits + ((<usize>pattern) << 3));
  v128.store64_lane(list, i16x8.add(found, i16x8.splat(<i16>step)), 0);
  return list + ((<usize>popcnt(pattern)) << 1);
}

function listRows(left: usize, nextRow: usize, first: i32, rows: i32, steps: i32): void {
  const zero = f32x4.splat(0);
  for (let i = first; i < first + rows; i++, left += nextRow) {
    const begin = listOf(i);
    let list = begin;
    let k = 0;
    for (; k + 4 <= steps; k += 4) {
      list = append(list, k, i32x4.bitmask(f32x4.ne(v128.load(left + bytes(k)), zero)));
    }
    if (k < steps) {
      const inside = (1 << (steps - k)) - 1;
      list = append(list, k, i32x4.bitmask(f32x4.ne(v128.load(left + bytes(k)), zero)) & inside);
    }
    store<i32>(lengths + bytes(i), <i32>((list - begin) >> 1));
  }
}

/** Of four rows, whose cells of one column make a vector. */
function listColumns(left: usize, nextStep: usize, first: i32, steps: i32): void {
  let list0 = listOf(first);
  let list1 = listOf(first + 1);
  let list2 = listOf(first + 2);
  let list3 = listOf(first + 3);
  for (let k = 0; k < steps; k += 4, left += nextStep << 2) {
    const patterns = patternsOf(left, nextStep, min(4, steps - k));
    if (!v128.any_true(patterns)) continue;
    list0 = append(list0, k, i32x4.extract_lane(patterns, 0));
    list1 = append(list1, k, i32x4.extract_lane(patterns, 1));
    list2 = append(list2, k, i32x4.extract_lane(patterns, 2));
    list3 = append(list3, k, i32x4.extract_lane(patterns, 3));
  }
  const to = lengths + bytes(first);
  store<i32>(to, <i32>((list0 - listOf(first)) >> 1));
  store<i32>(to, <i32>((list1 - listOf(first + 1)) >> 1), 4);
  store<i32>(to, <i32>((list2 - listOf(first + 2)) >> 1), 8);
  store<i32>(to, <i32>((list3 - listOf(first + 3)) >> 1), 12);
}

/** In each lane, in which of up to four vectors it is not zero: a bit for each. */
function patternsOf(x: usize, next: usize, count: i32): v128 {
  const zero = f32x4.splat(0);
  let patterns = v128.and(f32x4.ne(v128.load(x), zero), i32x4.splat(1));
  if (count > 1) {
    patterns = v128.or(patterns, v128.and(f32x4.ne(v128.load(x + next), zero), i32x4.splat(2)));
  }
  if (count > 2) {
    patterns = v128.or(patterns, v128.and(f32x4.ne(v128.load(x + 2 * next), zero), i32x4.splat(4)));
  }
  if (count > 3) {
    patterns = v128.or(patterns, v128.and(f32x4.ne(v128.load(x + 3 * next), zero), i32x4.splat(8)));
  }
  return patterns;
}

/** The product of the block that was just listed; added to what is there, unless it begins here. */
export function multiplySparse(
  out: usize,
  left: usize,
  nextRow: usize,
  nextStep: usize,
  right: usize,
  rows: i32,
  columns: i32,
  begins: bool,
): void {
  const row = bytes(columns);
  for (let j = 0; j < columns; j += NARROW) {
    for (let i = 0; i < rows; i++) {
      multiplyRow(
        out + <usize>i * row + bytes(j),
        left + <usize>i * nextRow,
        nextStep,
        right + bytes(j),
        row,
        listOf(i),
        load<i32>(lengths + bytes(i)),
        columns - j,
        begins,
      );
    }
  }
}

/** Some columns of one row: all of `NARROW`, or as many as it has. */
function multiplyRow(
  out: usize,
  left: usize,
  nextStep: usize,
  right: usize,
  row: usize,
  list: usize,
  length: i32,
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
  const end = list + ((<usize>length) << 1);
  for (; list < end; list += 2) {
    const k = <usize>load<u16>(list);
    const v = v128.load32_splat(left + k * nextStep);
    const w = right + k * row;
    s0 = multiplyAdd(v, v128.load(w), s0);
    s1 = multiplyAdd(v, v128.load(w, 16), s1);
    s2 = multiplyAdd(v, v128.load(w, 32), s2);
    s3 = multiplyAdd(v, v128.load(w, 48), s3);
    s4 = multiplyAdd(v, v128.load(w, 64), s4);
    s5 = multiplyAdd(v, v128.load(w, 80), s5);
    s6 = multiplyAdd(v, v128.load(w, 96), s6);
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
}
