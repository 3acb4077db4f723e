/** @file The loss of every step, raw and smoothed, as it comes in. */

/** Weight of the past in the smoothed loss: about the last twenty steps are seen. */
const memory = 0.95;

export class LossCurve {
  readonly steps: number[] = [];
  readonly raw: number[] = [];
  readonly smooth: (number | null)[] = [];
  private average = 0;
  private weight = 0;

  /** @param origin its first step */
  constructor(readonly origin = 0) {}

  /** Takes in the losses of steps `from`, `from + 1`, …; what was known of those steps and later ones is replaced. */
  add(from: number, losses: Float32Array): void {
    if (from < this.origin + this.raw.length) this.cut(from);
    losses.forEach((loss, i) => {
      this.steps.push(from + i);
      this.raw.push(loss);
      this.smooth.push(this.take(loss));
    });
  }

  /** An exponential mean that counts from the first loss on, so that it does not start at zero; no loss, no change. */
  private take(loss: number): number | null {
    if (!Number.isFinite(loss)) return null;
    this.average = memory * this.average + (1 - memory) * loss;
    this.weight = memory * this.weight + (1 - memory);
    return this.average / this.weight;
  }

  private cut(from: number): void {
    const kept = this.raw.slice(0, from - this.origin);
    for (const list of [this.steps, this.raw, this.smooth]) list.length = 0;
    [this.average, this.weight] = [0, 0];
    this.add(this.origin, Float32Array.from(kept));
  }
}
