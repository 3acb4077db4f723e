/** @file The loss of every step of a run, kept for views that open later. */

import type { CurveChunk } from '../../webview/protocol.ts';

export class LossCurve {
  private readonly losses: Float32Array;
  private length = 0;

  /** @param steps how many losses there can be */
  constructor(steps: number) {
    this.losses = new Float32Array(steps);
  }

  /** Chunks come in order; one that begins earlier takes the place of what was there. */
  add({ from, losses }: CurveChunk): void {
    this.losses.set(losses, from);
    this.length = from + losses.length;
  }

  /** A copy, as exact in size as a message to a webview must be. */
  all(): CurveChunk {
    return { from: 0, losses: this.losses.slice(0, this.length) };
  }
}
