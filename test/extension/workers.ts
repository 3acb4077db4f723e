/** @file Engines for tests, and worker scripts: the real one, bundled as for the extension, and some that can be made to die. */

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { assemblyScript, compile } from '../../extension/assemblyscript.mjs';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { startNodeWorker } from '../../extension/node/worker.ts';
import {
  startEngine,
  startHere as serveHere,
  type EngineLine,
  type StartEngine,
} from '../../extension/session/engineLine.ts';
import { EngineServer } from '../../extension/session/engineServer.ts';

const session = join(dirname(fileURLToPath(import.meta.url)), '../../extension/session');

async function bundle(contents: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'backprop-lens-')), 'worker.cjs');
  await build({
    stdin: { contents, resolveDir: session, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    external: ['node:worker_threads'],
    plugins: [assemblyScript],
  });
  return outfile;
}

let vectors: Promise<Backend> | undefined;

/** The backend that the worker uses. */
export function simd(): Promise<Backend> {
  vectors ??= compile(join(session, '../../engine/kernels/assembly/index.ts')).then(simdBackend);
  return vectors;
}

let real: Promise<string> | undefined;

/** Path of the bundled worker. */
export function workerScript(): Promise<string> {
  return (real ??= bundle(`import './worker.ts';`));
}

/** The bundled worker itself. */
export async function readWorkerScript(): Promise<string> {
  return readFile(await workerScript(), 'utf8');
}

/** An engine on this thread. */
export function startHere(backend: Backend): EngineLine {
  return serveHere((port) => new EngineServer(port, backend));
}

/** Starts a script as the extension does under Node. */
export function nodeWorker(script: () => Promise<string>): StartEngine {
  return async () => startNodeWorker(await script());
}

/** As on a machine that has a processor for a second thread. */
export function sharingWorkerScript(): Promise<string> {
  return bundle(`
    process.getBuiltinModule('node:os').availableParallelism = () => 4;
    require('./worker.ts');
  `);
}

/** Starts it in a worker, or fails. */
export const inWorker = (script: () => Promise<string>) => () =>
  startEngine(
    nodeWorker(script),
    () => assert.fail('the worker runs'),
    (message) => assert.fail(message),
  );

/** Both ways in which an engine can run, by their names. */
export const engines: Readonly<Record<string, StartEngine>> = {
  'in a worker': inWorker(workerScript),
  'on this thread': () =>
    startEngine(
      () => Promise.reject(new Error('no worker')),
      readWorkerScript,
      () => undefined,
    ),
};

/** One whose process ends the moment it is asked for a histogram. */
export function mortalWorkerScript(): Promise<string> {
  return bundle(`
    process.getBuiltinModule('node:worker_threads').parentPort.on('message', ({ request }) => {
      if (request === 'histogram') process.exit(7);
    });
    require('./worker.ts');
  `);
}

/** One that fails before it listens. */
export function stillbornWorkerScript(): Promise<string> {
  return bundle(`throw new Error('no engine here');`);
}
