/** @file The worker's script: the engine, served on whatever kind of worker this finds itself in. */

import wasm from '../../engine/kernels/assembly/index.wasm';
import { simdBackend, type SecondThread } from '../../engine/kernels/simd.ts';
import { EngineServer } from './engineServer.ts';
import { giveWay } from './giveWay.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { Port } from './port.ts';
import { helpIfSecond, secondThread } from './secondThread.ts';

/** A `worker_threads` worker. */
function nodePort(): Port<FromWorker, ToWorker> {
  // Asked of the process rather than imported, so that the same script also loads where there is no Node.
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  if (!parentPort) throw new Error('The engine script was started outside a worker.');
  return {
    post: (message, transfer) => {
      parentPort.postMessage(message, transfer);
    },
    listen: (listener) => void parentPort.on('message', listener),
  };
}

/** A browser's `Worker`. */
function webPort(): Port<FromWorker, ToWorker> {
  return {
    post: (message, transfer) => {
      self.postMessage(message, { transfer: [...(transfer ?? [])] });
    },
    listen: (listener) => {
      self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
        listener(data);
      });
    },
  };
}

function serve(port: Port<FromWorker, ToWorker>, second?: SecondThread): void {
  new EngineServer(port, simdBackend(wasm, second));
  port.post({ type: 'ready' });
}

if (typeof self !== 'undefined') serve(webPort());
else {
  giveWay();
  if (!helpIfSecond()) serve(nodePort(), secondThread());
}
