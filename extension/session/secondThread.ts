/**
 * @file The engine's second thread, which helps with large kernels: the worker's own script, in a worker of the worker. Only under
 * Node, since a browser gives memory that threads share to few pages.
 */

import { helpWith, type SecondThread } from '../../engine/kernels/simd.ts';
import type { SharedWork } from '../../engine/kernels/threads.ts';

/** By which the script knows that it is the second thread. */
const SECOND = 'second thread';

/** Processors that are left to the editor. With none, training would be slower for it, and the editor too. */
const EDITORS = 1;

/** 128 hidden units gain a third by it; the 50 of the course, which have fewer numbers, a tenth or nothing (`npm run bench -- train`). */
const PAYS_FROM = 1_000_000;

/** Starts it when it gets its first work. Where there are too few processors for it, there is none. */
export function secondThread(): SecondThread | undefined {
  if (process.getBuiltinModule('node:os').availableParallelism() < 2 + EDITORS) return undefined;
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  let worker: InstanceType<typeof Worker> | undefined;
  return {
    paysFrom: PAYS_FROM,
    send(work) {
      if (!worker) {
        worker = new Worker(__filename, { workerData: SECOND });
        // Where it cannot be had, the engine does all of the work.
        worker.on('error', () => undefined);
        worker.unref();
      }
      worker.postMessage(work);
    },
  };
}

/** Does the second thread's work, if this is it. Whether it is. */
export function helpIfSecond(): boolean {
  const threads = process.getBuiltinModule('node:worker_threads');
  if (threads.workerData !== SECOND) return false;
  threads.parentPort?.on('message', (work: SharedWork) => {
    helpWith(work);
  });
  return true;
}
