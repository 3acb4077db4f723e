/** @file A browser's `Worker` for tests under Node: the same words, on a thread of Node's. */

import { resolveObjectURL } from 'node:buffer';
import { Worker as Thread } from 'node:worker_threads';

/** What a script finds in a browser's worker. Like there, an error is told and does not end it. */
const scope = `
  const { parentPort } = require('node:worker_threads');
  globalThis.self = {
    postMessage: (data, { transfer } = {}) => parentPort.postMessage({ data }, transfer),
    addEventListener: (type, listener) => parentPort.on(type, (data) => listener({ data })),
  };
  const tell = (error) => parentPort.postMessage({ error: String(error) });
  process.on('uncaughtException', tell);
  parentPort.once('message', (script) => {
    try {
      (0, eval)(script);
    } catch (error) {
      tell(error);
    }
  });
`;

export class BrowserWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  private readonly thread = new Thread(scope, { eval: true });

  constructor(url: string) {
    this.thread.on('message', (told: { data: unknown } | { error: string }) => {
      if ('error' in told) this.onerror?.({ message: told.error });
      else this.onmessage?.(told);
    });
    void resolveObjectURL(url)
      ?.text()
      .then((script) => {
        this.thread.postMessage(script);
      });
  }

  postMessage(message: unknown): void {
    this.thread.postMessage(message);
  }

  terminate(): void {
    void this.thread.terminate();
  }
}
