/** @file A long training takes no more memory than a short one. By count, so that an hour need not be waited for. */

import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ImageSet } from '../../engine/index.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

/** Losses are kept, four bytes a step, in room that doubles: from the first of these steps to the last it has one size. */
const looks = [17_000, 24_500, 32_000] as const;
/** Between two looks at all that can be shown. */
const stride = 100;
/** Three epochs, of which the last does not end here. */
const dataset = { ...tinyDataset, train: many(tinyDataset.train, 12_000 * tinyModel.batchSize) };

/** The same images, again and again. */
function many({ count, images, labels, ...size }: ImageSet, times: number): ImageSet {
  return {
    ...size,
    count: times,
    images: Uint8Array.from({ length: (times * images.length) / count }, (_, p) => images[p % images.length]),
    labels: Uint8Array.from({ length: times }, (_, i) => labels[i % count]),
  };
}

// Only a context made after this has it.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of objects and of buffers that something still holds. */
function bytesHeld(): number {
  // What a first collection lets go of may hold more.
  for (let times = 0; times < 3; times++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('A long training', () => {
  it('takes no more memory in the end than after a while', async () => {
    const session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 100_000,
    );
    await session.open({ ...tinyModel, epochs: 3 }, dataset);
    const watches = (session.run?.program.tensors ?? []).map(({ name }) => ({
      tensor: name,
      view: 'tiles' as const,
      maxRows: 8,
      maxColumns: 8,
    }));
    const trainTo = async (end: number) => {
      for (let step = session.state?.cursor.step ?? 0; step < end; step += stride) {
        const there = until(session.onDidStop, () => true);
        await session.play({ step: step + stride, op: 0 });
        await there;
        await session.frame(watches);
        await session.parcel({ viewer: 'panel', watches, fine: [], anew: false });
        await session.statistics();
        await session.cells({ tensor: 'W1', row: 0, column: 0, rows: 16, columns: 5 });
        await session.histogram('W1', 32);
        await session.evaluate(['norm(dW1)']);
        await session.previousOp();
      }
      return bytesHeld();
    };
    const held: number[] = [];
    for (const step of looks) held.push(await trainTo(step));
    session.dispose();
    // What V8 keeps of its own, it keeps at some time or other; what grows does so all the time. Less than an object a step, or a
    // picture a look.
    const grown = Math.min(held[1] - held[0], held[2] - held[1]);
    assert.ok(grown < 100_000, `${grown} bytes more`);
  });
});
