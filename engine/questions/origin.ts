/** @file Where the number in a cell comes from: an op of some step, the data, a person's hand, or the beginning. */

import { isBefore, isSame, type Cursor } from '../cursor.ts';
import type { CellRef } from '../ops/op.ts';
import type { ProgramInfo } from '../program.ts';
import type { Change } from '../timeline.ts';

/** What put the number that is in a cell there. */
export type Origin =
  /** An op: the one that was about to run at that cursor. */
  | { readonly kind: 'op'; readonly at: Cursor }
  /** The batch that this step took from the data set. */
  | { readonly kind: 'data'; readonly step: number }
  /** A change by hand, at that cursor. */
  | { readonly kind: 'hand'; readonly at: Cursor }
  /** Nothing has changed it since before the first step: a weight was drawn, a bias and what an optimizer keeps are zero. */
  | { readonly kind: 'beginning' }
  /** It has not been computed yet: zero until then. */
  | { readonly kind: 'nothing' };

/** What of a run has to be known to tell where its numbers come from. */
export interface Past {
  readonly program: ProgramInfo;
  /** What was changed by hand on the way, in order. */
  readonly changes: readonly Change[];
  /** How many examples the batch of a step has. */
  readonly examplesOf: (step: number) => number;
}

/** A point of the run, and the step whose batch is in `X` and `t` there; before the first, −1. */
export interface Moment {
  readonly cursor: Cursor;
  readonly batch: number;
}

/** Training as it stands at a cursor: a batch is taken with the first op of its step, or when it is changed before that. */
export function momentAt({ program, changes }: Past, cursor: Cursor): Moment {
  const ofBatch = new Set(program.tensors.filter(({ group }) => group === 'batch').map(({ name }) => name));
  const isTaken =
    cursor.op > 0 || changes.some(({ at, edit }) => ofBatch.has(edit.name) && isSame(at, cursor));
  return { cursor, batch: isTaken ? cursor.step : cursor.step - 1 };
}

/** When an op runs, the batch of its step has been taken. */
export function momentOfOp(at: Cursor): Moment {
  return { cursor: at, batch: at.step };
}

/** Follows from where training stood alone, without looking at any tensor. */
export function originOf(
  { program: { ops, tensors }, changes, examplesOf }: Past,
  { tensor, index }: CellRef,
  { cursor, batch }: Moment,
): Origin {
  const op = ops.findIndex(({ output }) => output === tensor);
  const spec = tensors.find(({ name }) => name === tensor);
  const isData = spec?.group === 'batch';
  const step = isData ? batch : op < cursor.op ? cursor.step : cursor.step - 1;
  const made = step < 0 ? { step: 0, op: 0 } : isData ? { step, op: 0 } : after({ step, op }, ops.length);
  const change = changes.findLast(
    ({ at, edit }) =>
      edit.name === tensor &&
      edit.index.every((position, axis) => position === index[axis]) &&
      !isBefore(at, made) &&
      !isBefore(cursor, at),
  );
  if (change) return { kind: 'hand', at: change.at };
  if (step < 0)
    return { kind: spec?.group === 'parameters' || spec?.group === 'optimizer' ? 'beginning' : 'nothing' };
  // The last batch of an epoch may have fewer rows than the one that follows it.
  if (spec?.batched && index[0] >= examplesOf(step)) return { kind: 'nothing' };
  return isData ? { kind: 'data', step } : { kind: 'op', at: { step, op } };
}

/** Where training stands when the op at a cursor has run. */
export function after({ step, op }: Cursor, ops: number): Cursor {
  return op + 1 === ops ? { step: step + 1, op: 0 } : { step, op: op + 1 };
}
