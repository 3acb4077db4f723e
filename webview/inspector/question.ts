/** @file A question about the chosen cell: closed until a person asks it, and from then on answered for wherever training stands. */

import type { Watch } from '../../engine/frame.ts';
import { Refusal } from '../host.ts';
import { element, setText } from '../ui/dom.ts';
import type { FrameView } from '../ui/frames.ts';
import type { Stage } from '../ui/stage.ts';

/** While training runs, an answer is read, not watched; and finding it takes from training a tenth of the time at the most. */
const refreshMilliseconds = 400;
const patience = 10;

/** What stands under a question, and how the answer comes there. */
export interface Answerer<Answer> {
  readonly element: HTMLElement;
  /** @throws {Refusal} when the host cannot answer; the reason is shown. */
  ask(): Promise<Answer>;
  show(answer: Answer): void;
  /** The answer is out of sight. */
  hide?(): void;
}

export class Question<Answer> implements FrameView {
  readonly element: HTMLDetailsElement;
  private readonly refusal = element('p', { class: 'hint', role: 'status' });
  private timer: number | undefined;
  private asked = 0;
  /** Milliseconds that the last answer took. */
  private took = 0;

  constructor(
    stage: Stage,
    title: string,
    private readonly answerer: Answerer<Answer>,
  ) {
    this.element = element(
      'details',
      { class: 'question' },
      element('summary', {}, title),
      this.refusal,
      answerer.element,
    );
    this.element.addEventListener('toggle', () => {
      if (this.element.open) this.refresh(0);
      else answerer.hide?.();
      stage.frames.watch();
    });
    stage.frames.add(this);
  }

  /** One number is enough to be told of every new position. */
  watches(): readonly Watch[] {
    return this.isAsked ? [{ tensor: 'Loss', view: 'matrix', maxRows: 1, maxColumns: 1 }] : [];
  }

  draw(): void {
    this.refresh(Math.max(refreshMilliseconds, patience * this.took));
  }

  /** Asks again, at once or soon. Closed, it asks nothing. */
  refresh(milliseconds: number): void {
    if (milliseconds === 0) window.clearTimeout(this.timer);
    else if (this.timer !== undefined) return;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      void this.ask();
    }, milliseconds);
  }

  private get isAsked(): boolean {
    return this.element.open && !this.element.hidden && this.element.isConnected;
  }

  private async ask(): Promise<void> {
    if (!this.isAsked) return;
    const asked = ++this.asked;
    const start = performance.now();
    const isLatest = (): boolean => asked === this.asked && this.isAsked;
    try {
      const answer = await this.answerer.ask();
      this.took = performance.now() - start;
      if (!isLatest()) return;
      this.refuse('');
      this.answerer.show(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isLatest()) this.refuse(error.message);
    }
  }

  private refuse(reason: string): void {
    setText(this.refusal, reason);
    this.refusal.hidden = reason === '';
    this.answerer.element.hidden = reason !== '';
  }
}
