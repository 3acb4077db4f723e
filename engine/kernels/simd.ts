/** @file The fast backend for float32: WebAssembly on 128-bit vectors, working on the tensors where they lie. */

import type { Backend, Kernels } from './kernels.ts';
import { reference, referenceBackend } from './reference.ts';

/** What `assembly/index.ts` exports. Pointers are byte addresses. */
interface Exports {
  affine(a: number, x: number, W: number, b: number, B: number, N: number, M: number): void;
  weightGradient(dW: number, x: number, da: number, B: number, N: number, M: number): void;
  inputGradient(dx: number, da: number, W: number, B: number, N: number, M: number): void;
  sgd(W: number, dW: number, size: number, rate: number): void;
  adamMean(m: number, dW: number, size: number, part: number): void;
  adamSquare(v: number, dW: number, size: number, part: number): void;
  adam(W: number, m: number, v: number, size: number, rate: number, epsilon: number, keep: number): void;
}

const PAGE = 65536;

/**
 * A backend that runs float32 on vectors and leaves float64 to the reference.
 * @param wasm the compiled kernels
 * @returns the reference backend where this machine's WebAssembly has no vectors
 */
export function simdBackend(wasm: BufferSource): Backend {
  if (!WebAssembly.validate(wasm)) return referenceBackend;
  const module = new WebAssembly.Module(wasm);
  return {
    name: 'WebAssembly SIMD',
    open(dtype, size) {
      if (dtype === 'float64') return referenceBackend.open(dtype, size);
      // The tensors begin after the first page: address 0 stays out of use.
      const memory = new WebAssembly.Memory({ initial: 1 + Math.ceil((size * 4) / PAGE) });
      const instance = new WebAssembly.Instance(module, { env: { memory } });
      // The compiler of `assembly/index.ts` has checked that it exports these.
      const kernels = kernelsOf(instance.exports as unknown as Exports);
      return { kernels, arena: new Float32Array(memory.buffer, PAGE, size) };
    },
  };
}

function kernelsOf(wasm: Exports): Kernels {
  return {
    ...reference,
    affine(a, x, W, b) {
      wasm.affine(
        a.data.byteOffset,
        x.data.byteOffset,
        W.data.byteOffset,
        b.data.byteOffset,
        x.shape[0],
        x.shape[1],
        W.shape[1],
      );
    },
    weightGradient(dW, x, da, W, l2) {
      // Weight decay has no vector kernel; the reference adds it up in its own order.
      if (l2 !== 0) reference.weightGradient(dW, x, da, W, l2);
      else {
        wasm.weightGradient(
          dW.data.byteOffset,
          x.data.byteOffset,
          da.data.byteOffset,
          x.shape[0],
          x.shape[1],
          da.shape[1],
        );
      }
    },
    inputGradient(dx, da, W) {
      wasm.inputGradient(
        dx.data.byteOffset,
        da.data.byteOffset,
        W.data.byteOffset,
        da.shape[0],
        W.shape[0],
        da.shape[1],
      );
    },
    elementwise(out, operation, constants, x, y = out, z = out) {
      const size = out.data.length;
      switch (operation.name) {
        case 'sgd':
          wasm.sgd(out.data.byteOffset, y.data.byteOffset, size, constants.rate);
          break;
        case 'adamMean':
          wasm.adamMean(out.data.byteOffset, y.data.byteOffset, size, constants.part);
          break;
        case 'adamSquare':
          wasm.adamSquare(out.data.byteOffset, y.data.byteOffset, size, constants.part);
          break;
        case 'adam':
        case 'adamw': {
          const { rate, epsilon, keep } = constants;
          wasm.adam(out.data.byteOffset, y.data.byteOffset, z.data.byteOffset, size, rate, epsilon, keep);
          break;
        }
        default:
          reference.elementwise(out, operation, constants, x, y, z);
      }
    },
  };
}
