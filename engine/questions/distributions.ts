/** @file How were a tensor's values spread, over the steps of a run? Nothing is recorded for it: each step is gone to again. */

import { countsOf, statisticsOf } from '../statistics.ts';
import type { FloatArray } from '../tensor.ts';
import { QuestionError } from './error.ts';
import type { Run } from './why.ts';

/** The values that a tensor has at the end of a step, or by how much the step's update has changed them. */
export type Spread = 'values' | 'change';

/** A histogram for each of some steps, all with the same bins. */
export interface Distributions {
  readonly tensor: string;
  readonly spread: Spread;
  /** The steps after which they were taken, in order. */
  readonly steps: readonly number[];
  /** The outer ends of the bins: outliers are left beyond them, and counted in the outermost. */
  readonly min: number;
  readonly max: number;
  /** Whether there are such below and above. */
  readonly isBeyond: readonly [below: boolean, above: boolean];
  readonly bins: number;
  /** Of the finite values: `counts[i · bins + bin]` at `steps[i]`, from the lowest bin on. */
  readonly counts: Uint32Array;
  /** How many values are not finite, at each step. */
  readonly notFinite: readonly number[];
}

/** What is asked. */
export interface DistributionRequest {
  readonly tensor: string;
  readonly spread: Spread;
  /** Steps of the current branch; what lies beyond its ends is left out. */
  readonly from: number;
  readonly to: number;
  /** At most so many steps, evenly apart. */
  readonly most: number;
  readonly bins: number;
}

/** Numbers that are held at a time: of a huge tensor fewer steps are told. */
const mostNumbers = 2 ** 24;

/**
 * One step at a time: training may go on between.
 * @throws QuestionError if there is no such tensor, nothing changes it, or another branch has become the current one
 */
export function* distributionsOf(run: Run, request: DistributionRequest): Generator<void, Distributions> {
  const { trainer, timeline } = run;
  const { tensor, spread, bins } = request;
  const spec = trainer.program.tensors.find(({ name }) => name === tensor);
  const isParameter = spec?.group === 'parameters';
  if (!spec || (spread === 'change' && !isParameter))
    throw new QuestionError('No update changes {0}. Choose a parameter.', tensor);
  const { branch } = timeline;
  const first = isParameter && spread === 'values' ? 0 : 1;
  const steps = stepsOf(request, first, timeline.furthest.step, trainer.tensors[tensor].data.length);
  const found: FloatArray[] = [];
  for (const step of steps) {
    yield;
    if (timeline.branch !== branch)
      throw new QuestionError('Another branch has been chosen in the meantime. Ask again.');
    found.push(spread === 'values' ? valuesAt(run, tensor, step) : changeIn(run, tensor, step));
  }
  const { min, max, isBeyond } = rangeOf(found);
  const counts = new Uint32Array(found.length * bins);
  found.forEach((values, i) => {
    counts.set(countsOf(values, min, max, bins), i * bins);
  });
  const notFinite = found.map((values) => values.filter((value) => !Number.isFinite(value)).length);
  return { tensor, spread, steps, min, max, isBeyond, bins, counts, notFinite };
}

function stepsOf(
  { from, to, most }: DistributionRequest,
  first: number,
  last: number,
  size: number,
): number[] {
  const begin = Math.max(first, Math.min(from, last));
  const end = Math.min(to, last);
  if (end < begin) return [];
  const count = Math.min(most, end - begin + 1, Math.max(2, Math.floor(mostNumbers / size)));
  return Array.from({ length: count }, (_, i) =>
    Math.round(begin + ((end - begin) * i) / Math.max(1, count - 1)),
  );
}

function valuesAt({ trainer, timeline }: Run, tensor: string, step: number): FloatArray {
  return timeline.visit({ step, op: 0 }, () => trainer.tensors[tensor].data.slice());
}

function changeIn({ trainer, timeline }: Run, tensor: string, step: number): FloatArray {
  const op = trainer.program.ops.findIndex(({ phase }) => phase === 'update');
  return timeline.visit({ step: step - 1, op }, () => {
    const before = trainer.tensors[tensor].data.slice();
    timeline.nextStep();
    return trainer.tensors[tensor].data.map((value, c) => value - before[c]);
  });
}

/** Of all that is finite, but for the outliers of the step that reaches farthest without its own. */
function rangeOf(found: readonly FloatArray[]): Pick<Distributions, 'min' | 'max' | 'isBeyond'> {
  const statistics = found.map(statisticsOf);
  const limit = Math.max(0, ...statistics.map(({ robustMax }) => robustMax));
  const least = Math.min(...statistics.map(({ min }) => min));
  const most = Math.max(...statistics.map(({ max }) => max));
  if (least > most) return { min: 0, max: 0, isBeyond: [false, false] };
  return {
    min: Math.max(-limit, least),
    max: Math.min(limit, most),
    isBeyond: [least < -limit, most > limit],
  };
}
