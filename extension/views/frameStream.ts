/** @file Frames on their way to one webview: when one is made, when it is sent, and when none is. */

import type { Frame, Watch } from '../../engine/frame.ts';
import { isSame } from '../../engine/timeline.ts';
import type { Cursor } from '../../engine/trainer.ts';
import { Packer, type Parcel } from '../../webview/drawing/parcel.ts';

/** A webview so many frames behind is not looking: it gets the newest one when it answers again. */
export const patience = 32;

/** Makes the frame of the watched tensors at the cursor at which the request arrives. */
export type MakeFrame = (watches: readonly Watch[]) => Promise<Frame>;

/** Sends a frame; the webview acknowledges it by its sequence number. */
export type SendFrame = (sequence: number, frame: Parcel) => void;

/**
 * One frame is in flight at a time. While training runs the latest wins: the next is made when the one before is drawn and
 * the cursor has moved on. Of a step by hand each gets its own frame, which waits its turn. Nothing is made while the
 * webview is hidden. There is no timer in it: the pace is that of `moved`, or the webview's if that is slower.
 */
export class FrameStream {
  private watches: readonly Watch[] = [];
  private shown = false;
  /** Frames asked for that have not come yet. */
  private asked = 0;
  private queue: Frame[] = [];
  private inFlight: number | null = null;
  private sequence = 0;
  /** Where training has got to since a frame was last asked for. */
  private ahead: Cursor | null = null;
  private rewatched = false;
  private latest: Frame | null = null;
  /** Knows what the webview has. */
  private readonly packer = new Packer();
  /** Grows when all that is on the way becomes void. */
  private generation = 0;

  constructor(
    private readonly make: MakeFrame,
    private readonly send: SendFrame,
  ) {}

  /** The webview is there and shows nothing yet. It will say what it wants to watch. */
  show(): void {
    this.hide();
    this.shown = true;
  }

  /** The webview is gone or out of sight. */
  hide(): void {
    this.generation++;
    this.shown = false;
    this.watches = [];
    this.asked = 0;
    this.queue = [];
    this.inFlight = null;
    this.ahead = null;
    this.rewatched = false;
    this.packer.clear();
  }

  /** Another run begins: frames of the one before are void. */
  reset(): void {
    this.latest = null;
    if (this.shown) this.show();
  }

  /** @param fine tensors of which numbers are told apart that are small beside their neighbours */
  watch(watches: readonly Watch[], fine: readonly string[]): void {
    this.watches = watches;
    this.packer.fine = new Set(fine);
    this.rewatched = true;
    this.proceed();
  }

  /** The cursor has moved, or may have. */
  moved(cursor: Cursor): void {
    if (this.latest && isSame(this.latest.cursor, cursor)) return;
    this.ahead = cursor;
    this.proceed();
  }

  /** A step by hand has just been asked for, so that the next frame asked for is the one that it makes. */
  stepped(): void {
    if (this.watching()) this.ask();
  }

  /** @returns whether it was the frame that was waited for, and no void one */
  acknowledge(sequence: number): boolean {
    if (sequence !== this.inFlight) return false;
    this.inFlight = null;
    this.proceed();
    return true;
  }

  /** Whether a frame that has been asked for will be sent as soon as it is made. */
  get expecting(): boolean {
    return this.asked === 1 && this.queue.length === 0 && this.inFlight === null;
  }

  private watching(): boolean {
    return this.shown && this.watches.length > 0;
  }

  private proceed(): void {
    if (this.inFlight !== null) return;
    const frame = this.queue.shift();
    if (frame) {
      this.inFlight = ++this.sequence;
      this.send(this.inFlight, this.packer.pack(frame));
    } else if (this.watching() && this.asked === 0 && (this.ahead ?? this.rewatched)) {
      this.ask();
    }
  }

  private ask(): void {
    const { generation } = this;
    this.asked++;
    this.ahead = null;
    this.rewatched = false;
    this.make(this.watches).then(
      (frame) => {
        if (generation === this.generation) this.take(frame);
      },
      () => {
        if (generation === this.generation) this.missed();
      },
    );
  }

  private take(frame: Frame): void {
    this.asked--;
    this.latest = frame;
    if (this.ahead && isSame(this.ahead, frame.cursor)) this.ahead = null;
    if (this.queue.length === patience) this.queue = [];
    this.queue.push(frame);
    this.proceed();
  }

  /** No frame can be had, and the session has told why. A webview that came later is shown the last there was. */
  private missed(): void {
    this.asked--;
    if (this.latest && this.inFlight === null && this.queue.length === 0) this.queue.push(this.latest);
    this.proceed();
  }
}
