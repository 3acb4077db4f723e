/**
 * @file Two threads for one kernel: both work in the one memory, each makes its part of the output. Which part is whose changes no
 * bit of it, since each cell is computed as it would be alone.
 *
 * The second thread takes what is offered if it is there in time; else the first does that too. So nobody has to wait until a
 * thread has started or woken up. Taken off its processor in the middle of its part, it is waited for: where that happens, others want
 * the processor, and the first thread goes on alone for a while.
 */

/** What a second thread needs to begin. Can be posted to a worker. */
export interface SharedWork {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
}

/** A kernel as both threads call it: numbers and addresses alone. */
export type Kernel = (...args: number[]) => void;

/** States of an offer. */
const IDLE = 0;
const OFFERED = 1;
const TAKEN = 2;
const DONE = 3;
const CLOSED = 4;

/** Places in the control block, each in a cache line of its own. */
const STATE = 0;
const ASLEEP = 16;
const KERNEL = 32;
const ARGUMENTS = 48;
const MOST_ARGUMENTS = 11;

/** How often is looked before a thread sleeps: about a tenth of a millisecond, longer than from one large kernel to the next. */
const PATIENCE = 100_000;

/** Milliseconds that the second thread may need more than twice what the first needs for as large a part. */
const GRACE = 0.1;

/** How many kernels the first thread then does alone: twice as many each time, up to half a second of the default network. */
const ALONE = { least: 50, most: 10_000 };

/** Where the two threads meet. */
class Control {
  readonly words: Int32Array;
  readonly args: Float64Array;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, ARGUMENTS);
    this.args = new Float64Array(buffer, ARGUMENTS * 4, MOST_ARGUMENTS);
  }

  /** Calls the kernel that is offered. */
  run(kernels: readonly Kernel[]): void {
    const { args } = this;
    kernels[this.words[KERNEL]](
      args[0],
      args[1],
      args[2],
      args[3],
      args[4],
      args[5],
      args[6],
      args[7],
      args[8],
      args[9],
      args[10],
    );
  }
}

export function controlBlock(): SharedArrayBuffer {
  return new SharedArrayBuffer(ARGUMENTS * 4 + MOST_ARGUMENTS * 8);
}

/** The first thread's end. */
export class Sharing {
  private readonly control: Control;
  private offered = 0;
  private alone = 0;
  /** How many it does alone when the second is held up the next time. */
  private rest = ALONE.least;

  /** @param kernels of the first thread's instance */
  constructor(
    buffer: SharedArrayBuffer,
    private readonly kernels: readonly Kernel[],
  ) {
    this.control = new Control(buffer);
  }

  /** To be asked once for each kernel: whether to offer it. */
  get isWelcome(): boolean {
    if (this.alone > 0) this.alone--;
    return this.alone === 0 && this.control.words[STATE] !== CLOSED;
  }

  /** What the kernel that is offered next is to be called with. */
  get args(): Float64Array {
    return this.control.args;
  }

  /**
   * Offers a call to the second thread. The first makes its own part, and then calls `finish`.
   * @param kernel its place in both threads' lists
   */
  offer(kernel: number): void {
    const { words } = this.control;
    words[KERNEL] = kernel;
    this.offered = performance.now();
    Atomics.store(words, STATE, OFFERED);
    if (Atomics.load(words, ASLEEP)) Atomics.notify(words, STATE);
  }

  /** Returns when what was offered is done, by whomever. */
  finish(): void {
    const { words } = this.control;
    if (Atomics.compareExchange(words, STATE, OFFERED, IDLE) === OFFERED) {
      this.control.run(this.kernels);
      return;
    }
    const own = performance.now() - this.offered;
    for (let looks = 0; Atomics.load(words, STATE) !== DONE; looks++) {
      if (looks > PATIENCE) Atomics.wait(words, STATE, TAKEN, 1);
    }
    Atomics.store(words, STATE, IDLE);
    if (performance.now() - this.offered > 2 * own + GRACE) {
      this.alone = this.rest;
      this.rest = Math.min(2 * this.rest, ALONE.most);
    } else this.rest = Math.max(this.rest - 1, ALONE.least);
  }

  /** Lets the second thread go. */
  close(): void {
    Atomics.store(this.control.words, STATE, CLOSED);
    Atomics.notify(this.control.words, STATE);
  }
}

/**
 * The second thread's end: does what is offered until the first lets it go. Blocks its thread.
 * @param kernels of the second thread's instance, in the order of the first's
 */
export function help(buffer: SharedArrayBuffer, kernels: readonly Kernel[]): void {
  const control = new Control(buffer);
  const { words } = control;
  for (let looks = 0; ; looks++) {
    const state = Atomics.load(words, STATE);
    if (state === CLOSED) return;
    if (state === OFFERED && Atomics.compareExchange(words, STATE, OFFERED, TAKEN) === OFFERED) {
      control.run(kernels);
      Atomics.store(words, STATE, DONE);
      looks = 0;
    } else if (looks > PATIENCE) {
      Atomics.store(words, ASLEEP, 1);
      Atomics.wait(words, STATE, state);
      Atomics.store(words, ASLEEP, 0);
      looks = 0;
    }
  }
}
