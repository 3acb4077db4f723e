/** @file Time travel over a training run: checkpoints under a byte budget, and replay of what lies between them. */

import { isBefore, isSame, type Cursor } from './cursor.ts';
import type { Edit } from './edit.ts';
import { UserError } from './errors.ts';
import { History } from './history.ts';
import type { Checkpoint, Trainer } from './trainer.ts';

/**
 * One way that a run has taken. The first has no parent; every other one begins where something was changed by hand, and is
 * one with its parent up to there. Plain JSON but for the numbers.
 */
export interface Branch {
  /** 0 for the first; in the order in which they were begun. */
  readonly id: number;
  readonly parent: number | null;
  /** Where it leaves its parent: `edits` were made at this cursor. */
  readonly fork: Cursor;
  readonly edits: readonly Edit[];
  /** The furthest cursor reached on it. */
  readonly furthest: Cursor;
}

/** Something that was changed by hand, and where training stood then. */
export interface Change {
  readonly at: Cursor;
  readonly edit: Edit;
}

/** A checkpoint, and the branch on which its step was run. */
export interface BranchCheckpoint {
  readonly branch: number;
  readonly checkpoint: Checkpoint;
}

/** Where a timeline stands, and enough of what it knows to go on from there in another process. */
export interface TimelineSnapshot {
  readonly branches: readonly Branch[];
  readonly branch: number;
  readonly cursor: Cursor;
  readonly checkpoints: readonly BranchCheckpoint[];
}

/** A branch or a snapshot that is none of this run. */
export class TimelineError extends UserError {}

/** A branch as it grows. */
interface Growing {
  readonly id: number;
  readonly parent: Growing | null;
  readonly fork: Cursor;
  readonly edits: Edit[];
  furthest: Cursor;
}

/**
 * All cursors from the beginning to the furthest one reached; any of them can be gone to, and shows the very bits that were
 * there. Nothing is recorded but the state at the end of some steps, and what was changed by hand: the rest is computed again.
 */
export class Timeline {
  private readonly all: Growing[];
  private current: Growing;
  /** The current branch and its ancestors, the first branch first. */
  private lineage: readonly Growing[];
  private readonly history: History;

  /**
   * @param trainer where it stands is the beginning
   * @param budget bytes that the checkpoints of all branches may take; two are kept in any case
   */
  constructor(
    private readonly trainer: Trainer,
    budget: number,
  ) {
    const { cursor } = trainer;
    this.current = { id: 0, parent: null, fork: cursor, edits: [], furthest: cursor };
    this.all = [this.current];
    this.lineage = [this.current];
    this.history = new History(trainer.save(), budget, trainer.totalSteps);
  }

  /** The furthest cursor reached on the current branch. */
  get furthest(): Cursor {
    return this.current.furthest;
  }

  /** The step from whose end a cursor of the current branch is gone to: what lies between is run again. */
  startFor(cursor: Cursor): number {
    return this.checkpointFor(cursor).step;
  }

  /** How many steps `visit` runs to a cursor, reached before or not, of the current branch, and back. */
  distanceTo(target: Cursor): number {
    const { cursor } = this.trainer;
    const start = this.startFor(target);
    const from = isBefore(target, cursor) ? start : Math.max(start, cursor.step);
    return target.step - from + cursor.step - this.startFor(cursor);
  }

  /** Those kept of the way to the cursor, in order. */
  get checkpoints(): Checkpoint[] {
    const { step: end } = this.trainer.cursor;
    return this.lineage.flatMap(({ id }, i) => {
      const left = this.lineage.at(i + 1)?.fork.step ?? end;
      return this.history.kept(id).filter(({ step }) => step <= Math.min(left, end));
    });
  }

  /** The current branch's id. */
  get branch(): number {
    return this.current.id;
  }

  /** What was changed by hand on the current branch and those that it came from, and where, in order. */
  get changes(): Change[] {
    return this.lineage.flatMap(({ fork, edits }) => edits.map((edit) => ({ at: fork, edit })));
  }

  /** Copies of all branches, by their ids. */
  get branches(): Branch[] {
    return this.all.map(({ parent, edits, ...rest }) => ({
      ...rest,
      parent: parent === null ? null : parent.id,
      edits: [...edits],
    }));
  }

  /** Runs the op that comes next. */
  nextOp(): void {
    const { step, op } = this.trainer.cursor;
    const last = op + 1 === this.trainer.program.ops.length;
    this.walk(last ? { step: step + 1, op: 0 } : { step, op: op + 1 });
  }

  /** Runs to the end of the step that the cursor is in, or of the next one. */
  nextStep(): void {
    this.walk({ step: this.trainer.cursor.step + 1, op: 0 });
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
   * Goes to a cursor of the current branch; to the furthest one if it lies beyond that.
   * @param target whole numbers from 0 up
   */
  seek(target: Cursor): void {
    const there = earlier(this.furthest, target);
    const { cursor } = this.trainer;
    // Whoever goes back by a step will go on so: there, the next is gone to from the end of the step before that.
    const isClose = isBefore(there, cursor) && there.step >= cursor.step - 1;
    if (isClose) this.history.nearby.approach(there.step - 1);
    this.go(there);
    this.history.nearby.arrive();
  }

  /**
   * Looks at how it was at a cursor of a branch, or at its furthest, and comes back to where the trainer stands.
   * @param look may run the trainer on from there
   * @param branch its id; by default the current one's
   * @throws TimelineError if there is no branch of this id
   */
  visit<Seen>(target: Cursor, look: () => Seen, branch = this.branch): Seen {
    const { cursor } = this.trainer;
    const { current } = this;
    if (branch === current.id) this.go(earlier(this.furthest, target));
    else this.switchBranch(branch, target);
    try {
      return look();
    } finally {
      if (this.current !== current) this.choose(current);
      this.replay(cursor);
    }
  }

  /**
   * Changes a number at the cursor, which stays where it is. What came after it is kept: the change begins a new branch, or
   * adds to one that has just been begun here.
   * @throws EditError if there is no such number, or it cannot be that
   */
  edit(edit: Edit): void {
    this.trainer.edit(edit);
    const { cursor } = this.trainer;
    const { parent, fork, furthest } = this.current;
    const fresh = parent !== null && isSame(fork, cursor) && isSame(furthest, cursor);
    if (!fresh) {
      // What was changed further on, on the current branch, is not changed on the new one.
      const left = this.lineage.findLast((each) => !isBefore(cursor, each.fork)) ?? this.all[0];
      const begun = { id: this.all.length, parent: left, fork: cursor, edits: [], furthest: cursor };
      this.all.push(begun);
      this.choose(begun);
    }
    this.current.edits.push(edit);
  }

  /**
   * Goes over to another branch.
   * @param target where to, by default the same cursor there; the furthest if it lies beyond that
   * @throws TimelineError if there is no branch of this id
   */
  switchBranch(id: number, target = this.trainer.cursor): void {
    if (!Object.hasOwn(this.all, id))
      throw new TimelineError('This run has no branch {0}. Choose another.', id);
    this.choose(this.all[id]);
    this.replay(earlier(this.furthest, target));
  }

  /**
   * What `restore` needs to stand at the same cursor, with the same branches.
   * @param budget bytes that the snapshot's checkpoints may take; the latest is in it in any case
   */
  save(budget: number): TimelineSnapshot {
    return {
      branches: this.branches,
      branch: this.branch,
      cursor: this.trainer.cursor,
      checkpoints: this.history.select(this.branch, budget),
    };
  }

  /**
   * Takes up what another timeline over the same model and data has saved. For a timeline that has not moved yet.
   * @throws TimelineError, EditError if it is of another run
   */
  restore({ branches, branch, cursor, checkpoints }: TimelineSnapshot): void {
    const [first] = this.all;
    this.all.length = 1;
    for (const { id, parent, fork, edits, furthest } of branches) {
      const isFirst = this.all.length === 1 && parent === null && id === 0;
      if (isFirst) first.furthest = furthest;
      else if (parent !== null && id === this.all.length && parent < id) {
        this.all.push({ id, parent: this.all[parent], fork, edits: [...edits], furthest });
      } else throw strange();
    }
    if (branch >= this.all.length || !this.all.every((each) => this.isPossible(each))) throw strange();
    for (const { branch: owner, checkpoint } of checkpoints) {
      if (owner >= this.all.length || !this.trainer.fits(checkpoint)) throw strange();
      this.history.add(owner, checkpoint);
    }
    this.choose(this.all[branch]);
    this.replay(earlier(this.furthest, cursor));
  }

  private isPossible({ parent, fork, furthest }: Growing): boolean {
    const { totalSteps, program } = this.trainer;
    return (
      [fork, furthest].every(({ op }) => op < program.ops.length) &&
      !isBefore(furthest, fork) &&
      !isBefore({ step: totalSteps, op: 0 }, furthest) &&
      (parent === null || (!isBefore(parent.furthest, fork) && !isBefore(fork, parent.fork)))
    );
  }

  private choose(branch: Growing): void {
    this.current = branch;
    this.history.nearby.clear();
    const lineage: Growing[] = [];
    for (let each: Growing | null = branch; each; each = each.parent) lineage.unshift(each);
    this.lineage = lineage;
  }

  /** Goes to a cursor that was reached before on the current branch, by the shorter way. */
  private go(there: Cursor): void {
    const { cursor } = this.trainer;
    if (isBefore(there, cursor) || this.checkpointFor(there).step > cursor.step) this.replay(there);
    else this.walk(there);
  }

  /** Goes to a cursor of the current branch from the nearest checkpoint before it. */
  private replay(target: Cursor): void {
    const checkpoint = this.checkpointFor(target);
    this.trainer.restore(checkpoint);
    this.change((fork) => fork.step === checkpoint.step && fork.op === 0);
    this.walk(target);
  }

  /** Runs to a cursor of the current branch that is not before the trainer's, and changes on the way what was changed there. */
  private walk(target: Cursor): void {
    const { trainer } = this;
    for (const { fork } of this.lineage) {
      if (isBefore(trainer.cursor, fork) && !isBefore(target, fork)) {
        this.run(fork);
        this.change((other) => isSame(fork, other));
      }
    }
    this.run(target);
  }

  /** Makes the changes of those forks. Branches may have begun at one cursor, one on the other. */
  private change(isDue: (fork: Cursor) => boolean): void {
    for (const { fork, edits } of this.lineage) {
      if (isDue(fork)) for (const edit of edits) this.trainer.edit(edit);
    }
  }

  private run(target: Cursor): void {
    runTo(this.trainer, target, () => {
      this.arrived();
    });
  }

  private arrived(): void {
    const { cursor } = this.trainer;
    if (isBefore(this.current.furthest, cursor)) this.current.furthest = cursor;
    if (cursor.op > 0) return;
    const owner = this.lineage.findLast(({ fork }) => fork.step < cursor.step);
    if (owner) this.history.offer(owner.id, cursor.step, () => this.trainer.save());
    this.history.nearby.offer(cursor.step, (state) => this.trainer.save(state));
  }

  /** The last checkpoint on the current branch from which a cursor can be gone to. */
  private checkpointFor({ step }: Cursor): Checkpoint {
    // At {step, 0} the tensors are those of the step before, so that one has to be run.
    const last = Math.max(step - 1, 0);
    const near = this.history.nearby.latest(last);
    let end = last;
    for (const { id, fork } of this.lineage.toReversed()) {
      const checkpoint = this.history.latest(id, end);
      if (checkpoint) return near && near.step > checkpoint.step ? near : checkpoint;
      end = Math.min(end, fork.step);
    }
    throw new RangeError(`There is no checkpoint before step ${step}.`);
  }
}

/**
 * Runs to a cursor that is not before the trainer's, or to the end of training.
 * @param arrived called after every step and op
 */
export function runTo(trainer: Trainer, target: Cursor, arrived?: () => void): void {
  while (trainer.cursor.step < target.step && !trainer.finished) {
    trainer.nextStep();
    arrived?.();
  }
  while (trainer.cursor.op < target.op && !trainer.finished) {
    trainer.nextOp();
    arrived?.();
  }
}

function earlier(a: Cursor, b: Cursor): Cursor {
  return isBefore(a, b) ? a : b;
}

/** A branch and those that it came from, the first one first. */
export function lineageOf(branches: readonly Branch[], id: number): Branch[] {
  const lineage: Branch[] = [];
  for (let each: number | null = id; each !== null; each = lineage[0].parent) lineage.unshift(branches[each]);
  return lineage;
}

/** Where two branches part: before that cursor they are one, from it on each has changes of its own. */
export function partingOf(branches: readonly Branch[], a: number, b: number): Cursor {
  const left = lineageOf(branches, a);
  const right = lineageOf(branches, b);
  const common = left.findIndex(({ id }, i) => id !== right.at(i)?.id);
  const apart = common < 0 ? left.length : common;
  return [left.at(apart), right.at(apart)].flatMap((branch) => branch?.fork ?? []).reduce(earlier);
}

function strange(): TimelineError {
  return new TimelineError(
    'What was saved of the run does not fit its model. Train again from the beginning.',
  );
}
