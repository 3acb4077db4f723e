/** @file The checkpoints of a timeline: as many as a budget has room for, spread over all its branches. */

import { Nearby } from './nearby.ts';
import type { BranchCheckpoint } from './timeline.ts';
import type { Checkpoint } from './trainer.ts';

/** What is kept of one branch. */
interface Kept {
  /** A checkpoint is kept of every step that this divides. */
  spacing: number;
  /** By step, of steps after the branch's fork. */
  readonly checkpoints: Map<number, Checkpoint>;
}

/** Enough to go back step by step, and no large part of any budget. */
const mostNearby = 16;

export class History {
  /** Those close before the cursor, on the current branch and its ancestors. */
  readonly nearby: Nearby;
  private readonly branches = new Map<number, Kept>();
  private readonly bytes: number;
  private readonly most: number;
  /** With this, a run without branches just fills its budget. */
  private readonly spacing: number;

  /**
   * @param first the beginning of the first branch, which is kept in any case
   * @param budget bytes that the checkpoints may take; two are kept in any case
   * @param steps of the whole run
   */
  constructor(first: Checkpoint, budget: number, steps: number) {
    this.bytes = first.state.byteLength + first.random.key.byteLength;
    const room = Math.floor(budget / this.bytes);
    const near = Math.min(mostNearby, Math.floor(room / 8));
    this.nearby = new Nearby(near);
    this.most = Math.max(2, room - near);
    this.spacing = Math.max(1, Math.ceil((steps + 1) / this.most));
    this.of(0).checkpoints.set(0, first);
  }

  /** Keeps the checkpoint of a step if it is one that should be, and not there yet. */
  offer(branch: number, step: number, make: () => Checkpoint): void {
    const { spacing, checkpoints } = this.of(branch);
    if (step % spacing === 0 && !checkpoints.has(step)) this.add(branch, make());
  }

  add(branch: number, checkpoint: Checkpoint): void {
    this.of(branch).checkpoints.set(checkpoint.step, checkpoint);
    while (this.size > this.most) this.thin();
  }

  /** Of a branch, in order. */
  kept(branch: number): Checkpoint[] {
    return [...this.of(branch).checkpoints.values()].sort((a, b) => a.step - b.step);
  }

  /** The last checkpoint of a branch that is not after a step. */
  latest(branch: number, step: number): Checkpoint | undefined {
    const { spacing, checkpoints } = this.of(branch);
    const whole = checkpoints.get(Math.floor(step / spacing) * spacing);
    if (whole) return whole;
    const steps = [...checkpoints.keys()].filter((each) => each <= step);
    return checkpoints.get(Math.max(...steps));
  }

  /** As many checkpoints as a budget has room for, spread over the run; the last one of a branch is among them. */
  select(last: number, budget: number): BranchCheckpoint[] {
    const all = [...this.branches]
      .sort(([a], [b]) => Number(a === last) - Number(b === last))
      .flatMap(([branch, { checkpoints }]) =>
        [...checkpoints.values()].map((checkpoint) => ({ branch, checkpoint })),
      )
      // The beginning follows from the model.
      .filter(({ checkpoint }) => checkpoint.step > 0);
    const apart = Math.ceil((all.length * this.bytes) / Math.max(budget, this.bytes));
    return all.filter((_, i) => (all.length - 1 - i) % apart === 0);
  }

  private get size(): number {
    let size = 0;
    for (const { checkpoints } of this.branches.values()) size += checkpoints.size;
    return size;
  }

  /** Lets go of every other checkpoint of the branch that has most; of equals, the earlier. */
  private thin(): void {
    // The first branch's beginning stays.
    const excess = [...this.branches].map(([id, kept]) => ({
      kept,
      spare: kept.checkpoints.size - Number(id === 0),
    }));
    const { kept } = excess.reduce((most, each) => (each.spare > most.spare ? each : most));
    kept.spacing *= 2;
    for (const step of kept.checkpoints.keys()) {
      if (step % kept.spacing !== 0) kept.checkpoints.delete(step);
    }
  }

  private of(branch: number): Kept {
    let kept = this.branches.get(branch);
    if (!kept) {
      kept = { spacing: this.spacing, checkpoints: new Map() };
      this.branches.set(branch, kept);
    }
    return kept;
  }
}
