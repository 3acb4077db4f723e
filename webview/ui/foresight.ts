/**
 * @file Shows a person who does the same again, or takes it back, what that leads to before the host has told it: the way from a
 * key to the host and back is longer than that to the pixels.
 */

import { isSame } from '../../engine/cursor.ts';
import type { Host } from '../host.ts';
import { isAtRest, type FromWebview, type RunState } from '../protocol.ts';
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

/** Without news for so long, what was done has led nowhere: far longer than to a host that is far away, and back. */
const patienceMilliseconds = 500;

/** The host has the last word: where it tells something else than what is shown already, that takes its place. */
export class Foresight {
  private readonly acts = new Acts((effect) => {
    this.showEarly(effect === 'again' ? this.ahead : this.past);
  });
  /** What the host has told last. */
  private state: RunState | null = null;
  private frame: DrawableFrame | null = null;
  /** Both of when the frame came, where they were of one cursor and training has moved at most once since. */
  private present: Showing | null = null;
  /** What comes next if a person does the same again. */
  private ahead: Showing | null = null;
  /** What the present was before; `null` where more has changed since than the cursor. */
  private past: Showing | null = null;
  private early: Early | null = null;
  private timer: number | undefined;

  constructor(
    private readonly host: Host,
    private readonly showState: (state: RunState) => void,
    private readonly draw: (frame: DrawableFrame) => void,
  ) {
    host.onSend = (message) => {
      this.hear(message);
    };
  }

  /** For a new run. */
  clear(): void {
    this.end();
    this.acts.forget();
    this.state = null;
    this.frame = null;
    this.ahead = null;
    this.present = null;
    this.past = null;
  }

  foresee(ahead: Showing): void {
    this.ahead = ahead;
  }

  /** @returns whether it is to be shown: it is not what is shown already */
  tellState(state: RunState): boolean {
    const { early, present, state: before } = this;
    const isMoving = before !== null && !isSame(before.cursor, state.cursor);
    // No frame has come of the move before.
    if (isMoving && present && !isSame(present.state.cursor, before.cursor)) this.present = null;
    this.state = state;
    this.ahead = null;
    // What training does by itself, nobody has done; and of a run that has ended, nothing is shown but that.
    if (!isAtRest(state.status)) this.acts.forget();
    if (!early || early.isTold) return true;
    if (JSON.stringify(state) === JSON.stringify(early.state)) {
      early.isTold = true;
      this.release();
    } else this.takeBack();
    return false;
  }

  /** @returns whether it is to be drawn: it is not what is drawn already */
  tellFrame(frame: DrawableFrame): boolean {
    const { early, state, past } = this;
    const before = this.frame?.cursor ?? frame.cursor;
    const isElsewhere = !isSame(before, frame.cursor);
    const isBack = past !== null && isSame(past.frame.cursor, frame.cursor);
    if (isElsewhere) this.acts.haveLed(before, frame.cursor, isBack);
    this.past = isElsewhere ? this.present : null;
    this.present = state && isSame(state.cursor, frame.cursor) ? { state, frame } : null;
    this.frame = frame;
    this.ahead = null;
    if (!early) return true;
    // It was on its way before; of what is shown, nothing has been told yet.
    if (!early.isTold && !isElsewhere) return false;
    this.end();
    if (!early.isTold && state) this.showState(state);
    return !(early.isDrawn && hasSamePictures(early.frame, frame));
  }

  private hear(message: FromWebview): void {
    const from = (this.early?.state ?? this.state)?.cursor;
    if (message.type === 'command') this.acts.take(message.command);
    else if (message.type === 'seek' && from)
      this.acts.take(JSON.stringify([message.step - from.step, message.op - from.op]));
  }

  private showEarly(showing: Showing | null): void {
    const { state, frame } = this;
    if (!showing || this.early || !state || !frame || !isSame(state.cursor, frame.cursor)) return;
    // At the end of a run more is told than how it is there.
    if (showing.state.branch !== state.branch || showing.state.status !== 'paused') return;
    const early: Early = { ...showing, isDrawn: false, isTold: false };
    this.early = early;
    this.ahead = null;
    // They would be answered of where training still stands.
    this.host.holdRequests();
    this.timer = window.setTimeout(() => {
      // What was done does something else by now.
      this.acts.forget();
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
    const { state, frame } = this;
    this.end();
    if (state) this.showState(state);
    drawNext(() => {
      if (frame && frame === this.frame && !this.early) this.draw(frame);
    });
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
