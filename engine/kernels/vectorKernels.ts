/** @file The kernels of `assembly/` as the rest sees them. */

/** What `assembly/index.ts` exports. Pointers are byte addresses; `size` is in numbers. */
export interface VectorKernels {
  readonly takeSecondScratch: () => void;
  readonly unpack: (x: number, pixels: number, size: number) => void;
  readonly affineOfPixels: (
    a: number,
    pixels: number,
    W: number,
    b: number,
    B: number,
    N: number,
    M: number,
  ) => void;
  readonly weightGradientOfPixels: (
    dW: number,
    pixels: number,
    da: number,
    B: number,
    N: number,
    M: number,
    width: number,
  ) => void;
  readonly affine: (a: number, x: number, W: number, b: number, B: number, N: number, M: number) => void;
  readonly weightGradient: (
    dW: number,
    x: number,
    da: number,
    B: number,
    N: number,
    M: number,
    width: number,
  ) => void;
  readonly inputGradient: (dx: number, da: number, W: number, B: number, N: number, M: number) => void;
  readonly biasGradient: (db: number, da: number, B: number, M: number) => void;
  readonly addScaled: (x: number, y: number, size: number, factor: number) => void;
  readonly sigmoid: (z: number, a: number, size: number) => void;
  readonly sigmoidGradient: (da: number, dz: number, z: number, size: number) => void;
  readonly tanh: (z: number, a: number, size: number) => void;
  readonly tanhGradient: (da: number, dz: number, z: number, size: number) => void;
  readonly relu: (z: number, a: number, size: number) => void;
  readonly reluGradient: (da: number, dz: number, a: number, size: number) => void;
  readonly leakyRelu: (z: number, a: number, size: number) => void;
  readonly leakyReluGradient: (da: number, dz: number, a: number, size: number) => void;
  readonly softmax: (z: number, a: number, B: number, K: number) => void;
  readonly crossEntropy: (y: number, t: number, B: number, K: number, oneHot: boolean) => number;
  readonly crossEntropyGradient: (
    dy: number,
    y: number,
    t: number,
    B: number,
    K: number,
    oneHot: boolean,
  ) => void;
  readonly figures: (x: number, size: number) => number;
  readonly sgd: (W: number, dW: number, size: number, rate: number) => void;
  readonly velocity: (m: number, dW: number, size: number, rate: number, momentum: number) => void;
  readonly momentum: (W: number, m: number, size: number) => void;
  readonly momentumUpdate: (
    W: number,
    m: number,
    dW: number,
    size: number,
    rate: number,
    momentum: number,
  ) => void;
  readonly nesterov: (W: number, m: number, dW: number, size: number, rate: number, momentum: number) => void;
  readonly nesterovUpdate: (
    W: number,
    m: number,
    dW: number,
    size: number,
    rate: number,
    momentum: number,
  ) => void;
  readonly rmspropSquare: (v: number, dW: number, size: number, rho: number) => void;
  readonly rmsprop: (W: number, dW: number, v: number, size: number, rate: number, epsilon: number) => void;
  readonly rmspropUpdate: (
    W: number,
    v: number,
    dW: number,
    size: number,
    rho: number,
    rate: number,
    epsilon: number,
  ) => void;
  readonly noneFarther: (count: number) => number;
  readonly takeFarther: (x: number, count: number) => void;
  readonly parts: (x: number, blocks: number, largest: number, shares: number) => void;
  readonly adamMean: (m: number, dW: number, size: number, part: number) => void;
  readonly adamSquare: (v: number, dW: number, size: number, part: number) => void;
  readonly adam: (
    W: number,
    m: number,
    v: number,
    size: number,
    rate: number,
    epsilon: number,
    keep: number,
  ) => void;
  readonly adamUpdate: (
    W: number,
    m: number,
    v: number,
    dW: number,
    size: number,
    meanPart: number,
    squarePart: number,
    rate: number,
    epsilon: number,
    keep: number,
  ) => void;
}
