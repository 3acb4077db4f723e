/** @file Training in slices: short enough that a message never waits long, whichever thread this runs on. */

import { isBefore, type Cursor } from '../../engine/cursor.ts';
import type { Hit, LogLine, StopRule } from '../../engine/stops/rule.ts';
import { Watch, type Outcome } from '../../engine/stops/watch.ts';
import type { Edit } from '../../engine/edit.ts';
import { Checkup } from '../../engine/health/checkup.ts';
import type { Finding } from '../../engine/health/judge.ts';
import type { Note } from '../../engine/health/note.ts';
import type { Thresholds } from '../../engine/health/rule.ts';
import type { Measurement } from '../../engine/measurements/measurement.ts';
import { Meter } from '../../engine/measurements/meter.ts';
import type { Run } from '../../engine/questions/why.ts';
import { runTo, Timeline, type Branch, type TimelineSnapshot } from '../../engine/timeline.ts';
import type { EpochResult, Trainer } from '../../engine/trainer.ts';
import { TestEvaluation } from './testEvaluation.ts';
import type { Progress, Standing } from './messages.ts';
import { Asides } from './asides.ts';

/** Long beside a message, short beside what a person or the extension host's thread notices. */
const sliceMilliseconds = 5;
const progressMilliseconds = 1000 / 30;
/** Of steps there and back: nobody asks for the next step so soon after the last. */
const foresightMilliseconds = 15;

/** Who is told how training goes. */
export interface TrainingListener {
  progressed(progress: Progress): void;
  epochEnded(result: EpochResult): void;
  finished(): void;
  /** There is a new branch, or the edits of one have grown. */
  branched(branches: readonly Branch[]): void;
  /** A search backward has gone over that share of the past, from 0 to 1. */
  searched(share: number): void;
  /** Training stands still at the cursor because of these; of none, because there was nowhere further to go. */
  stopped(hits: readonly Hit[]): void;
  logged(lines: readonly LogLine[]): void;
  /** Other things than before are not well with the run, on the current branch. */
  diagnosed(findings: readonly Finding[]): void;
  failed(error: unknown): void;
}

/** Going over the past again, a little at a time. Given up, it ends where it began. */
interface Journey {
  readonly origin: Cursor;
  /** Goes on a little. */
  proceed(): void;
}

/** What `restore` takes up. */
interface SavedLoop {
  readonly timeline: TimelineSnapshot;
  readonly evaluating: boolean;
  readonly epochSeconds: number;
  /** What the health rules have read. */
  readonly health: readonly Note[];
}

/**
 * Drives one trainer. When an epoch ends, the test set is evaluated before the next step changes the parameters: in slices
 * too, also while training stands still, and in one go if a step is asked for in the middle.
 */
export class TrainingLoop {
  private playing = false;
  private scheduled = false;
  private closed = false;
  private evaluation: TestEvaluation | null = null;
  private readonly timeline: Timeline;
  private readonly watch: Watch;
  private readonly meter: Meter;
  private readonly checkup: Checkup;
  private readonly asides = new Asides();
  private journey: Journey | null = null;
  /** Where playing is to end, if no rule ends it before. */
  private until: Cursor | null = null;
  /** What has been logged and not been told. */
  private lines: LogLine[] = [];
  /** How much of the past a search has gone over. */
  private share = 0;
  /** Losses that have not been reported yet. */
  private losses: number[] = [];
  /** Measurements that have not been reported yet. */
  private measurements: Measurement[] = [];
  /** Steps whose loss has been taken down. */
  private recorded = 0;
  private seconds = 0;
  private stepsRun = 0;
  private epochSeconds = 0;
  /** Seconds that the quickest step in one go has taken; unknown before the first. */
  private quickestStep = Infinity;
  private lastProgress = 0;

  constructor(
    private readonly trainer: Trainer,
    historyBytes: number,
    private readonly listener: TrainingListener,
  ) {
    this.timeline = new Timeline(trainer, historyBytes);
    this.watch = new Watch(trainer, this.timeline);
    this.meter = new Meter(trainer, this.timeline);
    this.checkup = new Checkup(trainer, this.timeline);
  }

  /** What questions about the run are asked of. They leave everything as it is. */
  get run(): Run {
    return { trainer: this.trainer, timeline: this.timeline };
  }

  /** Replaces the rules at which playing stops; the errors of those that are left out, in their places. */
  setStops(rules: readonly StopRule[]): unknown[] {
    this.giveUp();
    return this.watch.setRules(rules);
  }

  /** Answers a question about the run that takes its time, beside training. */
  ask<Answer>(steps: Generator<void, Answer>): Promise<Answer> {
    const answer = this.asides.ask(steps);
    this.schedule();
    return answer;
  }

  /**
   * Looks at how it is at another cursor of the current branch, or will be at one after it, without going there.
   * @returns what `look` does; `null` while training goes on, and where one who goes elsewhere meanwhile would have to wait
   */
  foresee<Seen>(target: Cursor, look: () => Seen): Seen | null {
    const { trainer, timeline } = this;
    // Those in parts, on the way and back, may take as long as whole ones.
    const steps = timeline.distanceTo(target) + 2;
    const isOver = trainer.finished && !isBefore(target, trainer.cursor);
    if (isOver || this.busy || steps * this.quickestStep > foresightMilliseconds / 1000) return null;
    return timeline.visit(target, () => {
      // Beyond what has been reached, nothing is taken down of it.
      runTo(trainer, target);
      return look();
    });
  }

  /** Judges the run's health by other thresholds. */
  setThresholds(thresholds: Thresholds): Cursor {
    this.checkup.setThresholds(thresholds);
    this.tellFindings();
    return this.trainer.cursor;
  }

  /**
   * @param until where to stop if nothing else does; a cursor after this one, or `null` for the end of training. What is a step
   * away at most is come to at once, unless the rules must have seen more of the past first.
   * @returns whether it still plays
   */
  play(until: Cursor | null): boolean {
    this.giveUp();
    this.playing = !this.trainer.finished;
    this.until = until;
    if (this.playing) this.journey = this.preparation();
    // A search that began at the end has been given up.
    else this.finishIfDone();
    const { cursor } = this.trainer;
    const isClose = until !== null && isBefore(cursor, until) && until.step <= cursor.step + 1;
    if (isClose && this.watch.isReady()) while (this.playing) this.work();
    this.schedule();
    return this.playing;
  }

  /** Goes back to where a rule last held. */
  reverse(): Cursor {
    this.standStill();
    this.share = 0;
    this.journey = this.search();
    this.schedule();
    return this.trainer.cursor;
  }

  pause(): Cursor {
    this.standStill();
    this.report();
    // A search that began there has been given up.
    this.finishIfDone();
    return this.trainer.cursor;
  }

  nextOp(): Cursor {
    return this.goByHand(() => {
      this.advance(() => this.watch.nextOp());
    });
  }

  nextStep(): Cursor {
    return this.goByHand(() => {
      this.advance(() => this.watch.nextStep(null));
    });
  }

  previousOp(): Cursor {
    return this.goByHand(() => {
      this.timeline.previousOp();
    });
  }

  previousStep(): Cursor {
    return this.goByHand(() => {
      this.timeline.previousStep();
    });
  }

  seek(cursor: Cursor): Cursor {
    return this.goByHand(() => {
      this.timeline.seek(cursor);
    });
  }

  /** Changes a number at the cursor, where the timeline then branches. */
  edit(edit: Edit): Cursor {
    return this.changeBranch(() => {
      this.timeline.edit(edit);
      this.listener.branched(this.timeline.branches);
    });
  }

  switchBranch(id: number): Cursor {
    return this.changeBranch(() => {
      this.timeline.switchBranch(id);
    });
  }

  /**
   * All that `restore` needs to stand where this stands now. Reports first what has not been.
   * @param budget bytes that checkpoints may take
   */
  save(budget: number): SavedLoop {
    if (this.losses.length > 0) this.report();
    const timeline = this.timeline.save(budget);
    return {
      // Where a search is on its way is nowhere that anybody went.
      timeline: { ...timeline, cursor: this.journey?.origin ?? timeline.cursor },
      evaluating: this.evaluation !== null,
      epochSeconds: this.epochSeconds,
      health: this.checkup.save(),
    };
  }

  /**
   * Goes where another loop over the same model and data stood. To be called first.
   * @throws TimelineError, EditError if it is of another run
   */
  restore({ timeline, evaluating, epochSeconds, health }: SavedLoop): void {
    this.timeline.restore(timeline);
    this.checkup.restore(health);
    this.recorded = this.timeline.furthest.step;
    this.epochSeconds = epochSeconds;
    if (evaluating) this.evaluation = new TestEvaluation(this.trainer);
    this.schedule();
  }

  /** Ends it for good, leaving nothing that would run again. */
  close(): void {
    this.closed = true;
  }

  private get busy(): boolean {
    return this.playing || this.journey !== null || this.evaluation !== null;
  }

  private standStill(): void {
    this.playing = false;
    this.giveUp();
  }

  private giveUp(): void {
    if (!this.journey) return;
    this.timeline.seek(this.journey.origin);
    this.journey = null;
  }

  private goByHand(move: () => void): Cursor {
    this.standStill();
    while (this.evaluation) this.proceed(this.evaluation);
    move();
    this.report();
    this.finishIfDone();
    this.schedule();
    return this.trainer.cursor;
  }

  private changeBranch(change: () => void): Cursor {
    return this.goByHand(() => {
      // The losses that wait are of the branch that is left.
      this.report();
      change();
      this.watch.forget();
      this.checkup.branched();
      this.recorded = this.timeline.furthest.step;
    });
  }

  private schedule(): void {
    if (this.scheduled || !(this.busy || this.asides.waiting)) return;
    this.scheduled = true;
    afterMessages(() => {
      this.scheduled = false;
      if (this.closed) return;
      try {
        if (this.busy) this.slice();
        this.asides.slice();
        this.schedule();
      } catch (error) {
        this.closed = true;
        this.listener.failed(error);
      }
    });
  }

  private slice(): void {
    const end = performance.now() + sliceMilliseconds;
    while (this.busy && performance.now() < end) this.work();
    // An evaluation has its own news.
    const isMoving = this.playing || this.journey !== null;
    if (isMoving && performance.now() - this.lastProgress >= progressMilliseconds) this.report();
  }

  private work(): void {
    if (this.evaluation) this.proceed(this.evaluation);
    else if (this.journey) this.journey.proceed();
    else this.advance(() => this.watch.nextStep(this.until));
  }

  /** Lets the rules see what they must have seen before playing goes on. */
  private preparation(): Journey {
    const steps = this.watch.prepare();
    return {
      origin: this.trainer.cursor,
      proceed: () => {
        if (steps.next().done) this.journey = null;
      },
    };
  }

  private search(): Journey {
    const steps = this.watch.reverse();
    return {
      origin: this.trainer.cursor,
      proceed: () => {
        const { done, value } = steps.next();
        if (!done) {
          this.share = value;
          return;
        }
        this.journey = null;
        this.lines.push(...value.logs);
        this.stop(value.hits);
      },
    };
  }

  /** Moves on, takes down the loss if that completed a step for the first time, and stops where a rule holds. */
  private advance(move: () => Outcome): void {
    const { step, op } = this.trainer.cursor;
    const start = performance.now();
    if (step === this.recorded) this.meter.before();
    const { hits, logs } = move();
    const elapsed = (performance.now() - start) / 1000;
    this.seconds += elapsed;
    this.epochSeconds += elapsed;
    const isDone = this.trainer.cursor.step !== step;
    if (isDone && op === 0) this.quickestStep = Math.min(this.quickestStep, elapsed);
    if (isDone) this.stepDone();
    this.lines.push(...logs);
    if (hits.length > 0 || (this.playing && this.isWhereToStop)) this.stop(hits);
  }

  private get isWhereToStop(): boolean {
    const { step, op } = this.trainer.cursor;
    return this.until?.step === step && this.until.op === op;
  }

  private stop(hits: readonly Hit[]): void {
    this.playing = false;
    this.report();
    this.listener.stopped(hits);
  }

  private stepDone(): void {
    this.stepsRun++;
    if (this.trainer.cursor.step > this.recorded) {
      this.recorded++;
      this.losses.push(this.trainer.lastLoss);
      const measurement = this.meter.after();
      if (measurement) this.measurements.push(measurement);
      this.checkup.stepDone(measurement);
      if (this.trainer.cursor.step % this.trainer.stepsPerEpoch === 0) {
        this.report();
        this.evaluation = new TestEvaluation(this.trainer);
      }
    } else if (this.playing && this.trainer.finished) {
      this.report();
      this.finishIfDone();
    }
  }

  /** Goes on with the evaluation that an epoch's end began. */
  private proceed(evaluation: TestEvaluation): void {
    const outcome = evaluation.proceed();
    if (!outcome) return;
    this.evaluation = null;
    const { confusion, ...result } = outcome;
    this.checkup.epochDone(result, confusion);
    this.tellFindings();
    this.listener.epochEnded({ ...result, seconds: this.epochSeconds });
    this.epochSeconds = 0;
    this.finishIfDone();
  }

  private finishIfDone(): void {
    if (!this.trainer.finished || this.evaluation) return;
    this.playing = false;
    this.listener.finished();
  }

  private tellFindings(): void {
    const findings = this.checkup.takeNews();
    if (findings) this.listener.diagnosed(findings);
  }

  private report(): void {
    const losses = Float32Array.from(this.losses);
    const { measurements } = this;
    this.losses = [];
    this.measurements = [];
    this.lastProgress = performance.now();
    if (this.lines.length > 0) this.listener.logged(this.lines);
    this.lines = [];
    if (this.journey) this.listener.searched(this.share);
    this.tellFindings();
    this.listener.progressed({
      ...standingOf(this.trainer),
      branch: this.timeline.branch,
      furthest: this.timeline.furthest,
      from: this.recorded - losses.length,
      losses,
      measurements,
      stepsPerSecond: this.seconds > 0 ? this.stepsRun / this.seconds : null,
    });
  }
}

export function standingOf(trainer: Trainer): Standing {
  const { cursor, epoch, epochLoss: loss, epochAccuracy: accuracy } = trainer;
  return { cursor, epoch, loss, accuracy };
}

/** Runs `task` once the messages that wait have been heard. A timer would idle for milliseconds, a microtask hear none. */
function afterMessages(task: () => void): void {
  if (typeof setImmediate === 'function') {
    setImmediate(task);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(null);
}
