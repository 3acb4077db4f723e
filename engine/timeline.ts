/** @file Time travel over a training run: checkpoints under a byte budget, and replay of what lies between them. */

import type { Checkpoint, Cursor, Trainer } from './trainer.ts';

/**
 * All cursors from the beginning to the furthest one reached; any of them can be gone to, and shows the very bits that were
 * there. Nothing is recorded but the state at the end of some steps: what lies after it is computed again.
 */
export class Timeline {
  private readonly checkpoints = new Map<number, Checkpoint>();
  /** A checkpoint is kept of every step that this divides. */
  private spacing = 1;
  private readonly most: number;
  private end: Cursor;

  /**
   * @param trainer where it stands is the beginning
   * @param budget bytes that the checkpoints may take; two are kept in any case
   */
  constructor(
    private readonly trainer: Trainer,
    budget: number,
  ) {
    const first = trainer.save();
    const bytes = first.state.byteLength + first.random.key.byteLength;
    this.most = Math.max(2, Math.floor(budget / bytes));
    this.checkpoints.set(0, first);
    this.end = trainer.cursor;
  }

  /** The furthest cursor reached. */
  get furthest(): Cursor {
    return this.end;
  }

  /** Runs the op that comes next. */
  nextOp(): void {
    this.trainer.nextOp();
    this.arrived();
  }

  /** Runs to the end of the step that the cursor is in, or of the next one. */
  nextStep(): void {
    this.trainer.nextStep();
    this.arrived();
  }

  /** Takes back the op before the cursor. Does nothing at the beginning. */
  previousOp(): void {
    const { step, op } = this.trainer.cursor;
    if (op > 0) this.seek({ step, op: op - 1 });
    else if (step > 0) this.seek({ step: step - 1, op: this.trainer.program.ops.length - 1 });
  }

  /** Goes back to the beginning of the step that the cursor is in, or of the one before. */
  previousStep(): void {
    const { step, op } = this.trainer.cursor;
    this.seek({ step: op > 0 ? step : Math.max(step - 1, 0), op: 0 });
  }

  /**
   * Goes to a cursor; to the furthest one if it lies beyond that.
   * @param target whole numbers from 0 up
   */
  seek(target: Cursor): void {
    const { trainer } = this;
    const { step, op } = isBefore(this.end, target) ? this.end : target;
    if (isBefore({ step, op }, trainer.cursor)) {
      // At {step, 0} the tensors are those of the step before, so that one has to be run.
      trainer.restore(this.latest(Math.max(step - 1, 0)));
    } else if (step - trainer.cursor.step > this.spacing) {
      const checkpoint = this.latest(step - 1);
      if (checkpoint.step > trainer.cursor.step) trainer.restore(checkpoint);
    }
    while (trainer.cursor.step < step) trainer.nextStep();
    while (trainer.cursor.op < op) trainer.nextOp();
  }

  private arrived(): void {
    const { cursor } = this.trainer;
    if (!isBefore(this.end, cursor)) return;
    this.end = cursor;
    if (cursor.op > 0 || cursor.step % this.spacing !== 0) return;
    this.checkpoints.set(cursor.step, this.trainer.save());
    while (this.checkpoints.size > this.most) this.thin();
  }

  /** Lets go of every other checkpoint. */
  private thin(): void {
    this.spacing *= 2;
    for (const step of this.checkpoints.keys()) {
      if (step % this.spacing !== 0) this.checkpoints.delete(step);
    }
  }

  /** The last checkpoint that is not after a step. */
  private latest(step: number): Checkpoint {
    const kept = Math.floor(step / this.spacing) * this.spacing;
    const checkpoint = this.checkpoints.get(kept);
    if (!checkpoint) throw new RangeError(`There is no checkpoint of step ${kept}.`);
    return checkpoint;
  }
}

function isBefore(a: Cursor, b: Cursor): boolean {
  return a.step < b.step || (a.step === b.step && a.op < b.op);
}
