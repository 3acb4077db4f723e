/**
 * @file The float32 kernels on 128-bit vectors, in AssemblyScript. Pointers are byte addresses in the one memory.
 *
 * Rows are M numbers long and M need not be a multiple of four: the last vector of a row is then laid over the one before
 * it, so that it ends where the row ends. Where it overlaps it computes the same numbers again. Rows shorter than a vector
 * are done number by number.
 */

/** `a = x·W + b`: (B, M) from (B, N), (N, M) and (M). */
export function affine(a: usize, x: usize, W: usize, b: usize, B: i32, N: i32, M: i32): void {
  let j = 0;
  for (; j + 8 <= M; j += 8) affineColumns(a, x, W, b, B, N, M, j);
  if (j < M && M >= 8) affineColumns(a, x, W, b, B, N, M, M - 8);
  else for (; j < M; j++) affineColumn(a, x, W, b, B, N, M, j);
}

/** Columns j to j + 7, four rows at a time. */
function affineColumns(a: usize, x: usize, W: usize, b: usize, B: i32, N: i32, M: i32, j: i32): void {
  const row = (<usize>M) << 2;
  const step = (<usize>N) << 2;
  const column = (<usize>j) << 2;
  const b0 = v128.load(b + column);
  const b1 = v128.load(b + column, 16);
  let i = 0;
  for (; i + 4 <= B; i += 4) {
    const x0 = x + <usize>i * step;
    const x1 = x0 + step;
    const x2 = x1 + step;
    const x3 = x2 + step;
    let s00 = f32x4.splat(0),
      s01 = s00,
      s10 = s00,
      s11 = s00,
      s20 = s00,
      s21 = s00,
      s30 = s00,
      s31 = s00;
    let w = W + column;
    for (let k: usize = 0; k < step; k += 4) {
      const w0 = v128.load(w);
      const w1 = v128.load(w, 16);
      w += row;
      const v0 = v128.load32_splat(x0 + k);
      s00 = f32x4.add(s00, f32x4.mul(v0, w0));
      s01 = f32x4.add(s01, f32x4.mul(v0, w1));
      const v1 = v128.load32_splat(x1 + k);
      s10 = f32x4.add(s10, f32x4.mul(v1, w0));
      s11 = f32x4.add(s11, f32x4.mul(v1, w1));
      const v2 = v128.load32_splat(x2 + k);
      s20 = f32x4.add(s20, f32x4.mul(v2, w0));
      s21 = f32x4.add(s21, f32x4.mul(v2, w1));
      const v3 = v128.load32_splat(x3 + k);
      s30 = f32x4.add(s30, f32x4.mul(v3, w0));
      s31 = f32x4.add(s31, f32x4.mul(v3, w1));
    }
    let out = a + <usize>i * row + column;
    v128.store(out, f32x4.add(s00, b0));
    v128.store(out, f32x4.add(s01, b1), 16);
    out += row;
    v128.store(out, f32x4.add(s10, b0));
    v128.store(out, f32x4.add(s11, b1), 16);
    out += row;
    v128.store(out, f32x4.add(s20, b0));
    v128.store(out, f32x4.add(s21, b1), 16);
    out += row;
    v128.store(out, f32x4.add(s30, b0));
    v128.store(out, f32x4.add(s31, b1), 16);
  }
  for (; i < B; i++) {
    const xi = x + <usize>i * step;
    let s0 = f32x4.splat(0),
      s1 = s0;
    let w = W + column;
    for (let k: usize = 0; k < step; k += 4) {
      const v = v128.load32_splat(xi + k);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(w)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(w, 16)));
      w += row;
    }
    const out = a + <usize>i * row + column;
    v128.store(out, f32x4.add(s0, b0));
    v128.store(out, f32x4.add(s1, b1), 16);
  }
}

function affineColumn(a: usize, x: usize, W: usize, b: usize, B: i32, N: i32, M: i32, j: i32): void {
  for (let i = 0; i < B; i++) {
    let sum: f32 = 0;
    for (let k = 0; k < N; k++) sum += at(x, i * N + k) * at(W, k * M + j);
    put(a, i * M + j, sum + at(b, j));
  }
}

/** `dW = xᵀ·da`: (N, M) from (B, N) and (B, M). */
export function weightGradient(dW: usize, x: usize, da: usize, B: i32, N: i32, M: i32): void {
  let k = 0;
  for (; k + 4 <= N; k += 4) {
    let j = 0;
    for (; j + 8 <= M; j += 8) gradientTile(dW, x, da, B, N, M, k, j);
    if (j < M && M >= 8) gradientTile(dW, x, da, B, N, M, k, M - 8);
    else for (; j < M; j++) for (let r = 0; r < 4; r++) gradientCell(dW, x, da, B, N, M, k + r, j);
  }
  for (; k < N; k++) for (let j = 0; j < M; j++) gradientCell(dW, x, da, B, N, M, k, j);
}

/** Rows k to k + 3, columns j to j + 7. */
function gradientTile(dW: usize, x: usize, da: usize, B: i32, N: i32, M: i32, k: i32, j: i32): void {
  const row = (<usize>M) << 2;
  const step = (<usize>N) << 2;
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00;
  let xi = x + ((<usize>k) << 2);
  let g = da + ((<usize>j) << 2);
  for (let i = 0; i < B; i++) {
    const g0 = v128.load(g);
    const g1 = v128.load(g, 16);
    g += row;
    const v0 = v128.load32_splat(xi);
    s00 = f32x4.add(s00, f32x4.mul(v0, g0));
    s01 = f32x4.add(s01, f32x4.mul(v0, g1));
    const v1 = v128.load32_splat(xi, 4);
    s10 = f32x4.add(s10, f32x4.mul(v1, g0));
    s11 = f32x4.add(s11, f32x4.mul(v1, g1));
    const v2 = v128.load32_splat(xi, 8);
    s20 = f32x4.add(s20, f32x4.mul(v2, g0));
    s21 = f32x4.add(s21, f32x4.mul(v2, g1));
    const v3 = v128.load32_splat(xi, 12);
    s30 = f32x4.add(s30, f32x4.mul(v3, g0));
    s31 = f32x4.add(s31, f32x4.mul(v3, g1));
    xi += step;
  }
  let out = dW + ((<usize>(k * M + j)) << 2);
  v128.store(out, s00);
  v128.store(out, s01, 16);
  out += row;
  v128.store(out, s10);
  v128.store(out, s11, 16);
  out += row;
  v128.store(out, s20);
  v128.store(out, s21, 16);
  out += row;
  v128.store(out, s30);
  v128.store(out, s31, 16);
}

function gradientCell(dW: usize, x: usize, da: usize, B: i32, N: i32, M: i32, k: i32, j: i32): void {
  let sum: f32 = 0;
  for (let i = 0; i < B; i++) sum += at(x, i * N + k) * at(da, i * M + j);
  put(dW, k * M + j, sum);
}

/** `dx = da·Wᵀ`: (B, N) from (B, M) and (N, M). */
export function inputGradient(dx: usize, da: usize, W: usize, B: i32, N: i32, M: i32): void {
  let k = 0;
  for (; k + 4 <= N; k += 4) {
    let i = 0;
    for (; i + 2 <= B; i += 2) dotTile(dx, da, W, N, M, i, k);
    for (; i < B; i++) for (let r = 0; r < 4; r++) put(dx, i * N + k + r, dot(da, W, M, i, k + r));
  }
  for (; k < N; k++) for (let i = 0; i < B; i++) put(dx, i * N + k, dot(da, W, M, i, k));
}

/** Rows i and i + 1, columns k to k + 3. */
function dotTile(dx: usize, da: usize, W: usize, N: i32, M: i32, i: i32, k: i32): void {
  const row = (<usize>M) << 2;
  const vectors = (<usize>(M & ~3)) << 2;
  const d0 = da + <usize>i * row;
  const d1 = d0 + row;
  const w0 = W + <usize>k * row;
  const w1 = w0 + row;
  const w2 = w1 + row;
  const w3 = w2 + row;
  let s00 = f32x4.splat(0),
    s01 = s00,
    s02 = s00,
    s03 = s00,
    s10 = s00,
    s11 = s00,
    s12 = s00,
    s13 = s00;
  let j: usize = 0;
  for (; j < vectors; j += 16) {
    const g0 = v128.load(d0 + j);
    const g1 = v128.load(d1 + j);
    let w = v128.load(w0 + j);
    s00 = f32x4.add(s00, f32x4.mul(g0, w));
    s10 = f32x4.add(s10, f32x4.mul(g1, w));
    w = v128.load(w1 + j);
    s01 = f32x4.add(s01, f32x4.mul(g0, w));
    s11 = f32x4.add(s11, f32x4.mul(g1, w));
    w = v128.load(w2 + j);
    s02 = f32x4.add(s02, f32x4.mul(g0, w));
    s12 = f32x4.add(s12, f32x4.mul(g1, w));
    w = v128.load(w3 + j);
    s03 = f32x4.add(s03, f32x4.mul(g0, w));
    s13 = f32x4.add(s13, f32x4.mul(g1, w));
  }
  let r0 = lanes(s00, s01, s02, s03);
  let r1 = lanes(s10, s11, s12, s13);
  for (; j < row; j += 4) {
    let w = f32x4.splat(load<f32>(w0 + j));
    w = f32x4.replace_lane(w, 1, load<f32>(w1 + j));
    w = f32x4.replace_lane(w, 2, load<f32>(w2 + j));
    w = f32x4.replace_lane(w, 3, load<f32>(w3 + j));
    r0 = f32x4.add(r0, f32x4.mul(v128.load32_splat(d0 + j), w));
    r1 = f32x4.add(r1, f32x4.mul(v128.load32_splat(d1 + j), w));
  }
  v128.store(dx + ((<usize>(i * N + k)) << 2), r0);
  v128.store(dx + ((<usize>((i + 1) * N + k)) << 2), r1);
}

/** The four vectors' sums, in the four lanes: transposed and added. */
function lanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1);
  const cd = f32x4.add(cd0, cd1);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function dot(da: usize, W: usize, M: i32, i: i32, k: i32): f32 {
  let sum: f32 = 0;
  for (let j = 0; j < M; j++) sum += at(da, i * M + j) * at(W, k * M + j);
  return sum;
}

/** `W = W − η·dW`. */
export function sgd(W: usize, dW: usize, size: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  const end = W + ((<usize>size) << 2);
  const vectors = W + ((<usize>(size & ~3)) << 2);
  for (; W < vectors; W += 16, dW += 16) v128.store(W, f32x4.sub(v128.load(W), f32x4.mul(r, v128.load(dW))));
  for (; W < end; W += 4, dW += 4) store<f32>(W, load<f32>(W) - rate * load<f32>(dW));
}

/** `m = m + (dW − m)·part`. */
export function adamMean(m: usize, dW: usize, size: i32, part: f32): void {
  const p = f32x4.splat(part);
  const end = m + ((<usize>size) << 2);
  const vectors = m + ((<usize>(size & ~3)) << 2);
  for (; m < vectors; m += 16, dW += 16) {
    const old = v128.load(m);
    v128.store(m, f32x4.add(old, f32x4.mul(f32x4.sub(v128.load(dW), old), p)));
  }
  for (; m < end; m += 4, dW += 4) store<f32>(m, load<f32>(m) + (load<f32>(dW) - load<f32>(m)) * part);
}

/** `v = v + (dW² − v)·part`. */
export function adamSquare(v: usize, dW: usize, size: i32, part: f32): void {
  const p = f32x4.splat(part);
  const end = v + ((<usize>size) << 2);
  const vectors = v + ((<usize>(size & ~3)) << 2);
  for (; v < vectors; v += 16, dW += 16) {
    const old = v128.load(v);
    const g = v128.load(dW);
    v128.store(v, f32x4.add(old, f32x4.mul(f32x4.sub(f32x4.mul(g, g), old), p)));
  }
  for (; v < end; v += 4, dW += 4) {
    const g = load<f32>(dW);
    store<f32>(v, load<f32>(v) + (g * g - load<f32>(v)) * part);
  }
}

/** `W = W·keep − m·rate / (√v + ε)`. */
export function adam(W: usize, m: usize, v: usize, size: i32, rate: f32, epsilon: f32, keep: f32): void {
  const r = f32x4.splat(rate);
  const e = f32x4.splat(epsilon);
  const kept = f32x4.splat(keep);
  const end = W + ((<usize>size) << 2);
  const vectors = W + ((<usize>(size & ~3)) << 2);
  for (; W < vectors; W += 16, m += 16, v += 16) {
    const step = f32x4.div(f32x4.mul(v128.load(m), r), f32x4.add(f32x4.sqrt(v128.load(v)), e));
    v128.store(W, f32x4.sub(f32x4.mul(v128.load(W), kept), step));
  }
  for (; W < end; W += 4, m += 4, v += 4) {
    store<f32>(W, load<f32>(W) * keep - (load<f32>(m) * rate) / (sqrt<f32>(load<f32>(v)) + epsilon));
  }
}

function at(array: usize, index: i32): f32 {
  return load<f32>(array + ((<usize>index) << 2));
}

function put(array: usize, index: i32, value: f32): void {
  store<f32>(array + ((<usize>index) << 2), value);
}
