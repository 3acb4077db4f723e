/** @file One training run: a program on its tensors, a generator, a data set, and the cursor. */

import type { Cursor } from './cursor.ts';
import { imagesOf, type Dataset, type ImageSet } from './data/dataset.ts';
import { Deferred, keptTensors } from './deferred.ts';
import { checkClass, checkEdit, type Edit } from './edit.ts';
import { Evaluator, evaluationTensors, type Evaluation, type Mistake } from './evaluator.ts';
import type { Backend, Kernels } from './kernels/kernels.ts';
import { referenceBackend } from './kernels/reference.ts';
import { MiniBatch, roomForPixels } from './minibatch.ts';
import type { ModelSpec } from './model.ts';
import { initialize } from './ops/initializer.ts';
import { flatIndex } from './ops/elementwise.ts';
import type { ProgramConstants, StepContext, Tensors } from './ops/op.ts';
import { compile, parameterCount, type Program } from './program.ts';
import type { Farthest } from './pooling.ts';
import { NumpyRandom, type RandomState } from './random.ts';
import type { TensorStats } from './statistics.ts';
import { allocate, arenaSize, isClassOf, layOut, sizeOf, type FloatArray, type Tensor } from './tensor.ts';
import { checkFits } from './validate.ts';

/** What decides how training goes on from the end of a step, apart from the model and the data. */
export interface Checkpoint {
  readonly step: number;
  /** Parameters and optimizer state, one tensor behind the other. */
  readonly state: FloatArray;
  /** The generator as it was before it drew the order of the current epoch; before the first step, as it is. */
  readonly random: RandomState;
  readonly epochSums: EpochSums;
  readonly constants: ProgramConstants;
}

/** Sums over the examples that an epoch has taken so far. */
interface EpochSums {
  readonly loss: number;
  readonly correct: number;
  readonly examples: number;
}

/** What an epoch came to. Loss and accuracy of the training set are means over its steps, as Keras prints them. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** The most frequent one in the test set; `null` if all is right, or if a run of before did not tell. */
  readonly mistake: Mistake | null;
  /** Of training alone; evaluation is not counted. */
  readonly seconds: number;
}

/** Trains a model on a data set, an op or a step at a time. A pure function of (model, data set, backend). */
export class Trainer {
  readonly program: Program;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly parameterCount: number;
  /** The name of the backend that computes it. */
  readonly backend: string;
  /** Mini-batch loss of the last completed step; NaN before the first. */
  lastLoss = NaN;

  private step = 0;
  private op = 0;
  private readonly kernels: Kernels;
  private readonly random: NumpyRandom;
  /** In which order this epoch takes the training images. */
  private readonly order: Uint32Array;
  private readonly batch: MiniBatch;
  private readonly images: readonly Uint8Array[];
  private readonly deferred: Deferred;
  /** Whether the batch of the step that the cursor is in, or about to go into, has been taken. */
  private begun = false;
  private readonly context: { update: number; constants: ProgramConstants };
  private readonly evaluator: Evaluator;
  private readonly epochSums = { loss: 0, correct: 0, examples: 0 };
  /** The tensors that a step changes for good. */
  private readonly state: readonly Tensor[];
  private readonly everything: FloatArray;
  private epochRandom: RandomState;

  /**
   * @throws ModelError if the model does not fit the data: an input of another size, a batch larger than the set
   */
  constructor(
    readonly model: ModelSpec,
    private readonly dataset: Dataset,
    backend: Backend = referenceBackend,
  ) {
    checkFits(model, dataset);
    this.program = compile(model);
    this.parameterCount = parameterCount(this.program);
    const { count } = dataset.train;
    this.stepsPerEpoch = Math.ceil(count / model.batchSize);
    this.totalSteps = this.stepsPerEpoch * model.epochs;
    this.order = Uint32Array.from({ length: count }, (_, i) => i);
    this.random = new NumpyRandom(model.seed);

    const { tensors } = this.program;
    const forEvaluation = evaluationTensors(this.program);
    const forDeferred = keptTensors(this.program);
    const forPixels = tensors.filter(({ name }) => name === 'X').map(roomForPixels);
    const size = arenaSize(tensors);
    const sizeForEvaluation = arenaSize(forEvaluation);
    const sizeForDeferred = arenaSize(forDeferred);
    const sizes = size + sizeForEvaluation + sizeForDeferred;
    const { name, kernels, arena } = backend.open(model.dtype, sizes + arenaSize(forPixels));
    this.backend = name;
    this.kernels = kernels;
    const full = layOut(arena, tensors);
    this.everything = arena.subarray(0, size);
    this.state = tensors
      .filter(({ group }) => group === 'parameters' || group === 'optimizer')
      .map(({ name }) => full[name]);
    const { pixels } = layOut(arena.subarray(sizes), forPixels);
    this.batch = new MiniBatch(tensors, full, pixels, kernels);
    this.images = imagesOf(dataset.train);
    model.layers.forEach(({ init, biasInit }, index) => {
      initialize(full[`W${index + 1}`], init, this.random);
      if (biasInit) initialize(full[`b${index + 1}`], biasInit, this.random);
    });
    this.evaluator = new Evaluator(this.program, full, layOut(arena.subarray(size), forEvaluation), kernels);
    const kept = layOut(arena.subarray(size + sizeForEvaluation), forDeferred);
    this.deferred = new Deferred(this.program, kept, kernels);
    this.context = { update: 0, constants: this.program.constants };
    this.epochRandom = this.random.save();
  }

  get cursor(): Cursor {
    return { step: this.step, op: this.op };
  }

  /** All tensors of the program as they stand at the cursor. Views: they change as training goes on. */
  get tensors(): Tensors {
    const { tensors } = this.batch;
    this.deferred.catchUp(tensors, this.context);
    return tensors;
  }

  /** As `tensors`, but what no step needs (`dX`) may be that of a step before: for who looks often, and not at that. */
  get needed(): Tensors {
    const { tensors } = this.batch;
    this.deferred.update(tensors, this.context);
    return tensors;
  }

  /** Figures of one of `tensors`. */
  statistics(tensor: Tensor): TensorStats {
    return this.kernels.statistics(tensor);
  }

  /** Of one of `tensors`, what a picture shows of it that has no room for all. */
  readonly farthest: Farthest = (...of) => this.kernels.farthest(...of);

  /** The program's constants as they stand at the cursor. */
  get constants(): ProgramConstants {
    return this.context.constants;
  }

  /** `epochOf` the cursor. */
  get epoch(): number {
    return epochOf(this.cursor, this.stepsPerEpoch);
  }

  /** Mean loss over the examples that this epoch has taken so far; `null` before the first. */
  get epochLoss(): number | null {
    const { loss, examples } = this.epochSums;
    return examples === 0 ? null : loss / examples;
  }

  /** Share of the examples of this epoch so far that were classified rightly when they were taken. */
  get epochAccuracy(): number | null {
    const { correct, examples } = this.epochSums;
    return examples === 0 ? null : correct / examples;
  }

  /** Whether all epochs are done. */
  get finished(): boolean {
    return this.step === this.totalSteps;
  }

  /** Runs the op that comes next. Does nothing when training is finished. */
  nextOp(): void {
    if (this.finished) return;
    this.deferred.catchUp(this.batch.tensors, this.context);
    if (!this.begun) this.beginStep();
    this.program.ops[this.op++].run(this.batch.tensors, this.kernels, this.context satisfies StepContext);
    if (this.op === this.program.ops.length) this.completeStep();
  }

  /** Runs to the end of the step that the cursor is in, or of the next one. */
  nextStep(): void {
    if (this.op === 0) this.runStep();
    else while (this.op !== 0) this.nextOp();
  }

  /**
   * Changes a number by hand, or a row of them. What follows from it is computed anew, what was computed from the old one
   * before stays. `X` and `t` are those of a step: changed where one begins, its batch is taken first.
   * @throws EditError if there is no such number, or it cannot be that
   */
  edit(edit: Edit): void {
    const { name, index, value } = edit;
    this.deferred.catchUp(this.batch.tensors, this.context);
    if (Object.hasOwn(this.constants, name)) {
      checkEdit(edit, []);
      this.context.constants = { ...this.constants, [name]: value };
      return;
    }
    const spec = this.program.tensors.find((each) => each.name === name);
    const begins = spec?.group === 'batch' && !this.begun && !this.finished;
    const shape = begins ? [this.nextBatch.size, ...spec.shape.slice(1)] : spec && this.tensors[name].shape;
    checkEdit(edit, shape?.length === 2 && index.length === 1 ? [shape[0]] : shape);
    if (name === 't' && shape?.length === 1) checkClass(edit, this.tensors.y_hat.shape[1]);
    if (begins) this.beginStep();
    const tensor = this.tensors[name];
    const first = flatIndex(tensor.shape, index);
    tensor.data.fill(value, first, first + sizeOf(tensor.shape.slice(index.length)));
  }

  /**
   * The state at the end of the last completed step.
   * @param state of another checkpoint of this trainer that nobody needs any more: its memory is taken
   */
  save(state = this.roomForState()): Checkpoint {
    this.deferred.update(this.batch.packed, this.context);
    let offset = 0;
    for (const { data } of this.state) {
      state.set(data, offset);
      offset += data.length;
    }
    return {
      step: this.step,
      state,
      random: this.epochRandom,
      epochSums: { ...this.epochSums },
      constants: this.constants,
    };
  }

  private roomForState(): FloatArray {
    return allocate(
      this.model.dtype,
      this.state.reduce((total, { data }) => total + data.length, 0),
    );
  }

  /** Whether a checkpoint can be one of this model. */
  fits({ step, state, random, constants }: Checkpoint): boolean {
    return (
      step <= this.totalSteps &&
      state.length === this.state.reduce((total, { data }) => total + data.length, 0) &&
      random.key.length === this.epochRandom.key.length &&
      random.position <= random.key.length &&
      Object.keys(this.program.constants).every((name) => Object.hasOwn(constants, name))
    );
  }

  /**
   * Goes back, or forward, to the end of a step. What is not part of the state is zero until it is computed again.
   * @param checkpoint one that a trainer of the same model and data has saved
   */
  restore(checkpoint: Checkpoint): void {
    this.everything.fill(0);
    this.batch.reset();
    this.deferred.drop();
    let offset = 0;
    for (const { data } of this.state) {
      data.set(checkpoint.state.subarray(offset, offset + data.length));
      offset += data.length;
    }
    this.step = checkpoint.step;
    this.op = 0;
    this.begun = false;
    this.context.constants = checkpoint.constants;
    this.lastLoss = NaN;
    if (checkpoint.step === 0) this.random.restore(checkpoint.random);
    else if (checkpoint.random !== this.epochRandom) {
      this.random.restore(checkpoint.random);
      this.drawOrder();
    }
    this.epochRandom = checkpoint.random;
    Object.assign(this.epochSums, checkpoint.epochSums);
  }

  /** Classifies a set of images with the parameters at the cursor. */
  evaluate(set: ImageSet): Evaluation {
    this.deferred.update(this.batch.packed, this.context);
    return this.evaluator.evaluate(set, this.constants);
  }

  /**
   * Runs the forward pass of images with the parameters of a checkpoint. Nothing of where training stands changes.
   * @param checkpoint of this model; what `save` gives in the middle of a step will do
   * @param look at the tensors of some of the images after the other; `first` is the number of the first of them
   */
  pass(
    set: ImageSet,
    { state, constants }: Checkpoint,
    look: (tensors: Tensors, first: number) => void,
  ): void {
    this.evaluator.pass(set, state, constants, look);
  }

  /** The set that is kept for judging. */
  get testSet(): ImageSet {
    return this.dataset.test;
  }

  /** Which images of the training set the batch at hand holds, by their numbers; none before the first is taken. */
  get examples(): Uint32Array {
    const { start, size } = this.batchOf(this.begun ? this.step : this.step - 1);
    return this.order.slice(start, start + size);
  }

  /** A whole step at once: to the bit what its ops make one by one. */
  private runStep(): void {
    if (this.finished) return;
    this.deferred.goOn(this.batch.packed, this.context);
    if (!this.begun) this.beginStep();
    const { packed } = this.batch;
    for (const pass of this.program.passes) pass.run(packed, this.kernels, this.context);
    this.deferred.leaveOut();
    this.completeStep();
  }

  private beginStep(): void {
    const { start, size } = this.nextBatch;
    if (start === 0) this.beginEpoch();
    const { train } = this.dataset;
    if (this.model.shuffle) this.batch.take(this.images, train.labels, this.order, start, size);
    else this.batch.takeConsecutive(train, start, size);
    this.context.update = this.step + 1;
    this.begun = true;
  }

  /** Which examples the step at the cursor takes, in this epoch's order. */
  private get nextBatch(): { start: number; size: number } {
    return this.batchOf(this.step);
  }

  /** Which part of its epoch's order a step takes. */
  batchOf(step: number): { start: number; size: number } {
    if (step < 0) return { start: 0, size: 0 };
    const { batchSize } = this.model;
    const start = (step % this.stepsPerEpoch) * batchSize;
    return { start, size: Math.min(batchSize, this.order.length - start) };
  }

  private beginEpoch(): void {
    Object.assign(this.epochSums, { loss: 0, correct: 0, examples: 0 });
    this.epochRandom = this.random.save();
    this.drawOrder();
  }

  private drawOrder(): void {
    if (!this.model.shuffle) return;
    for (let i = 0; i < this.order.length; i++) this.order[i] = i;
    this.random.shuffle(this.order);
  }

  private completeStep(): void {
    this.op = 0;
    this.begun = false;
    this.step++;
    const { packed, labels } = this.batch;
    const examples = packed.X.shape[0];
    this.lastLoss = packed.Loss.data[0];
    this.epochSums.loss += this.lastLoss * examples;
    this.epochSums.examples += examples;
    for (let i = 0; i < examples; i++) {
      if (isClassOf(packed.y_hat, i, labels[i])) this.epochSums.correct++;
    }
  }
}

/** From 1: the epoch that the last completed step, or the one under way, belongs to. */
export function epochOf({ step, op }: Cursor, stepsPerEpoch: number): number {
  return Math.floor((op > 0 ? step : Math.max(step - 1, 0)) / stepsPerEpoch) + 1;
}
