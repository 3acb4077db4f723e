/** @file Checkpoints close before the cursor: who goes back once will go back again. */

import type { FloatArray } from './tensor.ts';
import type { Checkpoint } from './trainer.ts';

/**
 * Of what is run again on the way to a cursor, the states at 1, 2, 4, 8, … steps before it are kept. From them, going back by
 * another step runs a few again, however far apart the checkpoints of the history are.
 */
export class Nearby {
  private checkpoints: Checkpoint[] = [];
  /** The step that is gone to. */
  private target = 0;
  /** The memory of those that were let go: to allocate it anew for every key would keep the garbage collector busy. */
  private readonly spare: FloatArray[] = [];

  /** @param most so many are kept at once */
  constructor(private readonly most: number) {}

  clear(): void {
    this.keep(() => false);
  }

  /** Until `arrive`, keeps what lies close before this step; what lies after it is let go. */
  approach(step: number): void {
    this.target = step;
    this.keep((each) => each.step <= step);
  }

  /** From now on, keeps nothing more: what is run to look at another place must not take the room of what lies here. */
  arrive(): void {
    this.target = 0;
  }

  /**
   * Keeps the state at a step if it is one that should be kept.
   * @param make makes its checkpoint, in this memory if there is any
   */
  offer(step: number, make: (state?: FloatArray) => Checkpoint): void {
    const distance = this.target - step;
    const isPower = distance > 0 && Number.isInteger(Math.log2(distance));
    if (this.most === 0 || !isPower || this.checkpoints.some((each) => each.step === step)) return;
    if (this.checkpoints.length === this.most) this.thin();
    this.checkpoints.push(make(this.spare.pop()));
    this.checkpoints.sort((a, b) => a.step - b.step);
  }

  /** The last that is not after a step. */
  latest(step: number): Checkpoint | undefined {
    return this.checkpoints.findLast((each) => each.step <= step);
  }

  /** Lets go of the one without which the least has to be run again, for how far away it is. */
  private thin(): void {
    const steps = this.checkpoints.map(({ step }) => step);
    const missed = steps.map((step, i) => {
      const before = i === 0 ? 0 : steps[i - 1];
      const after = i + 1 === steps.length ? this.target : steps[i + 1];
      return (after - before) / (this.target - step);
    });
    const least = this.checkpoints[missed.indexOf(Math.min(...missed))];
    this.keep((each) => each !== least);
  }

  private keep(isKept: (checkpoint: Checkpoint) => boolean): void {
    this.spare.push(...this.checkpoints.filter((each) => !isKept(each)).map(({ state }) => state));
    this.checkpoints = this.checkpoints.filter(isKept);
  }
}
