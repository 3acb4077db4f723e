/** @file What a run has come to, on each of its branches: every step's loss, some steps' measurements, every epoch's result. */

import type { Cursor } from '../../engine/cursor.ts';
import type { Measurement } from '../../engine/measurements/measurement.ts';
import { lineageOf, type Branch } from '../../engine/timeline.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { CurveChunk, MeasurementChunk } from '../../webview/protocol.ts';
import { LossCurve } from './lossCurve.ts';

/** Of one branch, from where it leaves its parent on. */
export interface BranchRecord {
  readonly losses: Float32Array;
  readonly measurements: readonly Measurement[];
  readonly epochs: readonly EpochResult[];
}

interface Grown {
  readonly curve: LossCurve;
  readonly measurements: Measurement[];
  epochs: readonly EpochResult[];
}

export class RunRecord {
  private known: readonly Branch[] = [];
  private readonly grown: Grown[] = [];

  constructor(private readonly stepsPerEpoch: number) {}

  get branches(): readonly Branch[] {
    return this.known;
  }

  set branches(branches: readonly Branch[]) {
    this.known = branches;
    for (const { fork } of branches.slice(this.grown.length)) {
      this.grown.push({ curve: new LossCurve(fork.step), measurements: [], epochs: [] });
    }
  }

  /** The next losses of a branch, which may be none, and how far it has come with them. */
  grow({ branch, from, losses }: CurveChunk, furthest: Cursor): void {
    if (losses.length > 0) this.grown[branch].curve.add(from, losses);
    this.known = this.known.map((each) => (each.id === branch ? { ...each, furthest } : each));
  }

  addMeasurements({ branch, measurements }: MeasurementChunk): void {
    this.grown[branch].measurements.push(...measurements);
  }

  addEpoch(branch: number, result: EpochResult): void {
    const grown = this.grown[branch];
    grown.epochs = [...grown.epochs, result];
  }

  /** The losses of a branch from the first step of the run on. */
  wholeCurve(branch: number): Float32Array {
    const whole = new LossCurve(0);
    for (const { id } of lineageOf(this.known, branch)) {
      const { from, losses } = this.grown[id].curve.all();
      whole.add(from, losses);
    }
    return whole.all().losses;
  }

  /** The curves of all branches, each from its own beginning; one branch and its ancestors, the eldest first, come last. */
  curves(last: number): CurveChunk[] {
    const lineage = lineageOf(this.known, last);
    const others = this.known.filter((branch) => !lineage.includes(branch));
    return [...others, ...lineage].map(({ id }) => ({ branch: id, ...this.grown[id].curve.all() }));
  }

  /** The measurements of each branch from its own beginning on, by their ids. */
  get measurements(): MeasurementChunk[] {
    return this.grown.map(({ measurements }, branch) => ({ branch, measurements: [...measurements] }));
  }

  /** The results of a branch's epochs, with those that its ancestors completed before it left them. */
  epochs(branch: number): EpochResult[] {
    const lineage = lineageOf(this.known, branch);
    return lineage.flatMap(({ id }, i) => {
      const { epochs } = this.grown[id];
      const leaves = i + 1 < lineage.length ? lineage[i + 1].fork.step : Infinity;
      return epochs.filter(({ epoch }) => epoch * this.stepsPerEpoch <= leaves);
    });
  }

  /** All of it, to be kept. */
  save(): BranchRecord[] {
    return this.grown.map(({ curve, measurements, epochs }) => ({
      losses: curve.all().losses,
      measurements: [...measurements],
      epochs,
    }));
  }

  /** Takes up what `save` gave, with the branches that it was of. */
  restore(branches: readonly Branch[], records: readonly BranchRecord[]): void {
    this.branches = branches;
    records.forEach(({ losses, measurements, epochs }, branch) => {
      this.grown[branch].curve.add(branches[branch].fork.step, losses);
      this.addMeasurements({ branch, measurements });
      for (const result of epochs) this.addEpoch(branch, result);
    });
  }
}
