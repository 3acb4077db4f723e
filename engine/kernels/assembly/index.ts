/** @file The float32 kernels on 128-bit vectors, in AssemblyScript. Pointers are byte addresses in the one memory. */

export { affineOfPixels, unpack, weightGradientOfPixels } from './pixels';
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
