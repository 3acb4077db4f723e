/** @file Looks after a run's health as it is trained: reads what the rules look at, and keeps it for every branch. */

import type { Measurement } from '../measurements/measurement.ts';
import { lineageOf, type Timeline } from '../timeline.ts';
import type { EpochResult, Trainer } from '../trainer.ts';
import { judgeOf, type Finding, type Judge } from './judge.ts';
import { notesAlong, type Note } from './note.ts';
import type { EpochEnd, Gauge, HealthRule, Look, Thresholds } from './rule.ts';
import { healthRules } from './rules/index.ts';

/** A place that a rule looks at. */
interface Place {
  readonly rule: HealthRule;
  readonly gauge: Gauge;
  /** On all branches. */
  readonly notes: Note[];
  /** Of the current branch; `null` if the rule is left out. */
  judge: Judge | null;
}

/**
 * A step is looked at once, when it has been completed for the first time and measured. What is read is a number that follows
 * from the state there; what is found follows from the numbers on the way to the current branch's end, and from the
 * thresholds, so that it may be judged anew at any time.
 */
export class Checkup {
  private readonly places: readonly Place[];
  private thresholds: Thresholds = {};
  private branch = 0;
  private losses: number[] = [];
  private hasNews = false;
  /** Whether the last step's loss was a number: the first that is not is looked at at once. */
  private sound = true;

  /** @param trainer at its beginning */
  constructor(
    private readonly trainer: Trainer,
    private readonly timeline: Timeline,
  ) {
    this.places = healthRules.flatMap((rule) =>
      rule.gauges(trainer).map((gauge) => ({ rule, gauge, notes: [], judge: null })),
    );
    this.judgeAnew();
  }

  /** What was found on the way to the current branch's end: the worst rule's first, each rule's in their order. */
  get findings(): Finding[] {
    return this.places.flatMap(({ judge }) => judge?.findings ?? []);
  }

  /** The findings, if they may be others than when this was asked last. */
  takeNews(): Finding[] | null {
    if (!this.hasNews) return null;
    this.hasNews = false;
    return this.findings;
  }

  /** Judges by other thresholds all that was read. */
  setThresholds(thresholds: Thresholds): void {
    this.thresholds = thresholds;
    this.judgeAnew();
  }

  /**
   * To be called when a step has been completed for the first time.
   * @param measurement of it, if it is one of those that are measured
   */
  stepDone(measurement: Measurement | null): void {
    const { lastLoss } = this.trainer;
    this.losses.push(lastLoss);
    const sound = Number.isFinite(lastLoss);
    const breaks = this.sound && !sound;
    this.sound = sound;
    if (measurement === null && !breaks) return;
    this.look(measurement, null);
    this.losses = [];
  }

  /** To be called when the test set has been judged after an epoch, before training goes on. */
  epochDone(result: Omit<EpochResult, 'seconds'>, confusion: EpochEnd['confusion']): void {
    this.look(null, { ...result, confusion });
  }

  /** To be called when another branch has become the current one. */
  branched(): void {
    this.branch = this.timeline.branch;
    this.losses = [];
    this.sound = true;
    const lineage = lineageOf(this.timeline.branches, this.branch);
    for (const { gauge, notes } of this.places)
      gauge.resume?.(notesAlong(notes, lineage).at(-1)?.reading ?? null);
    this.judgeAnew();
  }

  /** All that was read, to be kept. */
  save(): Note[] {
    return this.places.flatMap(({ notes }) => notes);
  }

  /** Takes up what another checkup of the same model has read, when the timeline has been restored. */
  restore(notes: readonly Note[]): void {
    for (const place of this.places) {
      const { rule, gauge } = place;
      place.notes.push(...notes.filter((note) => note.rule === rule.id && note.tensor === gauge.tensor));
    }
    this.branched();
  }

  private look(measurement: Measurement | null, epoch: EpochEnd | null): void {
    const { trainer, timeline, losses } = this;
    const { step } = trainer.cursor;
    const look: Look = { trainer, timeline, measurement, losses, epoch };
    for (const { rule, gauge, notes, judge } of this.places) {
      if ((rule.after === 'epoch') !== (epoch !== null)) continue;
      const reading = gauge.read(look);
      if (reading === null) continue;
      const note = { rule: rule.id, tensor: gauge.tensor, branch: this.branch, step, reading };
      notes.push(note);
      if (judge?.hear(note)) this.hasNews = true;
    }
  }

  private judgeAnew(): void {
    this.hasNews = true;
    const { thresholds, trainer, timeline } = this;
    const lineage = lineageOf(timeline.branches, this.branch);
    for (const place of this.places)
      place.judge = judgeOf(place.rule, thresholds, trainer.stepsPerEpoch, notesAlong(place.notes, lineage));
  }
}
