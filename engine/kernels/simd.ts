/** @file The fast backend for float32: WebAssembly on 128-bit vectors, working on the tensors where they lie. */

import type { OptimizerName } from '../model.ts';
import type { WriteParts } from '../parts.ts';
import type { Tensor } from '../tensor.ts';
import type { Backend, Constants, Kernels, Update } from './kernels.ts';
import { divided, divisible } from './division.ts';
import { reference, referenceBackend } from './reference.ts';
import { controlBlock, help, Sharing, type SharedWork } from './threads.ts';
import type { VectorKernels } from './vectorKernels.ts';

const PAGE = 65536;

/** At first of the memory, as the kernels are compiled: for what they keep for themselves. The most that there can be. */
const PAGES = { initial: 8, maximum: 65536 };

/** The most places that the kernels find the farthest number of at once: as many as `pooling.ts` of theirs has room for. */
const LANES = 4096;

/** Kernels read so many bytes at most beyond the end of a tensor. */
const MARGIN = 256;

/** The same kernels, compiled for two kinds of machine. */
export interface KernelModules {
  readonly vectors: Uint8Array<ArrayBuffer>;
  /** With fused multiply-adds, of which the processor decides how often they round. */
  readonly relaxed: Uint8Array<ArrayBuffer>;
}

/** A thread that helps with large kernels. */
export interface SecondThread {
  /** It helps with this until it is let go, and then can be sent other work. */
  send(work: SharedWork): void;
  /** How many numbers an arena has to have for its help to pay. Smaller ones are in memory of their own, which is quicker to fill. */
  readonly paysFrom: number;
}

/**
 * A backend that runs float32 on vectors and leaves float64 to the reference.
 * @param modules the compiled kernels
 * @param second it helps only with the arena that was opened last
 * @returns with relaxed SIMD where this machine has it; the reference backend where its WebAssembly has no vectors at all
 */
export function simdBackend({ vectors, relaxed }: KernelModules, second?: SecondThread): Backend {
  if (WebAssembly.validate(relaxed)) {
    return backendOf('WebAssembly relaxed SIMD', relaxed, second);
  }
  if (WebAssembly.validate(vectors)) return backendOf('WebAssembly SIMD', vectors, second);
  return referenceBackend;
}

function backendOf(name: string, bytes: Uint8Array<ArrayBuffer>, second: SecondThread | undefined): Backend {
  const alone = new WebAssembly.Module(bytes);
  const writeParts = partsWriter(alone);
  let sharing: Sharing | undefined;
  return {
    name,
    open(dtype, size) {
      if (dtype === 'float64') return referenceBackend.open(dtype, size);
      const helper = second && size >= second.paysFrom ? second : undefined;
      const module = helper ? new WebAssembly.Module(withSharedMemory(bytes)) : alone;
      const memory = new WebAssembly.Memory({ ...PAGES, shared: helper !== undefined });
      const wasm = instantiate(module, memory);
      // Before the tensors lies what the kernels keep for themselves.
      const own = memory.grow(Math.ceil((size * 4 + MARGIN) / PAGE)) * PAGE;
      const arena = new Float32Array(memory.buffer, own, size);
      sharing?.close();
      sharing = undefined;
      if (!helper) return { name, kernels: kernelsOf(wasm), arena };
      const control = controlBlock();
      sharing = new Sharing(control, divisible(wasm));
      helper.send({ module, memory, control });
      return { name, kernels: kernelsOf(divided(wasm, sharing)), arena };
    },
    writeParts,
  };
}

/** By way of memory of its own, which can grow: views of that of the tensors would be lost if it did. */
function partsWriter(module: WebAssembly.Module): WriteParts {
  const memory = new WebAssembly.Memory(PAGES);
  const wasm = instantiate(module, memory);
  const x = memory.buffer.byteLength;
  return (from, largest, shares) => {
    const blocks = largest.length;
    const largestAt = x + 256 * blocks;
    const sharesAt = largestAt + 4 * blocks;
    const missing = sharesAt + 64 * blocks - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const { buffer } = memory;
    const numbers = new Float32Array(buffer, x, 64 * blocks);
    numbers.set(from);
    numbers.fill(0, from.length);
    wasm.parts(x, blocks, largestAt, sharesAt);
    largest.set(new Float32Array(buffer, largestAt, blocks));
    shares.set(new Uint8Array(buffer, sharesAt, shares.length));
  };
}

/** What the thread does that was sent some work: helps with it until it is let go. Blocks it. */
export function helpWith({ module, memory, control }: SharedWork): void {
  const wasm = instantiate(module, memory);
  wasm.takeSecondScratch();
  help(control, divisible(wasm));
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): VectorKernels {
  // The compiler of `assembly/index.ts` has checked that it exports these.
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as VectorKernels;
}

/**
 * The same module for a memory that threads share. It differs in one bit, of the limits of the memory that it imports (WebAssembly's
 * threads proposal, "memory type"), which stand behind its name.
 */
function withSharedMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const shared = bytes.slice();
  const name = 'memory';
  const at = shared.findIndex((_, i) => name === String.fromCharCode(...shared.subarray(i, i + name.length)));
  shared[at + name.length + 1] |= 2;
  return shared;
}

/** An elementwise operation on addresses. The optimizers' overwrite their first input: `out` and `x` are one. */
type Operation = (out: number, x: number, y: number, z: number, size: number, constants: Constants) => void;

function kernelsOf(wasm: VectorKernels): Kernels {
  const operations: Readonly<Record<string, Operation>> = {
    sigmoid: (z, a, _, __, size) => {
      wasm.sigmoid(z, a, size);
    },
    sigmoidGradient: (da, dz, z, _, size) => {
      wasm.sigmoidGradient(da, dz, z, size);
    },
    tanh: (z, a, _, __, size) => {
      wasm.tanh(z, a, size);
    },
    tanhGradient: (da, dz, z, _, size) => {
      wasm.tanhGradient(da, dz, z, size);
    },
    relu: (z, a, _, __, size) => {
      wasm.relu(z, a, size);
    },
    reluGradient: (da, dz, a, _, size) => {
      wasm.reluGradient(da, dz, a, size);
    },
    leakyRelu: (z, a, _, __, size) => {
      wasm.leakyRelu(z, a, size);
    },
    leakyReluGradient: (da, dz, a, _, size) => {
      wasm.leakyReluGradient(da, dz, a, size);
    },
    sgd: (W, _, dW, __, size, { rate }) => {
      wasm.sgd(W, dW, size, rate);
    },
    velocity: (m, _, dW, __, size, { rate, momentum }) => {
      wasm.velocity(m, dW, size, rate, momentum);
    },
    momentum: (W, _, m, __, size) => {
      wasm.momentum(W, m, size);
    },
    nesterov: (W, _, m, dW, size, { rate, momentum }) => {
      wasm.nesterov(W, m, dW, size, rate, momentum);
    },
    rmspropSquare: (v, _, dW, __, size, { rho }) => {
      wasm.rmspropSquare(v, dW, size, rho);
    },
    rmsprop: (W, _, dW, v, size, { rate, epsilon }) => {
      wasm.rmsprop(W, dW, v, size, rate, epsilon);
    },
    adamMean: (m, _, dW, __, size, { meanPart }) => {
      wasm.adamMean(m, dW, size, meanPart);
    },
    adamSquare: (v, _, dW, __, size, { squarePart }) => {
      wasm.adamSquare(v, dW, size, squarePart);
    },
    adam: (W, _, m, v, size, { rate, epsilon, keep }) => {
      wasm.adam(W, m, v, size, rate, epsilon, keep);
    },
  };

  const adam: Update = (W, dW, mW, vW, { meanPart, squarePart, rate, epsilon, keep }) => {
    wasm.adamUpdate(
      addressOf(W),
      addressOf(mW),
      addressOf(vW),
      addressOf(dW),
      W.data.length,
      meanPart,
      squarePart,
      rate,
      epsilon,
      keep,
    );
  };
  const updates: Partial<Record<OptimizerName, Update>> = {
    momentum: (W, dW, mW, _, { rate, momentum }) => {
      const { length } = W.data;
      wasm.momentumUpdate(addressOf(W), addressOf(mW), addressOf(dW), length, rate, momentum);
    },
    nesterov: (W, dW, mW, _, { rate, momentum }) => {
      const { length } = W.data;
      wasm.nesterovUpdate(addressOf(W), addressOf(mW), addressOf(dW), length, rate, momentum);
    },
    rmsprop: (W, dW, _, vW, { rho, rate, epsilon }) => {
      const { length } = W.data;
      wasm.rmspropUpdate(addressOf(W), addressOf(vW), addressOf(dW), length, rho, rate, epsilon);
    },
    adam,
    adamw: adam,
  };

  return {
    ...reference,
    readPixels: true,
    unpack(x, pixels) {
      wasm.unpack(addressOf(x), pixels.byteOffset, pixels.length);
    },
    affine(a, x, W, b) {
      const [B, N] = x.shape;
      const { pixels } = x;
      const M = W.shape[1];
      if (pixels) wasm.affineOfPixels(addressOf(a), pixels.byteOffset, addressOf(W), addressOf(b), B, N, M);
      else wasm.affine(addressOf(a), addressOf(x), addressOf(W), addressOf(b), B, N, M);
    },
    weightGradient(dW, x, da, W, l2) {
      const [B, N] = x.shape;
      const { pixels } = x;
      const M = da.shape[1];
      if (pixels) wasm.weightGradientOfPixels(addressOf(dW), pixels.byteOffset, addressOf(da), B, N, M, N);
      else wasm.weightGradient(addressOf(dW), addressOf(x), addressOf(da), B, N, M, N);
      if (l2 !== 0) wasm.addScaled(addressOf(dW), addressOf(W), dW.data.length, l2);
    },
    biasGradient(db, da) {
      wasm.biasGradient(addressOf(db), addressOf(da), da.shape[0], da.shape[1]);
    },
    inputGradient(dx, da, W) {
      const [B, M] = da.shape;
      wasm.inputGradient(addressOf(dx), addressOf(da), addressOf(W), B, W.shape[0], M);
    },
    softmax(z, a) {
      wasm.softmax(addressOf(z), addressOf(a), a.shape[0], a.shape[1]);
    },
    crossEntropy(y, t) {
      const [B, K] = y.shape;
      return wasm.crossEntropy(addressOf(y), addressOf(t), B, K, t.shape.length === 2);
    },
    crossEntropyGradient(dy, y, t) {
      const [B, K] = y.shape;
      wasm.crossEntropyGradient(addressOf(dy), addressOf(y), addressOf(t), B, K, t.shape.length === 2);
    },
    statistics(x) {
      const { data } = x;
      if (data.length === 0) return reference.statistics(x);
      const found = new Float64Array(data.buffer, wasm.figures(addressOf(x), data.length), 6);
      const [min, max, sum, squares, spread, robustMax] = found;
      // Not all of them are finite, and the reference knows what to leave out.
      if (!Number.isFinite(squares)) return reference.statistics(x);
      const [mean, std] = [sum / data.length, Math.sqrt(spread / data.length)];
      return { min, max, mean, std, norm: Math.sqrt(squares), nan: 0, inf: 0, robustMax };
    },
    farthest(x, starts, count) {
      const found = new Float32Array(count);
      for (let from = 0; from < count; from += LANES) {
        const lanes = Math.min(LANES, count - from);
        const at = wasm.noneFarther(lanes);
        for (const start of starts) wasm.takeFarther(addressOf(x) + 4 * (start + from), lanes);
        found.set(new Float32Array(x.data.buffer, at, lanes), from);
      }
      return found;
    },
    elementwise(out, operation, constants, x, y = out, z = out) {
      if (Object.hasOwn(operations, operation.name)) {
        const run = operations[operation.name];
        run(addressOf(out), addressOf(x), addressOf(y), addressOf(z), out.data.length, constants);
      } else reference.elementwise(out, operation, constants, x, y, z);
    },
    updates,
  };
}

function addressOf({ data }: Tensor): number {
  return data.byteOffset;
}
