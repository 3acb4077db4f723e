/** @file The exponential function of four numbers at once. */

/**
 * eˣ to within 2 units in the last place; what is smaller than a normal number may be zero's neighbour instead. NaN stays NaN.
 *
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2, where eʳ is a polynomial (coefficients: Cephes, `expf`), and 2ⁿ an exponent: put in by
 * two factors, since n may be further from zero than one exponent can be.
 */
export function exp(x: v128): v128 {
  const inRange = f32x4.min(f32x4.max(x, f32x4.splat(-105)), f32x4.splat(90));
  const n = f32x4.nearest(f32x4.mul(inRange, f32x4.splat(1.4426950408889634)));
  // ln 2 in two parts, of which n times the first is exact.
  let r = f32x4.sub(inRange, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), f32x4.add(r, f32x4.splat(1)));
  const exponent = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(p, power(half)), power(i32x4.sub(exponent, half)));
}

/** 2ⁿ for whole n from −126 to 127. */
function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}
