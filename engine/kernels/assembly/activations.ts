/** @file Activations and their gradients, cell by cell, and softmax row by row. */

import { exp } from './exp';
import { bytes, storeLanes, wholeVectors } from './vectors';

/** Below zero, leaky relu's slope. */
const LEAK: f32 = 0.01;

export function sigmoid(z: usize, a: usize, size: i32): void {
  const one = f32x4.splat(1);
  for (const end = z + wholeVectors(size); z < end; z += 16, a += 16) {
    v128.store(z, f32x4.div(one, f32x4.add(one, exp(f32x4.neg(v128.load(a))))));
  }
}

export function sigmoidGradient(da: usize, dz: usize, z: usize, size: i32): void {
  const one = f32x4.splat(1);
  for (const end = da + wholeVectors(size); da < end; da += 16, dz += 16, z += 16) {
    const y = v128.load(z);
    v128.store(da, f32x4.mul(f32x4.mul(f32x4.sub(one, y), y), v128.load(dz)));
  }
}

/** Near zero a polynomial (Cephes, `tanhf`), since `1 − 2 / (e²ˣ + 1)` loses the small numbers' digits. */
export function tanh(z: usize, a: usize, size: i32): void {
  const one = f32x4.splat(1);
  const sign = i32x4.splat(0x80000000);
  for (const end = z + wholeVectors(size); z < end; z += 16, a += 16) {
    const x = v128.load(a);
    const positive = f32x4.abs(x);
    const e = exp(f32x4.add(positive, positive));
    const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
    const s = f32x4.mul(x, x);
    let p = f32x4.splat(-5.70498872745e-3);
    p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.06390887954e-2));
    p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-5.37397155531e-2));
    p = f32x4.add(f32x4.mul(p, s), f32x4.splat(1.33314422036e-1));
    p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-3.33332819422e-1));
    const near = f32x4.add(f32x4.mul(f32x4.mul(p, s), x), x);
    const signed = v128.or(far, v128.and(x, sign));
    v128.store(z, v128.bitselect(near, signed, f32x4.lt(positive, f32x4.splat(0.625))));
  }
}

/** `(1 − z)·(1 + z)·dz`: 1 − z², computed so, would lose the digits of a slope near zero. */
export function tanhGradient(da: usize, dz: usize, z: usize, size: i32): void {
  const one = f32x4.splat(1);
  for (const end = da + wholeVectors(size); da < end; da += 16, dz += 16, z += 16) {
    const y = v128.load(z);
    v128.store(da, f32x4.mul(f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)), v128.load(dz)));
  }
}

export function relu(z: usize, a: usize, size: i32): void {
  const zero = f32x4.splat(0);
  for (const end = z + wholeVectors(size); z < end; z += 16, a += 16) {
    v128.store(z, f32x4.max(v128.load(a), zero));
  }
}

export function reluGradient(da: usize, dz: usize, a: usize, size: i32): void {
  const zero = f32x4.splat(0);
  for (const end = da + wholeVectors(size); da < end; da += 16, dz += 16, a += 16) {
    v128.store(da, v128.and(v128.load(dz), f32x4.gt(v128.load(a), zero)));
  }
}

export function leakyRelu(z: usize, a: usize, size: i32): void {
  const zero = f32x4.splat(0);
  const leak = f32x4.splat(LEAK);
  for (const end = z + wholeVectors(size); z < end; z += 16, a += 16) {
    const x = v128.load(a);
    v128.store(z, v128.bitselect(x, f32x4.mul(leak, x), f32x4.gt(x, zero)));
  }
}

export function leakyReluGradient(da: usize, dz: usize, a: usize, size: i32): void {
  const zero = f32x4.splat(0);
  const leak = f32x4.splat(LEAK);
  for (const end = da + wholeVectors(size); da < end; da += 16, dz += 16, a += 16) {
    const g = v128.load(dz);
    v128.store(da, v128.bitselect(g, f32x4.mul(leak, g), f32x4.gt(v128.load(a), zero)));
  }
}

/** Row by row `z = exp(a − max a) / Σ exp(a − max a)`: (B, K). */
export function softmax(z: usize, a: usize, B: i32, K: i32): void {
  const row = bytes(K);
  for (let i = 0; i < B; i++, z += row, a += row) {
    let most = load<f32>(a);
    for (let j: usize = 4; j < row; j += 4) most = max(most, load<f32>(a + j));
    const largest = f32x4.splat(most);
    for (let j = 0; j < K; j += 4) {
      storeLanes(z + bytes(j), exp(f32x4.sub(v128.load(a + bytes(j)), largest)), K - j);
    }
    let sum: f64 = 0;
    for (let j: usize = 0; j < row; j += 4) sum += load<f32>(z + j);
    const whole = f32x4.splat(<f32>sum);
    for (let j = 0; j < K; j += 4) {
      storeLanes(z + bytes(j), f32x4.div(v128.load(z + bytes(j)), whole), K - j);
    }
  }
}
