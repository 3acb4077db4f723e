/**
 * @file What would it be on another way? A tensor at the cursor beside itself at the same cursor of another branch, or of
 * another run.
 */

import { isBefore, type Cursor } from '../cursor.ts';
import type { OpInfo } from '../ops/op.ts';
import type { FloatArray } from '../tensor.ts';
import { partingOf, TimelineError } from '../timeline.ts';
import type { Trainer } from '../trainer.ts';
import type { Run } from './why.ts';

/** A tensor's numbers, in the type that they were computed in. */
export interface Values {
  /** At that cursor: the last mini-batch of an epoch may be smaller. */
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

export interface Beside {
  readonly tensor: string;
  readonly cursor: Cursor;
  readonly here: Values;
  /** `null` where the other has not come so far, or has no such tensor. */
  readonly there: Values | null;
  /** How far the other has come. */
  readonly furthest: Cursor;
  /** Before that cursor both are one; `null` if they never were. */
  readonly parting: Cursor | null;
}

/**
 * The very numbers that going over to the other branch would show; the run is left as it is.
 * @throws TimelineError if there is no other branch of that id, or no such tensor
 */
export function besideBranch({ trainer, timeline }: Run, tensor: string, branch: number): Beside {
  const { cursor } = trainer;
  const { branches } = timeline;
  const other = branches.at(branch);
  if (other === undefined || branch === timeline.branch)
    throw new TimelineError('This run has no other branch {0}. Choose another.', branch);
  const { furthest } = other;
  const parting = partingOf(branches, timeline.branch, branch);
  const here = valuesOf(trainer, tensor);
  const look = (): Values => valuesOf(trainer, tensor);
  // Before they part, there is here.
  const visit = (): Values => (isBefore(cursor, parting) ? here : timeline.visit(cursor, look, branch));
  return { tensor, cursor, here, there: isBefore(furthest, cursor) ? null : visit(), furthest, parting };
}

/**
 * At the same step of a run of its own, after the last of the ops before the cursor that it has too. The other is left there.
 * @throws TimelineError if there is no such tensor here
 */
export function besideRun({ trainer }: Run, tensor: string, other: Run): Beside {
  const { cursor, program } = trainer;
  const here = valuesOf(trainer, tensor);
  const { furthest } = other.timeline;
  const place = placeIn(other.trainer.program.ops, cursor, program.ops);
  const rest = { tensor, cursor, here, furthest, parting: null };
  if (isBefore(furthest, place) || !Object.hasOwn(other.trainer.tensors, tensor))
    return { ...rest, there: null };
  other.timeline.seek(place);
  return { ...rest, there: valuesOf(other.trainer, tensor) };
}

/** A cursor of a program as one of another program. */
function placeIn(others: readonly OpInfo[], { step, op }: Cursor, ops: readonly OpInfo[]): Cursor {
  const done = ops
    .slice(0, op)
    .map(({ output }) => others.findLastIndex((other) => other.output === output) + 1)
    .findLast((place) => place > 0);
  if (done === others.length) return { step: step + 1, op: 0 };
  return { step, op: done ?? 0 };
}

function valuesOf({ tensors }: Trainer, name: string): Values {
  if (!Object.hasOwn(tensors, name))
    throw new TimelineError('This run has no tensor named {0}. Choose one of the Tensors view.', name);
  const { shape, data } = tensors[name];
  return { shape, data: data.slice() };
}
