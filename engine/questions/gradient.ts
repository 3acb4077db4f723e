/** @file Is the gradient right? What backpropagation has made of it, beside central differences of the loss. */

import type { Cursor } from '../cursor.ts';
import { checkEdit } from '../edit.ts';
import { reference } from '../kernels/reference.ts';
import { flatIndex } from '../ops/elementwise.ts';
import type { Op, ProgramConstants, Tensors } from '../ops/op.ts';
import { NumpyRandom } from '../random.ts';
import { sizeOf, type DType, type Tensor } from '../tensor.ts';
import type { Trainer } from '../trainer.ts';
import { QuestionError } from './error.ts';
import { after, momentAt, originOf } from './origin.ts';
import { pastOf, type Run } from './why.ts';

/** A cell of a gradient, computed in two ways. */
export interface CheckedCell {
  readonly index: readonly number[];
  /** As backpropagation has it. */
  readonly analytic: number;
  /** As the loss changes, computed in float64. */
  readonly numeric: number;
  /** Of the larger of the two; 0 if they are the same. */
  readonly relativeError: number;
  /**
   * The relative error that rounding, and the difference itself, account for. Infinite where the loss has a kink, so that it
   * has no slope to compare with.
   */
  readonly expected: number;
}

export interface GradientCheck {
  readonly tensor: string;
  /** The cursor right after the gradient was made. */
  readonly made: Cursor;
  /** Those farthest beyond what is expected first. */
  readonly cells: readonly CheckedCell[];
  /** Whether something was changed by hand within the step: what came before it was then made of something else. */
  readonly changed: boolean;
}

/** Half the distance between two numbers about 1. */
const unit: Readonly<Record<DType, number>> = { float32: 2 ** -24, float64: 2 ** -53 };

/** Roundings that may come together in a cell, on its way forward and back. */
const roundings = 2000;

/** Cells of a sample, at the most, and multiplications that may go into them: a moment's work. */
const [mostCells, mostWork] = [20, 5e7];

/**
 * Compares cells of a gradient, as it was made last before the cursor, with differences of the loss. These are computed in
 * float64 by the reference kernels, from the very numbers that backpropagation found.
 *
 * @param index the cell, or `null` for a random sample
 * @param seed of the sample
 * @throws QuestionError if this is not a gradient, or has not been computed yet
 * @throws EditError if there is no such cell
 */
export function checkGradient(
  { trainer, timeline }: Run,
  tensor: string,
  index: readonly number[] | null,
  seed: number,
): GradientCheck {
  const past = pastOf({ trainer, timeline });
  const spec = trainer.program.tensors.find(({ name }) => name === tensor);
  if (spec?.gradientOf === undefined)
    throw new QuestionError('{0} is not a gradient. Choose one whose name begins with d.', tensor);
  const { gradientOf } = spec;
  const cell = { tensor, index: index ?? spec.shape.map(() => 0) };
  // What was changed by hand afterwards is not what backpropagation made.
  const origin = originOf({ ...past, changes: [] }, cell, momentAt(past, trainer.cursor));
  if (origin.kind !== 'op')
    throw new QuestionError('{0} has not been computed yet. Take a step, and it can be checked.', tensor);
  const { at } = origin;
  return timeline.visit(at, () => {
    trainer.nextOp();
    const gradient = trainer.tensors[tensor];
    if (index) checkEdit({ name: tensor, index }, gradient.shape);
    const loss = new Loss(trainer, gradientOf);
    const chosen = index ? [flatIndex(gradient.shape, index)] : sample(gradient, loss.work, seed);
    let largest = 0;
    for (const value of gradient.data) largest = Math.max(largest, Math.abs(value));
    const rounding = roundings * unit[gradient.dtype] * cancellation(trainer);
    const made = trainer.program.ops[at.op];
    const cells = chosen.map((flat) =>
      compare(
        gradient,
        flat,
        loss.slope(flat),
        // Terms that cancel out leave their rounding behind.
        rounding * Math.max(largest, sizeOfTerms(made, trainer, indexOf(flat, gradient.shape))),
      ),
    );
    return {
      tensor,
      made: after(at, trainer.program.ops.length),
      cells: cells.sort((a, b) => excess(b) - excess(a)),
      changed: past.changes.some(
        (change) => change.at.step === at.step && change.at.op > 0 && change.at.op <= at.op,
      ),
    };
  });
}

/** The loss as a function of one tensor, in float64. */
class Loss {
  /** Multiplications that one evaluation takes, about. */
  readonly work: number;
  private readonly tensors: Tensors;
  private readonly ops: readonly Op[];
  private readonly constants: ProgramConstants;
  /** What goes into an activation with a kink. */
  private readonly kinked: readonly Tensor[];

  constructor(
    { model, program, tensors, constants }: Trainer,
    private readonly of: string,
  ) {
    this.tensors = Object.fromEntries(
      program.tensors
        .filter(({ group }) => group !== 'gradients' && group !== 'optimizer')
        .map(({ name }) => [name, inFloat64(tensors[name])]),
    );
    this.kinked = model.layers.flatMap(({ activation }, i) =>
      activation === 'relu' || activation === 'leakyRelu' ? [this.tensors[`a${i + 1}`]] : [],
    );
    const first = program.ops.findIndex(({ inputs }) => inputs.includes(of));
    this.ops = program.ops.filter(({ phase }, i) => i >= first && (phase === 'forward' || phase === 'loss'));
    this.constants = constants;
    const read = new Set(this.ops.flatMap(({ inputs }) => inputs));
    const weights = program.tensors.filter(({ name, group }) => group === 'parameters' && read.has(name));
    this.work = tensors.X.shape[0] * weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  }

  /**
   * The slope in one cell by central differences over h and 2h, of which Richardson's extrapolation takes away the error of
   * second order (Press et al., Numerical Recipes, 5.7). `doubt` is how far it may be off: by as much as the two differ, and by
   * rounding. A kink between them, as of relu at 0, leaves no slope to compare with.
   */
  slope(flat: number): { slope: number; doubt: number } {
    const { data } = this.tensors[this.of];
    const value = data[flat];
    const h = 1e-4 * Math.max(1, Math.abs(value));
    const at = (offset: number): number => {
      data[flat] = value + offset;
      return this.value();
    };
    const [up, down, farDown] = [at(h), at(-h), at(-2 * h)];
    const before = this.sides();
    const farUp = at(2 * h);
    const isKinked = this.sides() !== before;
    data[flat] = value;
    const near = (up - down) / (2 * h);
    const far = (farUp - farDown) / (4 * h);
    const rounding = (8 * unit.float64 * Math.abs(up)) / h;
    return {
      slope: (4 * near - far) / 3,
      doubt: isKinked ? Infinity : Math.abs(near - far) + rounding,
    };
  }

  /** On which side of its kink each unit is. */
  private sides(): string {
    return this.kinked.map(({ data }) => Array.from(data, (a) => Number(a > 0)).join('')).join();
  }

  private value(): number {
    for (const op of this.ops) op.run(this.tensors, reference, { update: 0, constants: this.constants });
    return this.tensors.Loss.data[0];
  }
}

/**
 * How many times rounding weighs more in the gradients than in what they begin with: once the network is sure of itself,
 * y − t is small beside y and t, whose rounding stays as it is.
 */
function cancellation({ program, tensors, constants }: Trainer): number {
  const begin = program.ops.find(({ phase }) => phase === 'backward');
  if (!begin) return 1;
  const { shape, data } = tensors[begin.output];
  let [largest, largestTerm] = [0, 0];
  data.forEach((value, flat) => {
    largest = Math.max(largest, Math.abs(value));
    for (const term of begin.terms(tensors, indexOf(flat, shape), { update: 0, constants }))
      largestTerm = Math.max(largestTerm, Math.abs(term.value));
  });
  return largest === 0 ? 1 : Math.max(1, largestTerm / largest);
}

/** The sum of what goes into a cell, without signs. Backpropagation overwrites nothing that it reads. */
function sizeOfTerms(op: Op, { tensors, constants }: Trainer, index: readonly number[]): number {
  return op
    .terms(tensors, index, { update: 0, constants })
    .reduce((sum, { value }) => sum + Math.abs(value), 0);
}

function inFloat64({ name, shape, data }: Tensor): Tensor {
  return { name, shape, dtype: 'float64', data: Float64Array.from(data) };
}

/** @param rounding what may be lost in backpropagation */
function compare(
  { shape, data }: Tensor,
  flat: number,
  { slope, doubt }: { slope: number; doubt: number },
  rounding: number,
): CheckedCell {
  const analytic = data[flat];
  const size = Math.max(Math.abs(analytic), Math.abs(slope));
  // Where nothing comes of a cell, as of a pixel that is black in all images, there is nothing to be off.
  const share = (error: number): number => (size === 0 && error !== Infinity ? 0 : error / size);
  return {
    index: indexOf(flat, shape),
    analytic,
    numeric: slope,
    relativeError: share(Math.abs(analytic - slope)),
    expected: share(rounding + doubt),
  };
}

function indexOf(flat: number, shape: readonly number[]): number[] {
  return shape.map((length, axis) => Math.floor(flat / sizeOf(shape.slice(axis + 1))) % length);
}

/** How many times the expected error a cell is off; NaN before all. */
function excess({ relativeError, expected }: CheckedCell): number {
  const times = relativeError === 0 ? 0 : relativeError / expected;
  return Number.isNaN(times) ? Infinity : times;
}

/** Different cells of a tensor, as many as can be checked in a moment. */
function sample({ data }: Tensor, work: number, seed: number): number[] {
  const random = new NumpyRandom(seed);
  const count = Math.max(1, Math.min(mostCells, data.length, Math.floor(mostWork / (4 * work))));
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.randint(0, data.length));
  return [...chosen];
}
