/** @file The terminal's progress bar: a line that keeps rewriting itself, or on what is no terminal a line an epoch. */

import type { WriteStream } from 'node:tty';
import type { EpochResult, Trainer } from '../trainer.ts';

const WIDTH = 24;
/** Milliseconds between two rewrites. */
const INTERVAL = 100;

export class ProgressBar {
  private readonly begin = performance.now();
  private drawn = 0;

  constructor(
    private readonly trainer: Trainer,
    private readonly stream: WriteStream,
  ) {}

  /** Shows where the trainer stands, unless it was shown just now. */
  update(): void {
    const now = performance.now();
    if (!this.stream.isTTY || now - this.drawn < INTERVAL) return;
    this.drawn = now;
    const { trainer } = this;
    const done = trainer.cursor.step / trainer.totalSteps;
    const filled = Math.round(done * WIDTH);
    const left = ((now - this.begin) / done) * (1 - done);
    this.rewrite(
      `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${this.epochOf(trainer.epoch)} · ` +
        `loss ${format(trainer.epochLoss)} · acc ${percent(trainer.epochAccuracy)} · ${seconds(left / 1000)} left`,
    );
  }

  /** Leaves a line behind for the epoch. */
  finishEpoch({ epoch, loss, accuracy, testLoss, testAccuracy, seconds: taken }: EpochResult): void {
    this.rewrite(
      `${this.epochOf(epoch)} · loss ${format(loss)} · acc ${percent(accuracy)} · ` +
        `test loss ${format(testLoss)} · test acc ${percent(testAccuracy)} · ${taken.toFixed(1)} s`,
    );
    this.stream.write('\n');
  }

  private epochOf(epoch: number): string {
    return `epoch ${epoch}/${this.trainer.model.epochs}`;
  }

  private rewrite(line: string): void {
    if (this.stream.isTTY) {
      this.stream.cursorTo(0);
      this.stream.clearLine(1);
      this.stream.write(line.slice(0, this.stream.columns));
    } else {
      this.stream.write(line);
    }
  }
}

function format(loss: number | null): string {
  return loss === null ? '–' : loss.toFixed(4);
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(2)} %`;
}

function seconds(count: number): string {
  const whole = Math.ceil(count);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
