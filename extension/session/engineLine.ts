/** @file Starting the engine: in a worker, or where none can be had in slices on this thread. */

import type { Backend } from '../../engine/kernels/kernels.ts';
import { EngineServer } from './engineServer.ts';
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
 * @param backend the one that the worker uses, for the second case
 * @param warn is told why there is no worker
 */
export async function startEngine(
  startWorker: StartEngine,
  backend: () => Backend,
  warn: (message: string) => void,
): Promise<EngineLine> {
  try {
    return await startWorker();
  } catch (error) {
    warn(
      `The engine runs on the extension host's own thread, since its worker did not start: ${String(error)}`,
    );
    return startHere(backend());
  }
}

/** The same engine on the caller's thread. It cannot die alone. */
export function startHere(backend: Backend): EngineLine {
  const toEngine = new Pipe<ToWorker>();
  const fromEngine = new Pipe<FromWorker>();
  const server = new EngineServer({ post: fromEngine.post, listen: toEngine.listen }, backend);
  return {
    post: toEngine.post,
    listen: fromEngine.listen,
    onDeath: () => undefined,
    close: () => {
      toEngine.close();
      fromEngine.close();
      server.close();
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
