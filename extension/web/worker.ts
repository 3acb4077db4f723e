/** @file Starting the worker's script where there is a browser. */

import type { EngineLine } from '../session/engineLine.ts';
import type { FromWorker } from '../session/messages.ts';

/**
 * Resolves when the script in the worker listens.
 * @param script the bundled `session/worker.ts`: from elsewhere than its own origin, a browser loads no worker
 */
export async function startWebWorker(script: Uint8Array<ArrayBuffer>): Promise<EngineLine> {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  try {
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = (event) => {
        worker.terminate();
        reject(new Error(event.message));
      };
    });
  } finally {
    URL.revokeObjectURL(url);
  }
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    listen: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        listener(data);
      };
    },
    onDeath: (listener) => {
      // Unlike under Node, a worker outlives its errors; what it has left undone would be waited for.
      worker.onerror = (event) => {
        worker.onerror = null;
        worker.terminate();
        listener(event.message);
      };
    },
    close: () => {
      worker.onerror = null;
      worker.terminate();
    },
  };
}
