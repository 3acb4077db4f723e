/** @file The engine in a browser's worker, as the web extension host starts it. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startEngine } from '../../extension/session/engineLine.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { startWebWorker } from '../../extension/web/worker.ts';
import { BrowserWorker } from './browserWorker.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { readWorkerScript, stillbornWorkerScript, workerScript } from './workers.ts';

describe("A browser's worker", () => {
  const node = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  before(() => {
    Object.defineProperty(globalThis, 'Worker', { value: BrowserWorker, configurable: true });
  });
  after(() => {
    if (node) Object.defineProperty(globalThis, 'Worker', node);
    else Reflect.deleteProperty(globalThis, 'Worker');
  });

  let session: TrainingSession;
  const warnings: string[] = [];
  afterEach(() => {
    session.dispose();
    warnings.length = 0;
  });

  function sessionOn(script: Uint8Array<ArrayBuffer>): TrainingSession {
    session = new TrainingSession(
      () =>
        startEngine(
          () => startWebWorker(script),
          readWorkerScript,
          (message) => warnings.push(message),
        ),
      ({ template, args }) => [template, ...args].join('|'),
      () => 1e6,
    );
    return session;
  }

  const bytes = async (script: string) => new Uint8Array(await readFile(script));

  it('runs the whole of a training', async () => {
    const { onDidChangeState } = sessionOn(await bytes(await workerScript()));
    const finished = until(onDidChangeState, ({ status }) => status === 'finished');
    await session.start(tinyModel, tinyDataset);
    await finished;
    assert.equal(session.epochs.length, 2);
    assert.deepEqual(warnings, []);
  });

  it('fails the run when it breaks down, though it would live on', async () => {
    const script = new TextDecoder().decode(await bytes(await workerScript()));
    const mortal = `self.addEventListener('message', ({ data }) => {
      if (data.request === 'histogram') throw new Error('no memory left');
    });`;
    const { onDidChangeState } = sessionOn(new TextEncoder().encode(mortal + script));
    await session.start(endlessModel, tinyDataset);
    const failed = until(onDidChangeState, ({ status }) => status === 'failed');
    void session.histogram('W1', 4).catch(() => undefined);
    assert.match((await failed).failure ?? '', /The engine stopped unexpectedly.*no memory left/);
  });

  it('leaves the training to this thread when its script fails as it loads', async () => {
    const { onDidChangeState } = sessionOn(await bytes(await stillbornWorkerScript()));
    const finished = until(onDidChangeState, ({ status }) => status === 'finished');
    await session.start(tinyModel, tinyDataset);
    await finished;
    assert.match(warnings.join(), /own thread.*no engine here/);
  });
});
