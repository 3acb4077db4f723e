/**
 * @file The optimizers' updates: each of their ops by itself, and all ops of an update in one pass over the memory. Both are
 * made of the same arithmetic and give the same bits.
 */

import { multiplyAdd, wholeVectors } from './vectors';

/** `W − η·dW`. */
function descended(w: v128, g: v128, rate: v128): v128 {
  return f32x4.sub(w, f32x4.mul(rate, g));
}

/** `μ·m − η·dW`. */
function velocityAfter(m: v128, g: v128, rate: v128, momentum: v128): v128 {
  return f32x4.sub(f32x4.mul(momentum, m), f32x4.mul(rate, g));
}

/** `W + μ·m − η·dW`. */
function lookedAhead(w: v128, m: v128, g: v128, rate: v128, momentum: v128): v128 {
  return f32x4.sub(multiplyAdd(momentum, m, w), f32x4.mul(rate, g));
}

/** `ρ·v + (1 − ρ)·dW²`. */
function decayedSquare(v: v128, g: v128, rho: v128): v128 {
  const rest = f32x4.sub(f32x4.splat(1), rho);
  return multiplyAdd(rho, v, f32x4.mul(rest, f32x4.mul(g, g)));
}

/** `W − η·dW / √(v + ε)`. */
function scaled(w: v128, g: v128, v: v128, rate: v128, epsilon: v128): v128 {
  return f32x4.sub(w, f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(v, epsilon))));
}

/** `m + (dW − m)·part`. */
function meanAfter(m: v128, g: v128, part: v128): v128 {
  return multiplyAdd(f32x4.sub(g, m), part, m);
}

/** `v + (dW² − v)·part`. */
function squareAfter(v: v128, g: v128, part: v128): v128 {
  return multiplyAdd(f32x4.sub(f32x4.mul(g, g), v), part, v);
}

/** `W·keep − m·rate / (√v + ε)`. */
function adapted(w: v128, m: v128, v: v128, rate: v128, epsilon: v128, keep: v128): v128 {
  const step = f32x4.div(f32x4.mul(m, rate), f32x4.add(f32x4.sqrt(v), epsilon));
  return f32x4.sub(f32x4.mul(w, keep), step);
}

export function sgd(W: usize, dW: usize, size: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  for (const end = W + wholeVectors(size); W < end; W += 16, dW += 16) {
    v128.store(W, descended(v128.load(W), v128.load(dW), r));
  }
}

export function velocity(m: usize, dW: usize, size: i32, rate: f32, momentum: f32): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (const end = m + wholeVectors(size); m < end; m += 16, dW += 16) {
    v128.store(m, velocityAfter(v128.load(m), v128.load(dW), r, mu));
  }
}

export function momentum(W: usize, m: usize, size: i32): void {
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16) {
    v128.store(W, f32x4.add(v128.load(W), v128.load(m)));
  }
}

export function momentumUpdate(W: usize, m: usize, dW: usize, size: i32, rate: f32, momentum: f32): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16, dW += 16) {
    const after = velocityAfter(v128.load(m), v128.load(dW), r, mu);
    v128.store(m, after);
    const w = v128.load(W);
    v128.store(W, f32x4.add(w, after));
  }
}

export function nesterov(W: usize, m: usize, dW: usize, size: i32, rate: f32, momentum: f32): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16, dW += 16) {
    v128.store(W, lookedAhead(v128.load(W), v128.load(m), v128.load(dW), r, mu));
  }
}

export function nesterovUpdate(W: usize, m: usize, dW: usize, size: i32, rate: f32, momentum: f32): void {
  const r = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16, dW += 16) {
    const g = v128.load(dW);
    const after = velocityAfter(v128.load(m), g, r, mu);
    v128.store(m, after);
    const w = v128.load(W);
    v128.store(W, lookedAhead(w, after, g, r, mu));
  }
}

export function rmspropSquare(v: usize, dW: usize, size: i32, rho: f32): void {
  const p = f32x4.splat(rho);
  for (const end = v + wholeVectors(size); v < end; v += 16, dW += 16) {
    v128.store(v, decayedSquare(v128.load(v), v128.load(dW), p));
  }
}

export function rmsprop(W: usize, dW: usize, v: usize, size: i32, rate: f32, epsilon: f32): void {
  const r = f32x4.splat(rate);
  const e = f32x4.splat(epsilon);
  for (const end = W + wholeVectors(size); W < end; W += 16, dW += 16, v += 16) {
    v128.store(W, scaled(v128.load(W), v128.load(dW), v128.load(v), r, e));
  }
}

export function rmspropUpdate(
  W: usize,
  v: usize,
  dW: usize,
  size: i32,
  rho: f32,
  rate: f32,
  epsilon: f32,
): void {
  const p = f32x4.splat(rho);
  const r = f32x4.splat(rate);
  const e = f32x4.splat(epsilon);
  for (const end = W + wholeVectors(size); W < end; W += 16, v += 16, dW += 16) {
    const g = v128.load(dW);
    const square = decayedSquare(v128.load(v), g, p);
    v128.store(v, square);
    const w = v128.load(W);
    v128.store(W, scaled(w, g, square, r, e));
  }
}

export function adamMean(m: usize, dW: usize, size: i32, part: f32): void {
  const p = f32x4.splat(part);
  for (const end = m + wholeVectors(size); m < end; m += 16, dW += 16) {
    v128.store(m, meanAfter(v128.load(m), v128.load(dW), p));
  }
}

export function adamSquare(v: usize, dW: usize, size: i32, part: f32): void {
  const p = f32x4.splat(part);
  for (const end = v + wholeVectors(size); v < end; v += 16, dW += 16) {
    v128.store(v, squareAfter(v128.load(v), v128.load(dW), p));
  }
}

export function adam(W: usize, m: usize, v: usize, size: i32, rate: f32, epsilon: f32, keep: f32): void {
  const r = f32x4.splat(rate);
  const e = f32x4.splat(epsilon);
  const k = f32x4.splat(keep);
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16, v += 16) {
    v128.store(W, adapted(v128.load(W), v128.load(m), v128.load(v), r, e, k));
  }
}

export function adamUpdate(
  W: usize,
  m: usize,
  v: usize,
  dW: usize,
  size: i32,
  meanPart: f32,
  squarePart: f32,
  rate: f32,
  epsilon: f32,
  keep: f32,
): void {
  const mp = f32x4.splat(meanPart);
  const sp = f32x4.splat(squarePart);
  const r = f32x4.splat(rate);
  const e = f32x4.splat(epsilon);
  const k = f32x4.splat(keep);
  for (const end = W + wholeVectors(size); W < end; W += 16, m += 16, v += 16, dW += 16) {
    const g = v128.load(dW);
    const mean = meanAfter(v128.load(m), g, mp);
    v128.store(m, mean);
    const square = squareAfter(v128.load(v), g, sp);
    v128.store(v, square);
    const w = v128.load(W);
    v128.store(W, adapted(w, mean, square, r, e, k));
  }
}
