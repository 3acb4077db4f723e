/**
 * @file The colour range of every tensor: robust, calm while running, still while stepping, and locked, typed in or shared
 * with its like where asked.
 */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { FrameTensor } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { RunState } from '../protocol.ts';
import type { Curve } from './colour.ts';
import { kinOf, type Kin } from './kin.ts';

/** The range that shows these values best: outliers are left out only if they would squeeze the rest. */
export function fittingRange(stats: TensorStats): number {
  const largest = largestOf(stats);
  const robust = stats.robustMax > 0 && largest > 1.5 * stats.robustMax ? stats.robustMax : largest;
  return Number.isFinite(robust) ? roundUp(robust) : 0;
}

function largestOf({ min, max }: TensorStats): number {
  return Math.max(Math.abs(min), Math.abs(max));
}

/** Up to the next number of two significant digits, which makes a legend that does not flicker. */
function roundUp(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  // 0.49 / 0.01 is not 49 exactly; a hair is not a reason for the next number.
  return Number((Math.ceil(value / unit - 1e-6) * unit).toPrecision(2));
}

/**
 * Where the largest number lies beyond so many times the end of the scale, numbers are told apart that are small beside it;
 * until it is well within, so that this does not change with every step. It takes another picture after the first, so that it has
 * to be worth one: up to there, eight colours are left on either side of zero, and only beside that number.
 */
const farOut = { from: 16, to: 4 } as const;

/** What a frame, or what else is shown, has to be known of. */
interface Figures {
  readonly cursor: Cursor;
  readonly tensors: readonly Pick<FrameTensor, 'tensor' | 'stats'>[];
}

export class Ranges {
  private kin: ReadonlyMap<string, Kin> = new Map();
  private readonly shared = new Set<Kin>();
  /** What would fit each tensor as it was last seen. */
  private readonly fitting = new Map<string, number>();
  /** Those whose largest numbers lie far beyond the scale. */
  private readonly spread = new Set<string>();
  // By what the range is of: a tensor, or all that are alike.
  private readonly ends = new Map<string, number>();
  private readonly curves = new Map<string, Curve>();
  private readonly locked = new Set<string>();
  /** Where training stands still, if it does. */
  private rest: Cursor | null = null;
  /** Whether what it stands still at has been seen: frames of the way there may come after it is known, and it before. */
  private settled = false;
  /** What was shown last. */
  private last: Figures | null = null;
  /** What has been seen since then. */
  private readonly held = new Set<string>();

  /** For a new run. */
  start(tensors: readonly TensorSpec[]): void {
    this.kin = kinOf(tensors);
    const { shared, fitting, spread, ends, curves, locked, held } = this;
    for (const each of [shared, fitting, spread, ends, curves, locked, held]) each.clear();
    this.rest = null;
    this.settled = false;
    this.last = null;
  }

  /**
   * Training stands there now.
   * @returns whether with that, ranges have settled on what is shown already
   */
  place({ status, cursor }: Pick<RunState, 'status' | 'cursor'>): boolean {
    this.rest = status === 'running' ? null : cursor;
    if (this.rest === null) {
      this.settled = false;
      this.held.clear();
    } else if (!this.settled && this.last !== null && isSame(this.rest, this.last.cursor)) {
      this.follow(this.last);
      return true;
    }
    return false;
  }

  /**
   * Takes in a frame's statistics. While running a range follows when values leave it or shrink well below it. When training
   * stands still it settles on what it is then, and stays so, unless that was all zero: a change of colour is a change of value.
   */
  follow(figures: Figures): void {
    const { cursor, tensors } = figures;
    this.last = figures;
    if (this.rest !== null && isSame(this.rest, cursor)) this.settled = true;
    for (const { tensor, stats } of tensors) this.fitting.set(tensor, fittingRange(stats));
    for (const owner of new Set(tensors.map(({ tensor }) => this.ownerOf(tensor)))) {
      const fitting = this.fittingOf(owner);
      const current = this.ends.get(owner) ?? 0;
      const follows = !this.held.has(owner) && (this.settled || fitting > current || fitting < 0.6 * current);
      if ((current === 0 || follows) && !this.locked.has(owner)) this.ends.set(owner, fitting);
      if (this.settled) this.held.add(owner);
    }
    for (const { tensor, stats } of tensors) {
      const ends = largestOf(stats) / this.of(tensor);
      if (ends > farOut.from) this.spread.add(tensor);
      else if (ends < farOut.to) this.spread.delete(tensor);
    }
  }

  /** The value at the end of the tensor's scale; 1 for a tensor of zeros. */
  of(tensor: string): number {
    return this.ends.get(this.ownerOf(tensor)) || 1;
  }

  /** Fits the range at once to the values that were last seen, locked or not. */
  fit(tensor: string): void {
    const owner = this.ownerOf(tensor);
    this.ends.set(owner, this.fittingOf(owner));
  }

  /** Ends the scale where a person says, and holds it there. */
  set(tensor: string, end: number): void {
    this.ends.set(this.ownerOf(tensor), end);
    this.setLocked(tensor, true);
  }

  isLocked(tensor: string): boolean {
    return this.locked.has(this.ownerOf(tensor));
  }

  setLocked(tensor: string, locked: boolean): void {
    if (locked) this.locked.add(this.ownerOf(tensor));
    else this.locked.delete(this.ownerOf(tensor));
  }

  /** The tensors that its range is or could be shared with, itself among them, and what they are. */
  kinOf(tensor: string): { readonly kin: Kin; readonly members: readonly string[] } | null {
    const kin = this.kin.get(tensor);
    return kin === undefined ? null : { kin, members: this.membersOf(kin) };
  }

  isShared(tensor: string): boolean {
    return this.ownerOf(tensor) !== tensor;
  }

  /** Whether the tensor and all that are alike have one range, which begins with the scale that the tensor has. */
  setShared(tensor: string, shared: boolean): void {
    const kin = this.kin.get(tensor);
    if (kin === undefined || shared === this.isShared(tensor)) return;
    const curve = this.curveOf(tensor);
    if (shared) this.shared.add(kin);
    else this.shared.delete(kin);
    this.setCurve(tensor, curve);
    this.fit(tensor);
    // Not all of them may have been seen yet.
    this.held.delete(kin);
  }

  curveOf(tensor: string): Curve {
    return this.curves.get(this.ownerOf(tensor)) ?? 'linear';
  }

  setCurve(tensor: string, curve: Curve): void {
    this.curves.set(this.ownerOf(tensor), curve);
  }

  /** Whether its colours tell numbers apart that are small beside its largest. */
  isFine(tensor: string): boolean {
    return this.curveOf(tensor) === 'arcsinh' || this.spread.has(tensor);
  }

  private ownerOf(tensor: string): string {
    const kin = this.kin.get(tensor);
    return kin !== undefined && this.shared.has(kin) ? kin : tensor;
  }

  private membersOf(owner: string): readonly string[] {
    return [...this.kin].filter(([, kin]) => kin === owner).map(([name]) => name);
  }

  private fittingOf(owner: string): number {
    return Math.max(...[owner, ...this.membersOf(owner)].map((name) => this.fitting.get(name) ?? 0));
  }
}
