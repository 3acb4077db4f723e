/** @file Lets the editor go first: the engine's threads take what processor time it leaves, so that it stays as quick as without us. */

/** As `nice` counts: at 10 a thread that wants the processor waits for nearly all others. */
const NICE = 10;

/**
 * Lowers the priority of the thread that calls it. Only Linux has one for each thread and says which this is; elsewhere nothing
 * happens, nor where a thread may not be named.
 */
export function giveWay(): void {
  try {
    // "<process>/task/<thread>"
    const thread = process.getBuiltinModule('node:fs').readlinkSync('/proc/thread-self').split('/').at(-1);
    process.getBuiltinModule('node:os').setPriority(Number(thread), NICE);
  } catch {
    // Then it has the priority of all.
  }
}
