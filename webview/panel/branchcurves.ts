/** @file The losses of every way that training has taken, each from where it left another. */

import type { CurveChunk, Side } from '../protocol.ts';
import type { Points } from '../drawing/points.ts';
import { LossCurve } from '../drawing/smoothing.ts';

export class BranchCurves {
  private readonly known = new Map<number, LossCurve>();

  add({ branch, from, losses }: CurveChunk): void {
    let own = this.known.get(branch);
    if (own === undefined || from <= own.origin) {
      own = new LossCurve(from);
      this.known.set(branch, own);
    }
    own.add(from, losses);
  }

  /** The smoothed losses of all but the current one and the one that it is compared with. */
  others(current: number, compared: Side | null): Points[] {
    return [...this.known]
      .filter(([branch]) => branch !== current && branch !== compared)
      .map(([, { steps, smooth }]) => ({ steps, values: smooth }));
  }
}
