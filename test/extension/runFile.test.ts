/** @file A run on disk: comes back to the last bit, or is refused. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fs from 'node:fs/promises';
import fc from 'fast-check';
import { Trainer, type ModelSpec } from '../../engine/index.ts';
import { Timeline } from '../../engine/timeline.ts';
import { decodeRun, encodeRun, RunFileError, type SavedRun } from '../../extension/session/runFile.ts';
import { NodeDisk } from '../../extension/node/disk.ts';
import { RunStore } from '../../extension/session/runStore.ts';
import { pack, unpack } from '../../extension/session/savedTimeline.ts';
import { tinyDataset, tinyModel } from './tiny.ts';

const layer = {
  weightGradient: 1,
  biasGradient: 0,
  weight: 3,
  bias: -0,
  weightUpdate: Infinity,
  biasUpdate: 1e-300,
};

const origin = { tensor: 'a1', at: { step: 2, op: 1 } };

/** A run of three steps, with a second branch of one step more. */
function savedRun(changes: Partial<SavedRun> = {}, model: ModelSpec = tinyModel): SavedRun {
  const timeline = new Timeline(new Trainer(model, tinyDataset), 1e6);
  for (let i = 0; i < 3; i++) timeline.nextStep();
  timeline.seek({ step: 2, op: 4 });
  timeline.edit({ name: 'W1', index: [1, 1], value: -0 });
  timeline.edit({ name: 'learning_rate', index: [], value: NaN });
  timeline.nextStep();
  return {
    model,
    dataset: { name: 'tiny', builtIn: true, train: 36, test: 230 },
    backend: 'WebAssembly SIMD',
    playing: true,
    epoch: 1,
    loss: NaN,
    accuracy: null,
    records: [
      {
        losses: Float32Array.of(1, 2, Infinity),
        measurements: [{ step: 2, learningRate: 0.1, layers: [layer, { ...layer, weight: NaN }] }],
        epochs: [
          { epoch: 1, loss: NaN, accuracy: 0, testLoss: 3, testAccuracy: 1, seconds: 2, mistake: null },
        ],
      },
      { losses: Float32Array.of(NaN), measurements: [], epochs: [] },
    ],
    engine: {
      ...pack(timeline.save(1e6)),
      evaluating: true,
      epochSeconds: 0.25,
      health: [
        { rule: 'nonFinite', tensor: 'Loss', branch: 0, step: 1, reading: { value: 0, details: [] } },
        {
          rule: 'lossDiverging',
          tensor: 'Loss',
          branch: 0,
          step: 2,
          reading: { value: NaN, details: [Infinity] },
        },
        { rule: 'nonFinite', tensor: 'Loss', branch: 1, step: 3, reading: { value: 2, details: [], origin } },
      ],
      fingerprint: 4294967295,
    },
    ...changes,
  };
}

async function fileOf(run: SavedRun): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(Buffer.concat(await encodeRun(run)));
}

describe('A run in a file', () => {
  it('comes back as it was, whatever its numbers are', async () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const run = savedRun({}, { ...tinyModel, dtype });
      const back = await decodeRun(await fileOf(run));
      assert.deepEqual(back, run);
      assert.deepEqual(unpack(back.engine, dtype), unpack(run.engine, dtype));
    }
  });

  it('comes back from a file that does not say with which backend it was computed', async () => {
    const old = savedRun();
    Reflect.deleteProperty(old, 'backend');
    assert.deepEqual(await decodeRun(await fileOf(old)), { ...savedRun(), backend: null });
  });

  it('comes back without measurements from a file of before there were any', async () => {
    const run = savedRun();
    const old = savedRun();
    for (const record of old.records) Reflect.deleteProperty(record, 'measurements');
    const records = run.records.map((record) => ({ ...record, measurements: [] }));
    assert.deepEqual(await decodeRun(await fileOf(old)), { ...run, records });
  });

  it('is refused wherever it is cut short', async () => {
    const file = await fileOf(savedRun());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1 }), async (length) => {
        await assert.rejects(decodeRun(file.slice(0, length)), RunFileError);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused whichever bit of it is wrong', async () => {
    const file = await fileOf(savedRun());
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length * 8 - 1), async (bit) => {
        const wrong = file.slice();
        wrong[bit >> 3] ^= 1 << (bit & 7);
        await assert.rejects(decodeRun(wrong), RunFileError);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused if another version wrote it, and that is said', async () => {
    const file = await fileOf(savedRun());
    new DataView(file.buffer).setUint32(8, 7, true);
    await assert.rejects(decodeRun(file), /another version .*format 7, here 1/);
  });

  it('is refused if its parts do not belong together, however well it was written', async () => {
    const run = savedRun();
    const { header, bytes } = run.engine;
    const [first, second] = header.branches;
    const broken: Partial<SavedRun>[] = [
      { records: run.records.slice(1) },
      { engine: { ...run.engine, header: { ...header, branch: 2 } } },
      { engine: { ...run.engine, header: { ...header, branches: [first, { ...second, parent: 1 }] } } },
      { engine: { ...run.engine, header: { ...header, cursor: { step: -1, op: 0 } } } },
      { records: run.records.map((record) => ({ ...record, losses: new Float32Array(2 ** 10) })) },
    ];
    for (const change of broken) {
      await assert.rejects(decodeRun(await fileOf(savedRun(change))), RunFileError);
    }
    assert.throws(() => unpack({ header, bytes: bytes.slice(4) }, 'float32'), /does not fit/);
    const huge = header.checkpoints.map((each) => ({ ...each, numbers: 2 ** 50 }));
    assert.throws(
      () => unpack({ header: { ...header, checkpoints: huge }, bytes }, 'float32'),
      /does not fit/,
    );
  });
});

describe('The store of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'backprop-lens-')), 'storage');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('gives back the run that was written last, and nothing before one was', async () => {
    const store = new RunStore(new NodeDisk(), folder);
    assert.equal(await store.read(), null);
    void store.write(Promise.resolve(savedRun({ epoch: 1 })));
    void store.write(Promise.resolve(savedRun({ epoch: 2 })));
    assert.equal((await store.read())?.epoch, 2);
    assert.equal((await readdir(folder)).length, 1, 'nothing is left beside it');
    assert.deepEqual(await new RunStore(new NodeDisk(), folder).read(), savedRun({ epoch: 2 }));
  });

  it('keeps the run before when one cannot be had or written, and leaves nothing behind', async () => {
    await new RunStore(new NodeDisk(), folder).write(Promise.resolve(savedRun()));
    const full = new RunStore(
      new NodeDisk({
        ...fs,
        rename: () => Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' })),
      }),
      folder,
    );
    await assert.rejects(full.write(Promise.resolve(savedRun({ epoch: 2 }))), (error) => {
      assert.ok(error instanceof RunFileError && error.message.includes('ENOSPC'));
      return true;
    });
    await assert.rejects(full.write(Promise.reject(new Error('no engine'))), /no engine/);
    assert.equal((await full.read())?.epoch, 1);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('removes the run after what is still being written, and is told where it cannot be', async () => {
    const store = new RunStore(new NodeDisk(), folder);
    await store.remove();
    void store.write(Promise.resolve(savedRun()));
    await store.remove();
    assert.equal(await store.read(), null);
    assert.deepEqual(await readdir(folder), []);
    const locked = new NodeDisk({
      ...fs,
      rm: () => Promise.reject(Object.assign(new Error(), { code: 'EPERM' })),
    });
    await assert.rejects(new RunStore(locked, folder).remove(), (error) => {
      assert.ok(error instanceof RunFileError && error.message.includes('EPERM'));
      return true;
    });
  });

  it('says that a file is damaged, and writes over it', async () => {
    const store = new RunStore(new NodeDisk(), folder);
    await store.write(Promise.resolve(savedRun()));
    const [name] = await readdir(folder);
    const path = join(folder, name);
    await writeFile(path, (await readFile(path)).subarray(0, 500));
    await assert.rejects(store.read(), RunFileError);
    await store.write(Promise.resolve(savedRun()));
    assert.notEqual(await store.read(), null);
  });
});
