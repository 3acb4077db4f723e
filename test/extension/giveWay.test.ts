import assert from 'node:assert/strict';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { startWorker } from '../engine/secondThread.ts';

describe('A thread of the engine', () => {
  it('gives way to the editor, whose threads stay as they are', async function () {
    // Elsewhere a thread has no priority of its own.
    if (process.platform !== 'linux') this.skip();
    const before = getPriority();
    const worker = await startWorker(`
      import { readlinkSync } from 'node:fs';
      import { getPriority } from 'node:os';
      import { giveWay } from '../extension/session/giveWay.ts';
      giveWay();
      parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))));`);
    const [priority] = (await once(worker, 'message')) as [number];
    assert.ok(priority > before);
    assert.equal(getPriority(), before);
  });
});
