/** @file Starting the worker's script where there is Node. */

import { Worker } from 'node:worker_threads';
import type { EngineLine } from '../session/engineLine.ts';

/**
 * Resolves when the script in the worker listens.
 * @param script path of the bundled `session/worker.ts`
 */
export async function startNodeWorker(script: string): Promise<EngineLine> {
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
