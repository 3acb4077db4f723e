/** @file Classifies a whole set of images with a program's parameters, apart from the training step's own tensors. */

import type { ImageSet } from './data/dataset.ts';
import type { Kernels } from './kernels/kernels.ts';
import { MiniBatch, roomForPixels } from './minibatch.ts';
import type { Op, ProgramConstants, Tensors } from './ops/op.ts';
import type { Program } from './program.ts';
import { classOf, type FloatArray, type Tensor } from './tensor.ts';

/** Images a forward pass takes at once. */
const CHUNK = 500;

/** How a set of images is classified with the parameters at the cursor. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** `confusion[label][prediction]`: how many images. */
  readonly confusion: readonly (readonly number[])[];
}

/** The most frequent mistake: a label, the class that its images are taken for, how many of them are, and how many there are. */
export interface Mistake {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  readonly of: number;
}

/** The first of equals; `null` if all is right. */
export function mostFrequentMistake(confusion: Evaluation['confusion']): Mistake | null {
  let found: Mistake | null = null;
  confusion.forEach((row, label) => {
    const of = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => {
      if (label !== predicted && count > (found?.count ?? 0)) found = { label, predicted, count, of };
    });
  });
  return found;
}

/**
 * The tensors that an evaluation needs of its own: those of the forward pass, at the size of a chunk, and room for other
 * parameters than the run's.
 */
export function evaluationTensors(program: Program): { name: string; shape: number[] }[] {
  const own = program.tensors
    .filter(({ group }) => group === 'activations' || group === 'batch' || group === 'parameters')
    .map(({ name, batched, shape }) => ({ name, shape: batched ? [CHUNK, ...shape.slice(1)] : [...shape] }));
  return [...own, ...own.filter(({ name }) => name === 'X').map(roomForPixels)];
}

export class Evaluator {
  private readonly ops: readonly Op[];
  /** With the run's parameters, and with others. */
  private readonly live: MiniBatch;
  private readonly other: MiniBatch;
  private readonly parameters: readonly Tensor[];
  private readonly classes: number;

  /**
   * @param live tensors of the program, of which the weights and biases are read as they are when `evaluate` is called
   * @param own `evaluationTensors`, laid out
   */
  constructor(
    program: Program,
    live: Tensors,
    own: Tensors,
    private readonly kernels: Kernels,
  ) {
    const parameters = program.tensors.filter(({ group }) => group === 'parameters');
    this.ops = program.ops.filter(({ phase }) => phase === 'forward' || phase === 'loss');
    const specs = program.tensors.filter(({ group }) => group !== 'gradients' && group !== 'optimizer');
    const withLive = { ...own, ...Object.fromEntries(parameters.map(({ name }) => [name, live[name]])) };
    this.live = new MiniBatch(specs, withLive, own.pixels, kernels);
    this.other = new MiniBatch(specs, own, own.pixels, kernels);
    this.parameters = parameters.map(({ name }) => own[name]);
    this.classes = own.y_hat.shape[1];
  }

  evaluate(set: ImageSet, constants: ProgramConstants): Evaluation {
    const confusion = Array.from({ length: this.classes }, () => new Array<number>(this.classes).fill(0));
    let loss = 0;
    let correct = 0;
    const { labels } = this.live;
    this.run(set, this.live, constants, (tensors) => {
      const size = tensors.X.shape[0];
      loss += tensors.Loss.data[0] * size;
      for (let i = 0; i < size; i++) {
        const prediction = classOf(tensors.y_hat, i);
        confusion[labels[i]][prediction]++;
        if (prediction === labels[i]) correct++;
      }
    });
    return { loss: loss / set.count, accuracy: correct / set.count, confusion };
  }

  /**
   * Runs the forward pass and the loss with other parameters than the run's.
   * @param parameters weights and biases, one tensor behind the other, as a checkpoint begins with them
   * @param look at some of the images after the other; `first` is the number of the first of them
   */
  pass(
    set: ImageSet,
    parameters: FloatArray,
    constants: ProgramConstants,
    look: (tensors: Tensors, first: number) => void,
  ): void {
    let offset = 0;
    for (const { data } of this.parameters) {
      data.set(parameters.subarray(offset, offset + data.length));
      offset += data.length;
    }
    this.run(set, this.other, constants, (_, first) => {
      look(this.other.tensors, first);
    });
  }

  private run(
    set: ImageSet,
    batch: MiniBatch,
    constants: ProgramConstants,
    look: (packed: Tensors, first: number) => void,
  ): void {
    for (let first = 0; first < set.count; first += CHUNK) {
      batch.takeConsecutive(set, first, Math.min(CHUNK, set.count - first));
      const { packed } = batch;
      for (const op of this.ops) op.run(packed, this.kernels, { update: 0, constants });
      look(packed, first);
    }
  }
}
