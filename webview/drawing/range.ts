/** @file The colour range of every tensor: robust, calm while running, still while stepping, and locked where asked. */

import type { Frame } from '../../engine/frame.ts';
import type { TensorStats } from '../../engine/statistics.ts';

/** The range that shows these values best: outliers are left out only if they would squeeze the rest. */
export function fittingRange(stats: TensorStats): number {
  const largest = Math.max(Math.abs(stats.min), Math.abs(stats.max));
  const robust = stats.robustMax > 0 && largest > 1.5 * stats.robustMax ? stats.robustMax : largest;
  return Number.isFinite(robust) ? roundUp(robust) : 0;
}

/** Up to the next number of two significant digits, which makes a legend that does not flicker. */
function roundUp(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  // 0.49 / 0.01 is not 49 exactly; a hair is not a reason for the next number.
  return Number((Math.ceil(value / unit - 1e-6) * unit).toPrecision(2));
}

export class Ranges {
  private readonly ranges = new Map<string, number>();
  private readonly locked = new Set<string>();
  /** Tensors that have been seen since training was paused. */
  private readonly held = new Set<string>();

  /**
   * Takes in a frame's statistics. While running a range follows when values leave it or shrink well below it; while
   * stepping it stays as it was first seen, unless that was all zero, so that a change of colour is a change of value.
   */
  follow(frame: Frame, running: boolean): void {
    if (running) this.held.clear();
    for (const { tensor, stats } of frame.tensors) {
      const fitting = fittingRange(stats);
      const current = this.ranges.get(tensor) ?? 0;
      const follows = !this.held.has(tensor) && (fitting > current || fitting < 0.6 * current);
      if ((current === 0 || follows) && !this.locked.has(tensor)) this.ranges.set(tensor, fitting);
      if (!running) this.held.add(tensor);
    }
  }

  /** The value at the end of the tensor's scale; 1 for a tensor of zeros. */
  of(tensor: string): number {
    return this.ranges.get(tensor) || 1;
  }

  /** Fits the range to these values at once, locked or not. */
  fit(tensor: string, stats: TensorStats): void {
    this.ranges.set(tensor, fittingRange(stats));
  }

  isLocked(tensor: string): boolean {
    return this.locked.has(tensor);
  }

  setLocked(tensor: string, locked: boolean): void {
    if (locked) this.locked.add(tensor);
    else this.locked.delete(tensor);
  }

  /** For a new run. */
  clear(): void {
    this.ranges.clear();
    this.locked.clear();
    this.held.clear();
  }
}
