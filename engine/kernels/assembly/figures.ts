/** @file The figures of a tensor, as `statisticsOf` takes them of finite numbers: in float64, on two numbers at once. */

import { bytes, upperHalf } from './vectors';

const BINS = 512;

/** As many tables as numbers are looked at together, so that none waits for a neighbour in the same bin. */
const TABLE = BINS * 4;
const tables = memory.data(4 * TABLE, 16);

/** Minimum, maximum, sum, sum of squares, sum of squared differences from the mean, upper end of the percentile's bin. */
const found = memory.data(6 * 8, 16);

/**
 * Takes the figures of one number or more and says where they are. If not all are finite, neither is the sum of squares, and the
 * rest means nothing.
 */
export function figures(x: usize, size: i32): usize {
  const whole = x + bytes(size & ~3);
  const end = x + bytes(size);
  let low = v128.load32_splat(x);
  let high = low;
  let leftSums = f64x2.splat(0),
    rightSums = leftSums,
    leftSquares = leftSums,
    rightSquares = leftSums;
  for (let at = x; at < whole; at += 16) {
    const values = v128.load(at);
    low = f32x4.pmin(low, values);
    high = f32x4.pmax(high, values);
    const left = f64x2.promote_low_f32x4(values);
    const right = f64x2.promote_low_f32x4(upperHalf(values));
    leftSums = f64x2.add(leftSums, left);
    rightSums = f64x2.add(rightSums, right);
    leftSquares = f64x2.add(leftSquares, f64x2.mul(left, left));
    rightSquares = f64x2.add(rightSquares, f64x2.mul(right, right));
  }
  low = f32x4.pmin(low, upperHalf(low));
  high = f32x4.pmax(high, upperHalf(high));
  let min = Math.min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1));
  let max = Math.max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1));
  let sum = lanes(f64x2.add(leftSums, rightSums));
  let squares = lanes(f64x2.add(leftSquares, rightSquares));
  for (let at = whole; at < end; at += 4) {
    const value = <f64>load<f32>(at);
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  const largest = Math.max(max, -min);
  store<f64>(found, min);
  store<f64>(found, max, 8);
  store<f64>(found, sum, 16);
  store<f64>(found, squares, 24);
  store<f64>(found, spread(x, whole, end, sum / size, largest), 32);
  store<f64>(found, robust(largest, size), 40);
  return found;
}

/** Sum of the squared differences from the mean; on the way fills the bins with the sizes of the numbers. */
function spread(x: usize, whole: usize, end: usize, mean: f64, largest: f64): f64 {
  memory.fill(tables, 0, 4 * TABLE);
  const scale: f64 = largest == 0 ? 0 : BINS / largest;
  const means = f64x2.splat(mean);
  const scales = f64x2.splat(scale);
  let leftSums = f64x2.splat(0),
    rightSums = leftSums;
  for (let at = x; at < whole; at += 16) {
    const values = v128.load(at);
    const left = f64x2.promote_low_f32x4(values);
    const right = f64x2.promote_low_f32x4(upperHalf(values));
    const leftApart = f64x2.sub(left, means);
    const rightApart = f64x2.sub(right, means);
    leftSums = f64x2.add(leftSums, f64x2.mul(leftApart, leftApart));
    rightSums = f64x2.add(rightSums, f64x2.mul(rightApart, rightApart));
    const leftBins = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.abs(left), scales));
    const rightBins = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.abs(right), scales));
    countIn(tables, i32x4.extract_lane(leftBins, 0));
    countIn(tables + TABLE, i32x4.extract_lane(leftBins, 1));
    countIn(tables + 2 * TABLE, i32x4.extract_lane(rightBins, 0));
    countIn(tables + 3 * TABLE, i32x4.extract_lane(rightBins, 1));
  }
  let sum = lanes(f64x2.add(leftSums, rightSums));
  for (let at = whole; at < end; at += 4) {
    const value = <f64>load<f32>(at);
    sum += (value - mean) * (value - mean);
    countIn(tables, <i32>(Math.abs(value) * scale));
  }
  return sum;
}

/** The largest is at the upper end of the last bin, and in it. */
function countIn(table: usize, bin: i32): void {
  const at = table + bytes(min(bin, BINS - 1));
  store<i32>(at, load<i32>(at) + 1);
}

/** The upper end of the bin that holds the 99.5th percentile. */
function robust(largest: f64, size: i32): f64 {
  let left = <f64>size * 0.005;
  let bin = BINS;
  while (left >= 0) {
    const at = tables + bytes(--bin);
    left -= load<i32>(at) + load<i32>(at, TABLE) + load<i32>(at, 2 * TABLE) + load<i32>(at, 3 * TABLE);
  }
  return (<f64>(bin + 1) / BINS) * largest;
}

function lanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
