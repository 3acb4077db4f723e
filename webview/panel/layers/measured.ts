/** @file The measurements of all ways that training has taken, and the curves of one of them, layer by layer. */

import type { LayerMeasurement, Measurement } from '../../../engine/measurements/measurement.ts';
import type { Branch } from '../../../engine/timeline.ts';
import type { MeasurementChunk } from '../../protocol.ts';

/** Weight of the past in a smoothed curve: about the last five measurements are seen. */
const memory = 0.8;

/** A quantity of every layer over the measured steps: `raw[layer][i]` at `steps[i]`. */
export interface LayerCurves {
  readonly raw: readonly (readonly number[])[];
  readonly smooth: readonly (readonly (number | null)[])[];
}

export interface MeasuredCurves {
  readonly steps: readonly number[];
  readonly learningRate: readonly number[];
  /** ‖ΔW‖ / ‖W‖. */
  readonly ratio: LayerCurves;
  /** ‖dW‖. */
  readonly gradient: LayerCurves;
}

export class Measured {
  private readonly own = new Map<number, Measurement[]>();
  private branches: readonly Branch[] = [];

  add({ branch, measurements }: MeasurementChunk): void {
    const known = this.own.get(branch) ?? [];
    known.push(...measurements);
    this.own.set(branch, known);
  }

  branch(branches: readonly Branch[]): void {
    this.branches = branches;
  }

  /** The curves of a branch from the beginning of the run on. */
  along(branch: number): MeasuredCurves {
    const measured = this.lineage(branch);
    const curvesOf = (quantity: (layer: LayerMeasurement) => number): LayerCurves => {
      const raw = (measured.at(0)?.layers ?? []).map((_, layer) =>
        measured.map(({ layers }) => quantity(layers[layer])),
      );
      return { raw, smooth: raw.map(smoothed) };
    };
    return {
      steps: measured.map(({ step }) => step),
      learningRate: measured.map(({ learningRate }) => learningRate),
      ratio: curvesOf(({ weightUpdate, weight }) => weightUpdate / weight),
      gradient: curvesOf(({ weightGradient }) => weightGradient),
    };
  }

  private lineage(id: number, until = Infinity): Measurement[] {
    const branch = this.branches.find((each) => each.id === id);
    const before =
      branch === undefined || branch.parent === null
        ? []
        : this.lineage(branch.parent, Math.min(until, branch.fork.step));
    return [...before, ...(this.own.get(id) ?? []).filter(({ step }) => step <= until)];
  }
}

/** A running geometric mean, since the values range over powers of ten; none where the value is not above zero or not finite. */
export function smoothed(values: readonly number[]): (number | null)[] {
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!(value > 0 && value < Infinity)) return null;
    sum = memory * sum + (1 - memory) * Math.log(value);
    weight = memory * weight + (1 - memory);
    return Math.exp(sum / weight);
  });
}

/** How fast each layer learns at a step, as it was measured there last: smoothed where that can be; none before the first. */
export function ratesAt({ steps, ratio }: MeasuredCurves, step: number): number[] {
  const last = steps.findLastIndex((each) => each <= step);
  return last < 0 ? [] : ratio.smooth.map((smooth, layer) => smooth[last] ?? ratio.raw[layer][last]);
}
