/** @file When the run is kept without being asked. */

import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { Autosave } from '../../extension/session/autosave.ts';
import type { SavedRun } from '../../extension/session/runFile.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { endlessModel, tinyDataset } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

describe('Autosave', () => {
  let session: TrainingSession;
  let autosave: Autosave;
  let kept: Promise<SavedRun>[];
  let told: unknown[];
  let disk: Error | null;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    [kept, told, disk] = [[], [], null];
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
    const write = async (run: Promise<SavedRun>) => {
      kept.push(run);
      await run;
      if (disk) throw disk;
    };
    autosave = new Autosave(session, { write }, (error) => told.push(error));
  });
  afterEach(() => {
    session.dispose();
    autosave.dispose();
    mock.timers.reset();
  });

  it('keeps the run now and then while it goes on, and not while nothing happens', async () => {
    await session.start(endlessModel, tinyDataset);
    await until(session.onDidChangeState, ({ cursor }) => cursor.step > 3);
    const begun = kept.length;
    mock.timers.tick(15_000);
    assert.equal(kept.length, begun + 1);
    const { playing, engine } = await kept[begun];
    assert.ok(playing && engine.header.cursor.step > 3);
    await session.pause();
    await autosave.settled();
    // What came with the pause is news; after that there is none.
    mock.timers.tick(15_000);
    await autosave.settled();
    const paused = kept.length;
    mock.timers.tick(60_000);
    await autosave.settled();
    mock.timers.tick(60_000);
    assert.equal(kept.length, paused);
  });

  it('keeps where steps by hand have led, once they are over', async () => {
    await session.open(endlessModel, tinyDataset);
    await autosave.settled();
    const begun = kept.length;
    // For longer than a run that plays goes unsaved.
    for (let i = 0; i < 30; i++) {
      mock.timers.tick(999);
      await session.nextOp();
    }
    mock.timers.tick(999);
    assert.equal(kept.length, begun);
    mock.timers.tick(1);
    assert.deepEqual((await kept[begun]).engine.header.cursor, session.state?.cursor);
    assert.equal(kept.length, begun + 1);
  });

  it('keeps what was changed by hand, though one steps on', async () => {
    await session.open(endlessModel, tinyDataset);
    await autosave.settled();
    const begun = kept.length;
    await session.edit({ name: 'W1', index: [0, 0], value: 7 });
    for (let i = 0; i < 30; i++) {
      mock.timers.tick(999);
      await session.nextOp();
    }
    assert.equal(kept.length, begun + 1);
    assert.equal((await kept[begun]).engine.header.branches.length, 2);
  });

  it('leaves alone what has no engine any more', async () => {
    await session.start(endlessModel, tinyDataset);
    session.stop();
    await autosave.settled();
    const stopped = kept.length;
    mock.timers.tick(60_000);
    assert.equal(kept.length, stopped);
    assert.deepEqual(told, []);
  });

  it('keeps it when it is paused, and when it is stopped with what it was doing', async () => {
    await session.start(endlessModel, tinyDataset);
    await session.pause();
    const paused = await kept[kept.length - 1];
    assert.deepEqual([paused.playing, paused.engine.header.cursor], [false, session.state?.cursor]);
    await session.play();
    session.stop();
    assert.equal((await kept[kept.length - 1]).playing, true);
  });

  it('tells once that the run cannot be kept, until it can be again', async () => {
    disk = new Error('full');
    await session.open(endlessModel, tinyDataset);
    for (let i = 0; i < 3; i++) {
      await session.nextStep();
      mock.timers.tick(15_000);
      await autosave.settled();
    }
    assert.deepEqual(told, [disk]);
  });
});
