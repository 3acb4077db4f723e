/** @file The losses of every way that training has taken, each from where it left another. */

import type { CurveChunk, Side } from '../protocol.ts';
import type { BackgroundCurve } from '../ui/chart.ts';
import { LossCurve } from '../drawing/smoothing.ts';

export class BranchCurves {
  private readonly known = new Map<number, { readonly from: number; readonly curve: LossCurve }>();

  add({ branch, from, losses }: CurveChunk): void {
    let own = this.known.get(branch);
    if (own === undefined || from <= own.from) {
      own = { from, curve: new LossCurve() };
      this.known.set(branch, own);
    }
    own.curve.add(from - own.from, losses);
  }

  /** The smoothed losses of all but the current one and the one that it is compared with. */
  others(current: number, compared: Side | null): BackgroundCurve[] {
    return [...this.known]
      .filter(([branch]) => branch !== current && branch !== compared)
      .map(([, { from, curve }]) => ({ from, losses: curve.smooth }));
  }
}
