/** @file Cross-entropy and the gradient that backpropagation starts from. Targets are one-hot rows, or class indices. */

import { bytes, wholeVectors } from './vectors';

/** `−1/B · Σ log y[i, tᵢ]`, added up with the digits of float64. */
export function crossEntropy(y: usize, t: usize, B: i32, K: i32, oneHot: bool): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < B; i++, y += bytes(K)) {
    sum += Math.log(load<f32>(y + bytes(target(t, i, K, oneHot))));
  }
  return -sum / B;
}

/** `dy = (y − t) / B`. */
export function crossEntropyGradient(dy: usize, y: usize, t: usize, B: i32, K: i32, oneHot: bool): void {
  const size = wholeVectors(B * K);
  const count = f32x4.splat(<f32>B);
  if (oneHot) {
    for (let c: usize = 0; c < size; c += 16) {
      v128.store(dy + c, f32x4.div(f32x4.sub(v128.load(y + c), v128.load(t + c)), count));
    }
    return;
  }
  for (let c: usize = 0; c < size; c += 16) v128.store(dy + c, f32x4.div(v128.load(y + c), count));
  for (let i = 0; i < B; i++) {
    const c = bytes(i * K + target(t, i, K, false));
    store<f32>(dy + c, (load<f32>(y + c) - 1) / <f32>B);
  }
}

/** The class that an example belongs to; the first of equals where several are as likely. */
function target(t: usize, i: i32, K: i32, oneHot: bool): i32 {
  if (!oneHot) return <i32>load<f32>(t + bytes(i));
  const row = t + bytes(i * K);
  let best = 0;
  let most = load<f32>(row);
  for (let j = 1; j < K; j++) {
    const value = load<f32>(row + bytes(j));
    if (value > most) {
      most = value;
      best = j;
    }
  }
  return best;
}
