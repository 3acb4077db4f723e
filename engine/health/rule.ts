/** @file What a health rule is: a number that is measured now and then, where it becomes a bad sign, and what to do then. */

import type { Cursor } from '../cursor.ts';
import type { Measurement } from '../measurements/measurement.ts';
import type { Timeline } from '../timeline.ts';
import type { EpochResult, Trainer } from '../trainer.ts';

export type RuleId =
  | 'nonFinite'
  | 'lossDiverging'
  | 'explodingGradient'
  | 'vanishingGradient'
  | 'deadRelu'
  | 'saturation'
  | 'lossNotFalling'
  | 'poorInitialization'
  | 'updateTooLarge'
  | 'updateTooSmall'
  | 'classIgnored'
  | 'overfitting'
  | 'inputsNotNormalized';

/** Thresholds that are to hold instead of the rules' own; a rule whose threshold is `null` is left out. */
export type Thresholds = Readonly<Partial<Record<RuleId, number | null>>>;

/** One row of the table of rules. */
export interface HealthRule {
  readonly id: RuleId;
  readonly bad: 'above' | 'below';
  /** Where no other is asked for. */
  readonly threshold: number;
  /** Whether the number and the threshold are shares, from 0 to 1. */
  readonly isShare: boolean;
  /** Looked at after some of the steps, or after every epoch when the test set has been judged. */
  readonly after: 'step' | 'epoch';
  /** Steps or epochs that it looks on without judging. */
  readonly warmUp: number;
  /** At how many looks in a row it must hold to be told, and fail to hold to be over: one look alone says little. */
  readonly patience: number;
  /** A few words, as a headline. */
  readonly title: string;
  /** The evidence: `{0}` is the tensor, `{1}` the number, `{2}` the threshold, `{3}` and on are details of the reading. */
  readonly message: string;
  /** What to try. */
  readonly advice: string;
  /** The places in a network that it looks at: none where it does not apply. The trainer stands at its beginning. */
  gauges(trainer: Trainer): Gauge[];
}

/** A place that a rule looks at. It may keep what it has seen since the look before. */
export interface Gauge {
  /** What it is about: a tensor of the program. */
  readonly tensor: string;
  /** The number to judge; `null` where there is none yet. A NaN is not judged. */
  read(look: Look): Reading | null;
  /** Training goes on elsewhere, on another branch; what was read last on the way there, if anything was. */
  resume?(last: Reading | null): void;
}

export interface Reading {
  readonly value: number;
  /** Further numbers that are told with it. */
  readonly details: readonly number[];
  /** Where it comes from, if that is not the gauge's own tensor at the end of the step. */
  readonly origin?: { readonly tensor: string; readonly at: Cursor };
}

/** Training as it stands at the end of a step. */
export interface Look {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  /** Of this step; `null` where it is looked at only because its loss is the first that is not finite. */
  readonly measurement: Measurement | null;
  /** The loss of every step since the look before. */
  readonly losses: readonly number[];
  /** Set after an epoch. */
  readonly epoch: EpochEnd | null;
}

export interface EpochEnd extends Omit<EpochResult, 'seconds'> {
  /** Of the test set: `confusion[label][prediction]`. */
  readonly confusion: readonly (readonly number[])[];
}
