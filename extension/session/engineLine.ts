/** @file Starting the engine: in a worker, or where none can be had in slices on this thread. */

import { Worker } from 'node:worker_threads';
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
 * @param script path of the bundled `worker.ts`
 * @param backend the one that the script uses, for the second case
 * @param warn is told why there is no worker
 */
export async function startEngine(
  script: string,
  backend: () => Backend,
  warn: (message: string) => void,
): Promise<EngineLine> {
  try {
    return await startWorker(script);
  } catch (error) {
    warn(
      `The engine runs on the extension host's own thread, since its worker did not start: ${String(error)}`,
    );
    return startHere(backend());
  }
}

/** Resolves when the script in the worker listens. */
async function startWorker(script: string): Promise<EngineLine> {
  const worker = new Worker(script);
  let closed = false;
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`exit code ${code}`));
    });
  });
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    listen: (listener) => void worker.on('message', listener),
    onDeath: (listener) => {
      // An error is always followed by the exit; it has the better reason.
      let reason: string | null = null;
      worker.on('error', (error) => {
        reason = String(error);
      });
      worker.on('exit', (code) => {
        if (!closed) listener(reason ?? `exit code ${code}`);
      });
    },
    close: () => {
      closed = true;
      void worker.terminate();
    },
  };
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
