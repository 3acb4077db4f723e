/** @file Starting the engine: in a worker, or where none can be had in slices on this thread. */

import { runScript } from '../scripts.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { Port } from './port.ts';

/** The session's end of the line to one engine. */
export interface EngineLine extends Port<ToWorker, FromWorker> {
  /** `listener` hears, once, that the engine ended without having been closed, and why. */
  onDeath(listener: (reason: string) => void): void;
  /** Ends the engine, whatever it is doing. */
  close(): void;
}

export type StartEngine = () => Promise<EngineLine>;

/**
 * Starts the engine in a worker of its own, else on this thread.
 * @param startWorker as the host does it
 * @param readScript gives the worker's script, for the second case
 * @param warn is told why there is no worker
 */
export async function startEngine(
  startWorker: StartEngine,
  readScript: () => Promise<string>,
  warn: (message: string) => void,
): Promise<EngineLine> {
  try {
    return await startWorker();
  } catch (error) {
    warn(
      `The engine runs on the extension host's own thread, since its worker did not start: ${String(error)}`,
    );
    const script = await readScript();
    return startHere((port) => {
      runScript(script, { self: workerScope(port) });
    });
  }
}

/**
 * An engine on the caller's thread. It cannot die alone.
 * @param serve has an engine listen on its end of the line
 */
export function startHere(serve: (port: Port<FromWorker, ToWorker>) => void): EngineLine {
  const toEngine = new Pipe<ToWorker>();
  const fromEngine = new Pipe<FromWorker>();
  serve({ post: fromEngine.post, listen: toEngine.listen });
  return {
    post: toEngine.post,
    listen: fromEngine.listen,
    onDeath: () => undefined,
    close: () => {
      fromEngine.close();
      toEngine.post({ id: 0, request: 'close', params: null });
    },
  };
}

/** What the worker's script finds in a browser's worker, of as much as it uses. */
function workerScope(port: Port<FromWorker, ToWorker>): object {
  return {
    postMessage: (message: FromWorker) => {
      port.post(message);
    },
    addEventListener: (_: 'message', listener: (event: Pick<MessageEvent<ToWorker>, 'data'>) => void) => {
      port.listen((data) => {
        listener({ data });
      });
    },
  };
}

/** One direction of the line within a thread; as with a real one, nobody is called while they are still posting. */
class Pipe<Message> {
  private listener: ((message: Message) => void) | null = null;

  readonly post = (message: Message): void => {
    queueMicrotask(() => {
      this.listener?.(message);
    });
  };

  readonly listen = (listener: (message: Message) => void): void => {
    this.listener = listener;
  };

  close(): void {
    this.listener = null;
  }
}
