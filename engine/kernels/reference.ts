/**
 * @file The textbook backend: plain loops, one kernel a function. It is what any other backend is tested against.
 *
 * The loops over a layer's inputs are the outer ones, so that a row of W is used up while it is in the processor's cache.
 */

import { farthest } from '../pooling.ts';
import { writeParts } from '../parts.ts';
import { statisticsOf } from '../statistics.ts';
import { allocate, classOf, type Tensor } from '../tensor.ts';
import type { Backend, Constants, Elementwise, Kernels } from './kernels.ts';

export const reference: Kernels = {
  readPixels: false,
  unpack,
  affine,
  weightGradient,
  biasGradient,
  inputGradient,
  softmax,
  softmaxGradient,
  crossEntropy,
  crossEntropyGradient,
  meanSquaredError,
  meanSquaredErrorGradient,
  sumOfSquares,
  statistics: ({ data }) => statisticsOf(data),
  farthest,
  elementwise,
  updates: {},
};

/** These kernels, on tensors that may lie anywhere. */
export const referenceBackend: Backend = {
  name: 'reference',
  open: (dtype, size) => ({ name: 'reference', kernels: reference, arena: allocate(dtype, size) }),
  writeParts,
};

function unpack(x: Tensor, pixels: Uint8Array): void {
  for (let c = 0; c < pixels.length; c++) x.data[c] = pixels[c] / 255;
}

function affine(a: Tensor, x: Tensor, W: Tensor, b: Tensor): void {
  const [B, N] = x.shape;
  const M = W.shape[1];
  const A = a.data;
  const X = x.data;
  const w = W.data;
  A.fill(0);
  for (let k = 0; k < N; k++) {
    for (let i = 0; i < B; i++) {
      const value = X[i * N + k];
      for (let j = 0; j < M; j++) A[i * M + j] += value * w[k * M + j];
    }
  }
  for (let i = 0; i < B; i++) {
    for (let j = 0; j < M; j++) A[i * M + j] += b.data[j];
  }
}

function weightGradient(dW: Tensor, x: Tensor, da: Tensor, W: Tensor, l2: number): void {
  const [B, N] = x.shape;
  const M = da.shape[1];
  const D = dW.data;
  const X = x.data;
  const dA = da.data;
  D.fill(0);
  for (let k = 0; k < N; k++) {
    for (let i = 0; i < B; i++) {
      const value = X[i * N + k];
      for (let j = 0; j < M; j++) D[k * M + j] += value * dA[i * M + j];
    }
  }
  if (l2 !== 0) for (let c = 0; c < D.length; c++) D[c] += l2 * W.data[c];
}

function biasGradient(db: Tensor, da: Tensor): void {
  const [B, M] = da.shape;
  const D = db.data;
  const dA = da.data;
  D.fill(0);
  for (let i = 0; i < B; i++) {
    for (let j = 0; j < M; j++) D[j] += dA[i * M + j];
  }
}

function inputGradient(dx: Tensor, da: Tensor, W: Tensor): void {
  const [B, M] = da.shape;
  const N = W.shape[0];
  const D = dx.data;
  const dA = da.data;
  const w = W.data;
  for (let k = 0; k < N; k++) {
    for (let i = 0; i < B; i++) {
      let sum = 0;
      for (let j = 0; j < M; j++) sum += dA[i * M + j] * w[k * M + j];
      D[i * N + k] = sum;
    }
  }
}

function softmax(z: Tensor, a: Tensor): void {
  const [B, K] = a.shape;
  const Z = z.data;
  const A = a.data;
  for (let row = 0; row < B * K; row += K) {
    let max = A[row];
    for (let j = 1; j < K; j++) max = Math.max(max, A[row + j]);
    let sum = 0;
    for (let j = 0; j < K; j++) {
      Z[row + j] = Math.exp(A[row + j] - max);
      sum += Z[row + j];
    }
    for (let j = 0; j < K; j++) Z[row + j] /= sum;
  }
}

function softmaxGradient(da: Tensor, dz: Tensor, z: Tensor): void {
  const [B, K] = z.shape;
  const D = da.data;
  const dZ = dz.data;
  const Z = z.data;
  for (let row = 0; row < B * K; row += K) {
    let sum = 0;
    for (let j = 0; j < K; j++) sum += dZ[row + j] * Z[row + j];
    for (let j = 0; j < K; j++) D[row + j] = Z[row + j] * (dZ[row + j] - sum);
  }
}

function crossEntropy(y: Tensor, t: Tensor): number {
  const [B, K] = y.shape;
  let sum = 0;
  for (let i = 0; i < B; i++) sum += Math.log(y.data[i * K + targetClass(t, i)]);
  return -sum / B;
}

function crossEntropyGradient(dy: Tensor, y: Tensor, t: Tensor): void {
  const [B, K] = y.shape;
  const oneHot = t.shape.length === 2;
  const D = dy.data;
  const Y = y.data;
  const T = t.data;
  for (let i = 0; i < B; i++) {
    for (let j = 0; j < K; j++) {
      const target = oneHot ? T[i * K + j] : Number(T[i] === j);
      D[i * K + j] = (Y[i * K + j] - target) / B;
    }
  }
}

function meanSquaredError(y: Tensor, t: Tensor): number {
  let sum = 0;
  for (let c = 0; c < y.data.length; c++) sum += (y.data[c] - t.data[c]) ** 2;
  return sum / y.data.length;
}

function meanSquaredErrorGradient(dy: Tensor, y: Tensor, t: Tensor): void {
  const D = dy.data;
  const Y = y.data;
  const T = t.data;
  for (let c = 0; c < D.length; c++) D[c] = (2 * (Y[c] - T[c])) / D.length;
}

function sumOfSquares(x: Tensor): number {
  let sum = 0;
  for (const value of x.data) sum += value * value;
  return sum;
}

function elementwise(
  out: Tensor,
  { loop }: Elementwise,
  constants: Constants,
  x: Tensor,
  y = out,
  z = out,
): void {
  loop(out.data, x.data, y.data, z.data, constants);
}

/** The class of example `i`, from one-hot rows or from class indices. */
export function targetClass(t: Tensor, i: number): number {
  return t.shape.length === 1 ? t.data[i] : classOf(t, i);
}
