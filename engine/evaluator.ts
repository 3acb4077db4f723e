/** @file Classifies a whole set of images with a program's parameters, apart from the training step's own tensors. */

import type { ImageSet } from './data/dataset.ts';
import type { Kernels } from './kernels/kernels.ts';
import { MiniBatch, predictedClass } from './minibatch.ts';
import type { Op, ProgramConstants, StepContext, Tensors, TensorSpec } from './ops/op.ts';
import type { Program } from './program.ts';

/** Images a forward pass takes at once. */
const CHUNK = 500;

/** How a set of images is classified with the parameters at the cursor. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** `confusion[label][prediction]`: how many images. */
  readonly confusion: readonly (readonly number[])[];
}

/** The tensors that an evaluation needs of its own: those of the forward pass, at the size of a chunk. */
export function evaluationTensors(program: Program): { name: string; shape: number[] }[] {
  return program.tensors
    .filter(({ group }) => group === 'activations' || group === 'batch')
    .map(({ name, batched, shape }) => ({ name, shape: batched ? [CHUNK, ...shape.slice(1)] : [...shape] }));
}

export class Evaluator {
  private readonly ops: readonly Op[];
  private readonly specs: readonly TensorSpec[];
  private readonly tensors: Tensors;
  private readonly classes: number;

  /**
   * @param parameters tensors of the program, of which the weights and biases are read as they are when `evaluate` is called
   * @param own `evaluationTensors`, laid out
   */
  constructor(
    program: Program,
    parameters: Tensors,
    own: Tensors,
    private readonly kernels: Kernels,
  ) {
    this.ops = program.ops.filter(({ phase }) => phase === 'forward' || phase === 'loss');
    this.specs = program.tensors.filter(({ group }) => group !== 'gradients' && group !== 'optimizer');
    this.tensors = { ...parameters, ...own };
    this.classes = own.y_hat.shape[1];
  }

  evaluate(set: ImageSet, constants: ProgramConstants): Evaluation {
    const confusion = Array.from({ length: this.classes }, () => new Array<number>(this.classes).fill(0));
    const order = Uint32Array.from({ length: set.count }, (_, i) => i);
    const batch = new MiniBatch(this.specs, this.tensors, set, this.kernels);
    const context: StepContext = { update: 0, constants };
    let loss = 0;
    let correct = 0;
    for (let start = 0; start < set.count; start += CHUNK) {
      const size = Math.min(CHUNK, set.count - start);
      batch.take(order, start, size);
      for (const op of this.ops) op.run(batch.tensors, this.kernels, context);
      loss += batch.tensors.Loss.data[0] * size;
      for (let i = 0; i < size; i++) {
        const prediction = predictedClass(batch.tensors.y_hat, i);
        confusion[batch.labels[i]][prediction]++;
        if (prediction === batch.labels[i]) correct++;
      }
    }
    return { loss: loss / set.count, accuracy: correct / set.count, confusion };
  }
}
