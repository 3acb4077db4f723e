/** @file The loss of every step of a branch, kept for views that open later. */

import type { CurveChunk } from '../../webview/protocol.ts';

export class LossCurve {
  private losses = new Float32Array(1024);
  private length = 0;

  /** @param start the first step of which there is a loss */
  constructor(private readonly start: number) {}

  /** Chunks come in order; one that begins earlier takes the place of what was there. */
  add(from: number, losses: Float32Array): void {
    const offset = from - this.start;
    this.length = offset + losses.length;
    if (this.length > this.losses.length) {
      const longer = new Float32Array(Math.max(this.length, 2 * this.losses.length));
      longer.set(this.losses);
      this.losses = longer;
    }
    this.losses.set(losses, offset);
  }

  /** A copy, as exact in size as a message to a webview must be. */
  all(): Pick<CurveChunk, 'from' | 'losses'> {
    return { from: this.start, losses: this.losses.slice(0, this.length) };
  }
}
