/**
 * @file Shows a person who does the same again what that leads to before the host has told it, where it was sent ahead: the way
 * from a key to the host and back is longer than that to the pixels.
 */

import { isSame } from '../../engine/cursor.ts';
import type { Host } from '../host.ts';
import type { RunState } from '../protocol.ts';
import { Acts } from './acts.ts';
import { hasSamePictures, type DrawableFrame } from './frames.ts';
import { drawNext } from './redrawing.ts';

/** What a page shows of a run. */
interface Showing {
  readonly state: RunState;
  readonly frame: DrawableFrame;
}

/** What is shown and has not been told as a whole yet. */
interface Early extends Showing {
  /** Whether the pictures are drawn. */
  isDrawn: boolean;
  /** Whether the host has told that training stands there. */
  isTold: boolean;
}

/** Without news for so long, what was done has led nowhere: a key does something else by now. */
const patienceMilliseconds = 1000;

/** The host has the last word: where it tells something else than what is shown already, that takes its place. */
export class Foresight {
  private readonly acts = new Acts(() => {
    this.showNext();
  });
  /** What the host told last. */
  private state: RunState | null = null;
  private frame: DrawableFrame | null = null;
  /** What comes next if a person does the same again. */
  private ahead: Showing | null = null;
  private early: Early | null = null;
  private timer: number | undefined;

  constructor(
    private readonly host: Host,
    private readonly showState: (state: RunState) => void,
    private readonly draw: (frame: DrawableFrame) => void,
  ) {}

  /** For a new run. */
  clear(): void {
    this.end();
    this.acts.forget();
    this.state = null;
    this.frame = null;
    this.ahead = null;
  }

  foresee(ahead: Showing): void {
    this.ahead = ahead;
  }

  /** @returns whether it is to be shown: it is not what is shown already */
  tellState(state: RunState): boolean {
    const { early } = this;
    this.state = state;
    this.ahead = null;
    // What training does by itself, nobody has done on the page.
    if (state.status === 'running') this.acts.forget();
    if (!early || early.isTold) return true;
    if (JSON.stringify(state) === JSON.stringify(early.state)) {
      early.isTold = true;
      this.release();
    } else this.takeBack();
    return false;
  }

  /** @returns whether it is to be drawn: it is not what is drawn already */
  tellFrame(frame: DrawableFrame): boolean {
    const { early } = this;
    if (this.frame && !isSame(this.frame.cursor, frame.cursor)) this.acts.haveLed();
    this.frame = frame;
    this.ahead = null;
    this.end();
    if (!early) return true;
    if (!early.isTold && this.state) this.showState(this.state);
    return !(early.isDrawn && hasSamePictures(early.frame, frame));
  }

  private showNext(): void {
    const { ahead } = this;
    if (!ahead || this.early) return;
    const early: Early = { ...ahead, isDrawn: false, isTold: false };
    this.early = early;
    this.ahead = null;
    // They would be answered of where training still stands.
    this.host.holdRequests();
    this.timer = window.setTimeout(() => {
      this.takeBack();
    }, patienceMilliseconds);
    this.showState(early.state);
    drawNext(() => {
      // Something else may have been told since.
      if (this.early !== early) return;
      early.isDrawn = true;
      this.draw(early.frame);
    });
  }

  /** Shows what was told last in place of what was not. */
  private takeBack(): void {
    this.end();
    if (this.state) this.showState(this.state);
    if (this.frame) this.draw(this.frame);
  }

  private end(): void {
    this.early = null;
    this.release();
  }

  /** There is nothing to wait for any more. */
  private release(): void {
    window.clearTimeout(this.timer);
    this.host.releaseRequests();
  }
}
