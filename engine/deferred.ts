/** @file Ops whose output nothing in a step reads, as that of `dX`: run when somebody looks, after the step is over. */

import type { Kernels } from './kernels/kernels.ts';
import type { Op, StepContext, Tensors, TensorSpec } from './ops/op.ts';
import type { Program } from './program.ts';

/** What these ops read and the updates overwrite, and so has to be kept as it was. */
export function keptTensors({ tensors, ops, unread }: Program): readonly TensorSpec[] {
  const updated = new Set(ops.filter(({ phase }) => phase === 'update').map(({ output }) => output));
  return tensors.filter(
    ({ name }) => updated.has(name) && unread.some(({ inputs }) => inputs.includes(name)),
  );
}

export class Deferred {
  private due = false;

  /**
   * @param ops in their order
   * @param kept `keptTensors`, laid out
   */
  constructor(
    private readonly ops: readonly Op[],
    readonly kept: Tensors,
    private readonly kernels: Kernels,
  ) {}

  /** To be called in a step that leaves the ops out, and whose updates leave in `kept` what they overwrite. */
  leaveOut(): void {
    this.due = true;
  }

  /** Runs what has been left out. */
  catchUp(tensors: Tensors, context: StepContext): void {
    if (!this.due) return;
    this.due = false;
    const before = { ...tensors, ...this.kept };
    for (const op of this.ops) op.run(before, this.kernels, context);
  }

  /** Nobody will look any more: another state has been taken up. */
  drop(): void {
    this.due = false;
  }
}
