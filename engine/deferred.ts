/**
 * @file What a step leaves for later. An op whose output nothing in a step reads, as that of `dX`, is run when somebody looks; and so
 * that it still finds what it reads, the updates wait until then, or until the next step.
 */

import type { Kernels } from './kernels/kernels.ts';
import type { StepContext, Tensors, TensorSpec } from './ops/op.ts';
import type { Program } from './program.ts';

/** What unread ops read and the updates overwrite. */
export function keptTensors({ tensors, ops, unread }: Program): readonly TensorSpec[] {
  const updated = new Set(ops.filter(({ phase }) => phase === 'update').map(({ output }) => output));
  return tensors.filter(
    ({ name }) => updated.has(name) && unread.some(({ inputs }) => inputs.includes(name)),
  );
}

export class Deferred {
  private unreadIsDue = false;
  private updatesAreDue = false;
  /** Whether the updates have been run before the unread ops, which then read `kept`. */
  private readsKept = false;

  /** @param kept room for `keptTensors` */
  constructor(
    private readonly program: Program,
    private readonly kept: Tensors,
    private readonly kernels: Kernels,
  ) {}

  /** To be called in a step that leaves all of it out. */
  leaveOut(): void {
    this.unreadIsDue = true;
    this.updatesAreDue = true;
    this.readsKept = false;
  }

  /** Runs what has been left out. */
  catchUp(tensors: Tensors, context: StepContext): void {
    if (this.unreadIsDue) {
      const before = this.readsKept ? { ...tensors, ...this.kept } : tensors;
      for (const op of this.program.unread) op.run(before, this.kernels, context);
    }
    this.goOn(tensors, context);
  }

  /** Runs the updates alone; the unread ops can still be run afterwards. */
  update(tensors: Tensors, context: StepContext): void {
    if (!this.updatesAreDue) return;
    for (const [name, { data }] of Object.entries(this.kept)) data.set(tensors[name].data);
    this.readsKept = true;
    this.runUpdates(tensors, context);
  }

  /** Runs the updates alone, as the next step does: nobody has looked at the rest of this one. */
  goOn(tensors: Tensors, context: StepContext): void {
    this.unreadIsDue = false;
    if (this.updatesAreDue) this.runUpdates(tensors, context);
  }

  /** Nobody will look any more: another state has been taken up. */
  drop(): void {
    this.unreadIsDue = false;
    this.updatesAreDue = false;
  }

  private runUpdates(tensors: Tensors, context: StepContext): void {
    this.updatesAreDue = false;
    for (const update of this.program.updates) update.run(tensors, this.kernels, context);
  }
}
