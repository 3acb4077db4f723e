/** @file The line between the session and the engine, the same for a worker thread, a web worker and this very thread. */

/** One end of it. Messages arrive in the order in which they were posted. */
export interface Port<Sent, Received> {
  /** Buffers in `transfer` are handed over, not copied, where the other end is another thread. */
  post(message: Sent, transfer?: readonly ArrayBuffer[]): void;
  listen(listener: (message: Received) => void): void;
}
