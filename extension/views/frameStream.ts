/** @file Frames on their way to one webview: when one is made, when it is sent, and when none is. */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { Watch } from '../../engine/frame.ts';
import { Copies, type Parcel } from '../../webview/drawing/parcel.ts';
import type { Ahead } from '../../webview/protocol.ts';

/** A webview so many frames behind is not looking: those that wait are left out. */
export const patience = 32;

/** What a frame is to show. */
interface View {
  readonly watches: readonly Watch[];
  /** Tensors of which numbers are told apart that are small beside their neighbours. */
  readonly fine: readonly string[];
}

/** And what the webview has of it already. */
interface Wish extends View {
  /** Whether the webview may lack some of the frames before. */
  readonly anew: boolean;
}

/** Makes the frame of the watched tensors at the cursor at which the request arrives. */
export type MakeFrame = (wish: Wish) => Promise<Parcel>;

/** Makes what will probably be asked for next, of where one comes who goes on from a cursor; `null` if none is to be made. */
export type MakeAhead = (view: View, now: Cursor) => Promise<Ahead | null>;

/** Sends a frame; the webview acknowledges it by its sequence number. */
export type SendFrame = (sequence: number, frame: Parcel) => void;

/**
 * One frame is in flight at a time. While training runs the latest wins: the next is made when the one before is drawn and
 * the cursor has moved on. Of a step by hand each gets its own frame, which waits its turn. Nothing is made while the
 * webview is hidden. There is no timer in it: the pace is that of `moved`, or the webview's if that is slower.
 *
 * A person who steps waits longest for the bytes of a frame on their way. When all is drawn, those of the next go ahead of it.
 */
export class FrameStream {
  private watches: readonly Watch[] = [];
  private fine: readonly string[] = [];
  private shown = false;
  /** Frames asked for that have not come yet. */
  private asked = 0;
  private queue: Parcel[] = [];
  private inFlight: number | null = null;
  private sequence = 0;
  /** Where training has got to since a frame was last asked for. */
  private reached: Cursor | null = null;
  /** Whether the webview is to be shown where training stands in any case. */
  private outdated = false;
  /** Of all that has come. */
  private copies = new Copies();
  /** Whether of the frames that were asked for some do not reach the webview. */
  private anew = true;
  /** Grows when all that is on the way becomes void. */
  private generation = 0;

  constructor(
    private readonly make: MakeFrame,
    private readonly send: SendFrame,
    private readonly makeAhead: MakeAhead,
    private readonly sendAhead: (ahead: Ahead) => void,
    /** Told when the webview is no longer behind. */
    private readonly caughtUp: () => void,
  ) {}

  /** The webview is there and shows nothing yet. It will say what it wants to watch. */
  show(): void {
    this.hide();
    this.shown = true;
  }

  /** The webview is gone or out of sight. */
  hide(): void {
    this.shown = false;
    this.forget();
    this.caughtUp();
  }

  /** Another run begins: frames of the one before are void. */
  reset(): void {
    this.copies = new Copies();
    this.forget();
  }

  /** What the webview shows from now on; see `Wish`. */
  watch(watches: readonly Watch[], fine: readonly string[]): void {
    // Out of sight, it may never draw what is on its way.
    if (watches.length === 0) this.forget();
    this.watches = watches;
    this.fine = fine;
    this.outdated = true;
    this.proceed();
  }

  /** The cursor has moved, or may have. */
  moved(cursor: Cursor): void {
    if (this.isAt(cursor)) return;
    this.reached = cursor;
    this.proceed();
  }

  /** A step or a change by hand has just been asked for, so that the next frame asked for is the one that it makes. */
  stepped(): void {
    if (this.watching()) this.ask();
  }

  /** @returns whether it was the frame that was waited for, and no void one */
  acknowledge(sequence: number): boolean {
    if (sequence !== this.inFlight) return false;
    this.inFlight = null;
    this.proceed();
    if (!this.isBehind) this.lookAhead();
    return true;
  }

  /** Whether a frame that has been asked for will be sent as soon as it is made. */
  get expecting(): boolean {
    return this.asked === 1 && this.queue.length === 0 && this.inFlight === null;
  }

  /** Whether a frame is being made, waits, or is not drawn yet. */
  get isBehind(): boolean {
    return this.asked > 0 || this.queue.length > 0 || this.inFlight !== null;
  }

  private forget(): void {
    this.giveUp();
    this.watches = [];
    this.queue = [];
    this.inFlight = null;
    this.reached = null;
    this.outdated = false;
  }

  /** Whatever has been asked for does not reach the webview. */
  private giveUp(): void {
    this.generation++;
    this.asked = 0;
    this.anew = true;
  }

  private watching(): boolean {
    return this.shown && this.watches.length > 0;
  }

  private proceed(): void {
    if (this.inFlight !== null) return;
    const frame = this.queue.shift();
    if (frame) {
      this.inFlight = ++this.sequence;
      this.send(this.inFlight, frame);
    } else if (this.watching() && this.asked === 0 && (this.reached ?? this.outdated)) {
      this.ask();
    } else if (!this.isBehind) this.caughtUp();
  }

  private ask(): void {
    const { generation, watches, fine, anew } = this;
    this.asked++;
    this.reached = null;
    this.outdated = false;
    this.anew = false;
    this.make({ watches, fine, anew }).then(
      (frame) => {
        if (generation === this.generation) this.take(frame);
      },
      () => {
        if (generation === this.generation) this.missed();
      },
    );
  }

  private lookAhead(): void {
    const { generation, watches, fine } = this;
    const now = this.copies.last?.cursor;
    if (!this.watching() || this.anew || !now) return;
    this.makeAhead({ watches, fine }, now).then(
      (ahead) => {
        if (generation !== this.generation || !ahead) return;
        this.copies.add(ahead.frame, true);
        this.sendAhead(ahead);
      },
      // Whoever goes on hears why that cannot be.
      () => undefined,
    );
  }

  private take(frame: Parcel): void {
    this.asked--;
    this.copies.add(frame);
    if (this.reached && isSame(this.reached, frame.cursor)) this.reached = null;
    this.queue.push(frame);
    if (this.queue.length > patience) this.skip();
    this.proceed();
  }

  /** Leaves out all that waits. */
  private skip(): void {
    this.giveUp();
    this.queue = [];
    this.outdated = true;
  }

  private isAt(cursor: Cursor): boolean {
    const { last } = this.copies;
    return last !== null && isSame(last.cursor, cursor);
  }

  /** No frame can be had, and the session has told why. A webview that came later is shown the last there was. */
  private missed(): void {
    // Those asked for since are what has changed since one that does not come.
    if (this.asked > 1) this.outdated = true;
    this.giveUp();
    const { whole } = this.copies;
    if (whole && this.inFlight === null && this.queue.length === 0) this.queue.push(whole);
    this.proceed();
  }
}
