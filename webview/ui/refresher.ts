/** @file Keeps an answer of the host up to date while it can be seen: at once at rest, now and then while training runs. */

import { Refusal } from '../host.ts';
import type { RunState } from '../protocol.ts';

/** How often at most an answer takes the place of the last while training runs. */
const pauseMilliseconds = 1000;

/** And how many times as long as finding it took. */
const patience = 10;

export class Refresher {
  private isSeen = false;
  private isAsking = false;
  private isRunning = false;
  private isStale = true;
  private isRefused = false;
  private place = '';
  private due = 0;
  private timer: number | undefined;
  private readonly observer: IntersectionObserver;

  /**
   * @param seen Out of sight, nothing is asked.
   * @param ask What it throws other than a `Refusal` is a fault.
   * @param refused Called with the reason why there is no answer.
   */
  constructor(
    seen: Element,
    private readonly ask: () => Promise<void>,
    private readonly refused: (reason: string) => void,
  ) {
    this.observer = new IntersectionObserver((entries) => {
      this.isSeen = entries.at(-1)?.isIntersecting ?? false;
      this.go();
    });
    this.observer.observe(seen);
  }

  /** Asks nothing any more. */
  stop(): void {
    this.observer.disconnect();
    window.clearTimeout(this.timer);
    this.isSeen = false;
  }

  /** Training stands there now. */
  show({ branch, cursor, status }: RunState): void {
    this.isRunning = status === 'running';
    const place = [branch, cursor.step, cursor.op].join();
    if (place === this.place && this.isRunning) return;
    if (place !== this.place) this.isStale = true;
    this.place = place;
    this.go();
  }

  /** Something else than where training stands has changed what the answer is. */
  outdate(): void {
    this.isStale = true;
    this.due = 0;
    this.go();
  }

  private go(): void {
    if (!this.isSeen || !this.isStale || this.isAsking) return;
    window.clearTimeout(this.timer);
    const wait = this.isRunning ? this.due - performance.now() : 0;
    if (wait > 0) {
      this.timer = window.setTimeout(() => {
        this.go();
      }, wait);
    } else void this.refresh();
  }

  private async refresh(): Promise<void> {
    this.isStale = false;
    this.isRefused = false;
    this.isAsking = true;
    const start = performance.now();
    try {
      await this.ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.isRefused = true;
      this.refused(error.message);
    } finally {
      this.isAsking = false;
      this.due = performance.now() + Math.max(pauseMilliseconds, patience * (performance.now() - start));
    }
    // What is refused is not asked again before the host has something to tell, as that the run goes on.
    if (this.isRefused) this.isStale = true;
    else this.go();
  }
}
