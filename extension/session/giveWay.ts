/** @file Lets the editor go first: the engine's threads take what processor time it leaves, so that it stays as quick as without us. */

/**
 * As `nice` counts. A thread at 5 gets a third of what another gets. At 10 it would be a tenth, and while the extension host
 * collects its garbage on all processors, a step by hand would wait for tens of milliseconds.
 */
const NICE = 5;

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
