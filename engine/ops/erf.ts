/** @file The error function, which JavaScript lacks and the exact gelu needs. */

/**
 * `erf(x)` to about 1e-15: the all-positive series `2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1) / (1·3·…·(2n+1))` (Abramowitz & Stegun
 * 7.1.6), and ±1 from |x| = 6 on, where double precision ends.
 */
export function erf(x: number): number {
  if (Math.abs(x) >= 6) return Math.sign(x);
  let power = x;
  let sum = x;
  for (let n = 1; Math.abs(power) > 1e-17 * Math.abs(sum); n++) {
    power *= (2 * x * x) / (2 * n + 1);
    sum += power;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
