/** @file The exponential function of four numbers at once. */

import { multiplyAdd } from './vectors';

/**
 * What `exp` works with, four bytes each: in memory, from where one instruction spreads a number over a vector. V8 makes a vector
 * that stands in the code anew wherever it is used, by several.
 */
const constants = memory.data<f32>([
  -105, 90, 12582912, 1.4426950408889634, -0.693359375, 2.1219444e-4, 1.98756915e-4, 1.3981999507e-3,
  8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1,
]);

/**
 * eˣ to within 2 units in the last place; what is smaller than a normal number may be zero's neighbour instead. NaN stays NaN.
 *
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2, where eʳ is a polynomial (coefficients: Cephes, `expf`), and 2ⁿ an exponent: put in by
 * two factors, since n may be further from zero than one exponent can be.
 */
export function exp(x: v128): v128 {
  const inRange = f32x4.pmin(f32x4.pmax(x, v128.load32_splat(constants)), v128.load32_splat(constants, 4));
  // 1.5 · 2²³ leaves no room for a fraction: the sum is rounded to whole numbers, and its last bits are n.
  const shift = v128.load32_splat(constants, 8);
  const shifted = multiplyAdd(inRange, v128.load32_splat(constants, 12), shift);
  const n = f32x4.sub(shifted, shift);
  const exponent = i32x4.sub(shifted, shift);
  // −ln 2 in two parts, of which n times the first is exact.
  let r = multiplyAdd(n, v128.load32_splat(constants, 16), inRange);
  r = multiplyAdd(n, v128.load32_splat(constants, 20), r);
  let p = v128.load32_splat(constants, 24);
  p = multiplyAdd(p, r, v128.load32_splat(constants, 28));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 32));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 36));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 40));
  p = multiplyAdd(p, r, v128.load32_splat(constants, 44));
  const one = v128.load32_splat(constants, 48);
  p = multiplyAdd(f32x4.mul(p, r), r, f32x4.add(r, one));
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(p, power(half, one)), power(i32x4.sub(exponent, half), one));
}

/** 2ⁿ for whole n from −126 to 127: n added to the exponent of one. */
function power(n: v128, one: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), one);
}
