/** @file Looks after a run's health as it is trained: reads what the rules look at, and keeps it for every branch. */

import type { Measurement } from '../measurements/measurement.ts';
import type { Branch, Timeline } from '../timeline.ts';
import type { EpochResult, Trainer } from '../trainer.ts';
import { Judge, type Finding } from './judge.ts';
import type { EpochEnd, Gauge, HealthRule, Look, Reading, Thresholds } from './rule.ts';
import { healthRules } from './rules/index.ts';

interface Note {
  readonly step: number;
  readonly reading: Reading;
}

/** A place that a rule looks at. */
interface Place {
  readonly rule: HealthRule;
  readonly gauge: Gauge;
  /** What was read on each branch, by its id, from where it leaves its parent. */
  readonly notes: Map<number, Note[]>;
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
      rule.gauges(trainer).map((gauge) => ({ rule, gauge, notes: new Map<number, Note[]>(), judge: null })),
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

  /** To be called when another branch has become the current one, and after the timeline was restored. */
  branched(): void {
    this.branch = this.timeline.branch;
    this.losses = [];
    this.sound = true;
    const lineage = this.lineage();
    for (const { gauge, notes } of this.places)
      gauge.resume?.(notesOf(notes, lineage).at(-1)?.reading ?? null);
    this.judgeAnew();
  }

  private look(measurement: Measurement | null, epoch: EpochEnd | null): void {
    const { trainer, timeline, losses } = this;
    const { step } = trainer.cursor;
    const look: Look = { trainer, timeline, measurement, losses, epoch };
    for (const { rule, gauge, notes, judge } of this.places) {
      if ((rule.after === 'epoch') !== (epoch !== null)) continue;
      const reading = gauge.read(look);
      if (reading === null) continue;
      const kept = notes.get(this.branch) ?? [];
      notes.set(this.branch, kept);
      kept.push({ step, reading });
      if (judge?.hear(step, this.count(rule, step), reading)) this.hasNews = true;
    }
  }

  private judgeAnew(): void {
    this.hasNews = true;
    const lineage = this.lineage();
    for (const place of this.places) {
      const { rule, gauge, notes } = place;
      const { [rule.id]: threshold = rule.threshold } = this.thresholds;
      place.judge = threshold === null ? null : new Judge(rule, threshold, gauge.tensor);
      for (const { step, reading } of notesOf(notes, lineage))
        place.judge?.hear(step, this.count(rule, step), reading);
    }
  }

  /** The number of the step or the epoch, whichever a rule is counted by. */
  private count({ after }: HealthRule, step: number): number {
    return after === 'step' ? step : step / this.trainer.stepsPerEpoch;
  }

  /** The current branch and those that it came from, the first one first. */
  private lineage(): Branch[] {
    const { branches } = this.timeline;
    const lineage: Branch[] = [];
    for (let id: number | null = this.branch; id !== null; id = lineage[0].parent)
      lineage.unshift(branches[id]);
    return lineage;
  }
}

/** What was read on the way along a lineage: of each branch what came before the next one left it. */
function notesOf(notes: ReadonlyMap<number, readonly Note[]>, lineage: readonly Branch[]): Note[] {
  return lineage.flatMap(({ id }, i) => {
    const leaves = i + 1 < lineage.length ? lineage[i + 1].fork.step : Infinity;
    return (notes.get(id) ?? []).filter(({ step }) => step <= leaves);
  });
}
