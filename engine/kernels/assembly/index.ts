/** @file The float32 kernels on 128-bit vectors, in AssemblyScript. Pointers are byte addresses in the one memory. */

export { unpack } from './pixels';
export { weightGradientOfPixels } from './pixelsBackward';
export { affineOfPixels } from './pixelsForward';
export { figures } from './figures';
export { crossEntropy, crossEntropyGradient } from './loss';
export { parts } from './parts';
export { noneFarther, takeFarther } from './pooling';
export { affine, inputGradient, weightGradient } from './product';
export { takeSecondScratch } from './scratch';
export { addScaled, biasGradient } from './sums';
export {
  leakyRelu,
  leakyReluGradient,
  relu,
  reluGradient,
  sigmoid,
  sigmoidGradient,
  softmax,
  tanh,
  tanhGradient,
} from './activations';
export {
  adam,
  adamMean,
  adamSquare,
  adamUpdate,
  momentum,
  momentumUpdate,
  nesterov,
  nesterovUpdate,
  rmsprop,
  rmspropSquare,
  rmspropUpdate,
  sgd,
  velocity,
} from './optimizers';
