/** @file Training in slices: short enough that a message never waits long, whichever thread this runs on. */

import { Timeline } from '../../engine/timeline.ts';
import type { Cursor, EpochResult, Trainer } from '../../engine/trainer.ts';
import { TestEvaluation } from './testEvaluation.ts';
import type { Progress } from './messages.ts';

/** Long beside a message, short beside what a person or the extension host's thread notices. */
const sliceMilliseconds = 5;
const progressMilliseconds = 1000 / 30;

/** Who is told how training goes. */
export interface TrainingListener {
  progressed(progress: Progress): void;
  epochEnded(result: EpochResult): void;
  finished(): void;
  failed(error: unknown): void;
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
  /** Losses that have not been reported yet. */
  private losses: number[] = [];
  /** Steps whose loss has been taken down. */
  private recorded = 0;
  private seconds = 0;
  private stepsRun = 0;
  private epochSeconds = 0;
  private lastProgress = 0;

  constructor(
    private readonly trainer: Trainer,
    historyBytes: number,
    private readonly listener: TrainingListener,
  ) {
    this.timeline = new Timeline(trainer, historyBytes);
  }

  play(): Cursor {
    this.playing = !this.trainer.finished;
    this.schedule();
    return this.trainer.cursor;
  }

  pause(): Cursor {
    this.playing = false;
    this.report();
    return this.trainer.cursor;
  }

  nextOp(): Cursor {
    return this.goByHand(() => {
      this.advance(() => {
        this.timeline.nextOp();
      });
    });
  }

  nextStep(): Cursor {
    return this.goByHand(() => {
      this.advance(() => {
        this.timeline.nextStep();
      });
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

  /** Ends it for good, leaving nothing that would run again. */
  close(): void {
    this.closed = true;
  }

  private get busy(): boolean {
    return this.playing || this.evaluation !== null;
  }

  private goByHand(move: () => void): Cursor {
    this.playing = false;
    while (this.evaluation) this.proceed(this.evaluation);
    move();
    this.report();
    this.schedule();
    return this.trainer.cursor;
  }

  private schedule(): void {
    if (this.scheduled || !this.busy) return;
    this.scheduled = true;
    afterMessages(() => {
      this.scheduled = false;
      if (this.closed) return;
      try {
        this.slice();
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
    if (performance.now() - this.lastProgress >= progressMilliseconds) this.report();
  }

  private work(): void {
    if (this.evaluation) {
      this.proceed(this.evaluation);
    } else {
      this.advance(() => {
        this.timeline.nextStep();
      });
    }
  }

  /** Moves on, and takes down the loss if that completed a step for the first time. */
  private advance(move: () => void): void {
    const { step } = this.trainer.cursor;
    const start = performance.now();
    move();
    const elapsed = (performance.now() - start) / 1000;
    this.seconds += elapsed;
    this.epochSeconds += elapsed;
    if (this.trainer.cursor.step === step) return;
    this.stepsRun++;
    if (this.trainer.cursor.step > this.recorded) {
      this.recorded++;
      this.losses.push(this.trainer.lastLoss);
      if (this.trainer.cursor.step % this.trainer.stepsPerEpoch === 0) {
        this.report();
        this.evaluation = new TestEvaluation(this.trainer);
      }
    } else if (this.trainer.finished) {
      this.finish();
    }
  }

  /** Goes on with the evaluation that an epoch's end began. */
  private proceed(evaluation: TestEvaluation): void {
    const outcome = evaluation.proceed();
    if (!outcome) return;
    this.evaluation = null;
    this.listener.epochEnded({ ...outcome, seconds: this.epochSeconds });
    this.epochSeconds = 0;
    if (this.trainer.finished) this.finish();
  }

  private finish(): void {
    this.playing = false;
    this.listener.finished();
  }

  private report(): void {
    const { cursor, epoch, epochLoss: loss, epochAccuracy: accuracy } = this.trainer;
    const losses = Float32Array.from(this.losses);
    this.losses = [];
    this.lastProgress = performance.now();
    this.listener.progressed({
      cursor,
      epoch,
      loss,
      accuracy,
      from: this.recorded - losses.length,
      losses,
      stepsPerSecond: this.seconds > 0 ? this.stepsRun / this.seconds : null,
    });
  }
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
