/** @file The worker's script where there is no Node: in a browser's worker. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import type { FromWorker, ToWorker } from '../../extension/session/messages.ts';
import { tinyDataset, tinyModel } from './tiny.ts';
import { workerScript } from './workers.ts';

describe("the worker's script", () => {
  it('serves a browser worker with the same code, and without anything of Node', async () => {
    const script = await readFile(await workerScript(), 'utf8');
    const sent: FromWorker[] = [];
    const listeners: ((event: { data: ToWorker }) => void)[] = [];
    let finish: () => void;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const self = {
      postMessage: (message: FromWorker) => {
        sent.push(message);
        if (message.type === 'finished') finish();
      },
      addEventListener: (_: 'message', listener: (event: { data: ToWorker }) => void) => {
        listeners.push(listener);
      },
    };
    runInContext(script, createContext({ self, performance, MessageChannel, atob }));
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['ready'],
    );
    const tell = (data: ToWorker) => {
      for (const listener of listeners) listener({ data });
    };
    tell({
      id: 1,
      request: 'open',
      params: { model: tinyModel, dataset: tinyDataset, historyBytes: 1e6, thresholds: {}, saved: null },
    });
    tell({ id: 2, request: 'play', params: { until: null } });
    await finished;
    assert.deepEqual(
      sent.filter(({ type }) => type === 'refusal'),
      [],
    );
    assert.equal(sent.filter(({ type }) => type === 'epoch').length, 2);
  });
});
