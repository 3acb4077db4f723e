/** @file What a backend computes. `reference.ts` is the textbook version; a faster one implements the same interface. */

import type { OptimizerName } from '../model.ts';
import type { Farthest } from '../pooling.ts';
import type { WriteParts } from '../parts.ts';
import type { TensorStats } from '../statistics.ts';
import type { DType, FloatArray, Tensor } from '../tensor.ts';

/** Scalars that an elementwise rule reads besides its cells: a learning rate, ε, a bias-corrected rate. */
export type Constants = Readonly<Record<string, number>>;

/**
 * An elementwise operation: `out[c]` from the same cell of one to three inputs, in a loop of its own. A rule called once for
 * every cell would be shorter, but would hand each number over in a box of its own.
 */
export interface Elementwise {
  /** By which a backend may know a faster way. */
  readonly name: string;
  readonly loop: Loop;
}

/** `out` may be one of the inputs; an input that the operation does not have is `out` again, and not read. */
export type Loop = (
  out: FloatArray,
  x: FloatArray,
  y: FloatArray,
  z: FloatArray,
  constants: Constants,
) => void;

/**
 * The arithmetic of a step, and of looking at it. What a kernel makes of tensors it writes into its first argument, in place; it
 * allocates none, and may be given float32 or float64 arrays. Matrices are row-major; B is the mini-batch's size, N a layer's
 * inputs, M its units.
 */
export interface Kernels {
  /** Whether `affine` and `weightGradient` take an x that is pixels: to the bit what they make of it written out. */
  readonly readPixels: boolean;
  /** `x = p / 255` for bytes p, which lie in the same memory, one for each of x's cells. */
  unpack(x: Tensor, pixels: Uint8Array): void;
  /** `a = x·W + b`: (B, M) from (B, N), (N, M) and (M). */
  affine(a: Tensor, x: Tensor, W: Tensor, b: Tensor): void;
  /** `dW = xᵀ·da + λ·W`: (N, M) from (B, N), (B, M) and (N, M). With λ = 0 W is not read. */
  weightGradient(dW: Tensor, x: Tensor, da: Tensor, W: Tensor, l2: number): void;
  /** `db = Σ over the rows of da`: (M) from (B, M). */
  biasGradient(db: Tensor, da: Tensor): void;
  /** `dx = da·Wᵀ`: (B, N) from (B, M) and (N, M). */
  inputGradient(dx: Tensor, da: Tensor, W: Tensor): void;
  /** Row by row `z = exp(a − max a) / Σ exp(a − max a)`. */
  softmax(z: Tensor, a: Tensor): void;
  /** Row by row `da = z ⊙ (dz − Σ dz·z)`: the Jacobian of softmax applied to dz. */
  softmaxGradient(da: Tensor, dz: Tensor, z: Tensor): void;
  /** `−1/B · Σ log y[i, tᵢ]`; t is one-hot (B, K) or class indices (B). */
  crossEntropy(y: Tensor, t: Tensor): number;
  /** `dy = (y − t) / B`, the gradient with respect to softmax's input; t as for `crossEntropy`. */
  crossEntropyGradient(dy: Tensor, y: Tensor, t: Tensor): void;
  /** `1/(B·K) · Σ (y − t)²`. */
  meanSquaredError(y: Tensor, t: Tensor): number;
  /** `dy = 2·(y − t) / (B·K)`. */
  meanSquaredErrorGradient(dy: Tensor, y: Tensor, t: Tensor): void;
  /** `Σ x²`. */
  sumOfSquares(x: Tensor): number;
  /** `out = operation(x, y, z)`, cell by cell; `out` may be one of the inputs. */
  elementwise(
    out: Tensor,
    operation: Elementwise,
    constants: Constants,
    x: Tensor,
    y: Tensor | undefined,
    z: Tensor | undefined,
  ): void;
  /** The figures of a tensor, for who looks at it: `statisticsOf`. */
  statistics(x: Tensor): TensorStats;
  /** What of it a picture shows that has no room for all. */
  readonly farthest: Farthest;
  /** For some optimizers, all ops of an update in one pass over the memory. A backend need not have any. */
  readonly updates: Readonly<Partial<Record<OptimizerName, Update>>>;
}

/**
 * Updates a parameter and its moments: to the bit what the optimizer's ops make of them, one after the other. A moment that the
 * optimizer does not keep is W again, and not read.
 */
export type Update = (W: Tensor, dW: Tensor, mW: Tensor, vW: Tensor, constants: Constants) => void;

/** Where the kernels come from, and the memory that they need their tensors in. */
export interface Backend {
  readonly name: string;
  /**
   * Kernels for one dtype, and zero-filled room for `size` numbers; they are to be given only tensors that lie in it.
   */
  open(dtype: DType, size: number): OpenedBackend;
  /** For numbers that lie anywhere. */
  readonly writeParts: WriteParts;
}

export interface OpenedBackend {
  /** Of the backend that the kernels are of: one that does not know a dtype leaves it to another. */
  readonly name: string;
  readonly kernels: Kernels;
  readonly arena: FloatArray;
}
