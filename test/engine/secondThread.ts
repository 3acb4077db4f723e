/** @file A second thread for kernels under test: helps with what it is sent, as the extension's does. */

import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { SecondThread } from '../../engine/kernels/simd.ts';

const engine = fileURLToPath(new URL('../../engine', import.meta.url));

/** Starts it. It ends with the process. `begins` is when it goes to what it has been sent. */
export async function secondThread(): Promise<SecondThread & { begins: () => Promise<unknown> }> {
  const worker = await startWorker(`
    import { helpWith } from './kernels/simd.ts';
    parentPort.on('message', (work) => {
      parentPort.postMessage('begins');
      helpWith(work);
    });`);
  return {
    paysFrom: 0,
    send: (work) => {
      worker.postMessage(work);
    },
    begins: () => once(worker, 'message'),
  };
}

/** @param script in which `parentPort` is known; what it imports is looked for in the engine */
export async function startWorker(script: string): Promise<Worker> {
  const contents = `import { parentPort } from 'node:worker_threads';${script}`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: engine, loader: 'ts' },
    bundle: true,
    platform: 'node',
    write: false,
  });
  const worker = new Worker(outputFiles[0].text, { eval: true });
  worker.unref();
  return worker;
}
