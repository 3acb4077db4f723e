/** @file Why is this cell this value? Its terms, largest first, and from each on to theirs, back to the data and the beginning. */

import type { Cursor } from '../cursor.ts';
import { checkEdit } from '../edit.ts';
import { valueAt } from '../ops/elementwise.ts';
import type { CellRef, OpInfo, StepContext } from '../ops/op.ts';
import type { Timeline } from '../timeline.ts';
import type { Trainer } from '../trainer.ts';
import { largestFirst, sumOf } from './sum.ts';
import { after, momentAt, momentOfOp, originOf, type Moment, type Origin, type Past } from './origin.ts';

/** A cell, and its number at the moment that is meant. */
export interface CellValue extends CellRef {
  readonly value: number;
}

/** One of the numbers that a cell is the sum of. */
export interface ExplainedTerm {
  readonly value: number;
  /** The arithmetic: `X[3,350]·da1[3,7]`, `−η·dW1`. */
  readonly text: string;
  /** The cells that it was computed from, as the op found them. */
  readonly factors: readonly CellValue[];
}

export type Reason =
  /** Made by an op of the program. */
  | {
      readonly kind: 'op';
      readonly op: number;
      /** The cursor right after it. */
      readonly made: Cursor;
      /** Largest first; those left out are counted in `others`. */
      readonly terms: readonly ExplainedTerm[];
      readonly others: { readonly count: number; readonly sum: number };
      /** Of all terms: the cell, but for rounding. */
      readonly sum: number;
      /** What the Greek letters in the terms stand for. */
      readonly symbols: Readonly<Record<string, number>>;
    }
  /** From the data set: number `example` of the training images, taken in step `step`. */
  | { readonly kind: 'data'; readonly step: number; readonly example: number }
  /** Changed by hand at that cursor. */
  | { readonly kind: 'hand'; readonly made: Cursor }
  /** As it was before the first step; or not computed yet, and zero until then. */
  | { readonly kind: 'beginning' | 'nothing' };

export interface Explanation {
  /** The cells gone through, and how far training was when each had the number that is meant. */
  readonly path: readonly (CellRef & { readonly at: Cursor })[];
  /** The number of the last of them. */
  readonly value: number;
  readonly reason: Reason;
}

/** How a question about a run is asked: of its timeline, which goes back where needed and returns. */
export interface Run {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
}

/**
 * Explains the last cell of a path. The first is meant as it stands at the cursor; each that follows as the op that made the
 * one before it found it, which may have been steps ago.
 *
 * @param path at least one cell
 * @param most how many terms are told one by one
 * @throws EditError if there is no such cell
 */
export function explain({ trainer, timeline }: Run, path: readonly CellRef[], most: number): Explanation {
  const past = pastOf({ trainer, timeline });
  checkCell(trainer, path[0]);
  let moment = momentAt(past, trainer.cursor);
  let origin: Origin = { kind: 'nothing' };
  const passed: (CellRef & { at: Cursor })[] = [];
  for (const [i, cell] of path.entries()) {
    if (i > 0 && origin.kind === 'op') moment = momentOfOp(origin.at);
    origin = originOf(past, cell, moment);
    passed.push({ ...cell, at: moment.cursor });
  }
  const cell = passed[passed.length - 1];
  const at = lookFrom(origin, moment);
  return timeline.visit(at, () => {
    // A batch is taken with the first op of its step, which overwrites nothing that it reads.
    if (at.op === 0 && (origin.kind === 'op' || origin.kind === 'data')) trainer.nextOp();
    checkCell(trainer, cell);
    const reason = reasonOf(trainer, origin, cell, most);
    if (at.op > 0 && origin.kind === 'op') trainer.nextOp();
    return { path: passed, value: valueAt(trainer.tensors[cell.tensor], cell.index), reason };
  });
}

/** What the questions about a run need to know of it. */
export function pastOf({ trainer, timeline }: Run): Past {
  return {
    program: trainer.program,
    changes: timeline.changes,
    examplesOf: (step) => trainer.batchOf(step).size,
  };
}

/** The cursor from which what made a cell can be seen. */
function lookFrom(origin: Origin, { cursor }: Moment): Cursor {
  switch (origin.kind) {
    case 'op':
    case 'hand':
      return origin.at;
    case 'data':
      return { step: origin.step, op: 0 };
    default:
      return cursor;
  }
}

/** @throws EditError if there is no such cell now */
function checkCell({ tensors }: Trainer, { tensor: name, index }: CellRef): void {
  checkEdit({ name, index }, Object.hasOwn(tensors, name) ? tensors[name].shape : undefined);
}

function reasonOf(trainer: Trainer, origin: Origin, { index }: CellRef, most: number): Reason {
  switch (origin.kind) {
    case 'op':
      return termsOf(trainer, origin.at, index, most);
    case 'data':
      return { ...origin, example: trainer.examples[index[0]] };
    case 'hand':
      return { kind: 'hand', made: origin.at };
    default:
      return origin;
  }
}

/** To be asked while the trainer stands where the op is about to run; after it, if it is the first of its step. */
function termsOf(trainer: Trainer, at: Cursor, index: readonly number[], most: number): Reason {
  const { program, tensors, constants } = trainer;
  const op = program.ops[at.op];
  const context: StepContext = { update: at.step + 1, constants };
  const terms = op.terms(tensors, index, context).sort(largestFirst);
  // Of terms that are nothing, one is enough.
  const shown = terms.slice(0, most).filter(({ value }, i) => i === 0 || value !== 0);
  const others = terms.slice(shown.length);
  return {
    kind: 'op',
    op: at.op,
    made: after(at, program.ops.length),
    terms: shown.map(({ value, text, factors }) => ({
      value,
      text,
      factors: factors.map((cell) => ({ ...cell, value: valueAt(tensors[cell.tensor], cell.index) })),
    })),
    others: { count: others.length, sum: sumOf(others) },
    sum: sumOf(terms),
    symbols: symbolsOf(op, context),
  };
}

/** The letters that the texts of terms have for constants; λ is the weight decay of the loss, or in an update AdamW's. */
function symbolsOf({ phase }: OpInfo, { update, constants }: StepContext): Record<string, number> {
  const letters = {
    η: 'learning_rate',
    μ: 'momentum',
    ρ: 'rho',
    ε: 'epsilon',
    'β₁': 'beta_1',
    'β₂': 'beta_2',
    λ: phase === 'update' ? 'weight_decay' : 'l2',
  };
  const symbols: Record<string, number> = {};
  for (const [letter, name] of Object.entries(letters)) {
    if (Object.hasOwn(constants, name)) symbols[letter] = constants[name];
  }
  const { learning_rate: rate, beta_1, beta_2 } = constants;
  if (Object.hasOwn(constants, 'beta_1'))
    symbols.α = (rate * Math.sqrt(1 - beta_2 ** update)) / (1 - beta_1 ** update);
  return symbols;
}
