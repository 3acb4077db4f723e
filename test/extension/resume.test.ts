/** @file A run that is interrupted, kept on disk and taken up by another session ends as if nothing had happened. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Autosave } from '../../extension/session/autosave.ts';
import { EngineError, SessionError } from '../../extension/session/errors.ts';
import type { SavedRun } from '../../extension/session/runFile.ts';
import { NodeDisk } from '../../extension/node/disk.ts';
import { RunStore } from '../../extension/session/runStore.ts';
import { TrainingSession, type BackendChange } from '../../extension/session/trainingSession.ts';
import type { RunStatus } from '../../webview/protocol.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { engines, simd } from './workers.ts';

/** Long enough to be interrupted in. */
const model = { ...tinyModel, epochs: 12 };

for (const [where, start] of Object.entries(engines)) {
  describe(`A run that is kept, its engine ${where}`, () => {
    let folder: string;
    const opened: (() => Promise<void>)[] = [];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'backprop-lens-'));
    });
    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
      await rm(folder, { recursive: true });
    });

    /** A session as one window of VS Code has it. */
    function openWindow() {
      const session = new TrainingSession(
        start,
        ({ template }) => template,
        () => 1e6,
      );
      const store = new RunStore(new NodeDisk(), folder);
      const autosave = new Autosave(session, store, (error) => {
        throw error;
      });
      opened.push(async () => {
        session.dispose();
        await autosave.settled();
        autosave.dispose();
      });
      return {
        session,
        store,
        /** Reloads the window. */
        async close(): Promise<SavedRun> {
          session.stop();
          await autosave.settled();
          const saved = await store.read();
          assert.ok(saved);
          return saved;
        },
      };
    }

    function becomes(session: TrainingSession, status: RunStatus) {
      return until(session.onDidChangeState, (state) => state.status === status);
    }

    /** Everything that a run has come to. */
    async function outcome(session: TrainingSession) {
      const { state, losses, curves, branches } = session;
      const epochs = session.epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
      const tensors = await session.statistics();
      const weights = await session.cells({ tensor: 'W1', row: 0, column: 0, rows: 16, columns: 5 });
      return {
        cursor: state?.cursor,
        branch: state?.branch,
        epochs,
        losses,
        curves,
        branches,
        tensors,
        weights,
      };
    }

    async function uninterrupted() {
      const { session } = openWindow();
      const finished = becomes(session, 'finished');
      await session.start(model, tinyDataset);
      await finished;
      return outcome(session);
    }

    it('goes on from wherever it was interrupted, and comes to the same', async () => {
      let window = openWindow();
      const progressed = until(window.session.onDidChangeState, ({ cursor }) => cursor.step > 0);
      await window.session.start(model, tinyDataset);
      await progressed;
      for (let windows = 0; windows < 4; windows++) {
        const saved = await window.close();
        window = openWindow();
        await window.session.resume(saved, tinyDataset);
        if (windows === 1) await window.session.pause();
        if (windows === 2) await window.session.nextOp();
      }
      if (window.session.state?.status !== 'finished') {
        const finished = becomes(window.session, 'finished');
        await window.session.play();
        await finished;
      }
      assert.deepEqual(await outcome(window.session), await uninterrupted());
    });

    it('is scored at the end of an epoch even if it was interrupted then', async () => {
      const window = openWindow();
      await window.session.open(model, tinyDataset);
      // The last op of the epoch begins the scoring, which goes on in slices; the window is closed at once.
      for (let step = 0; step < 4; step++) await window.session.nextStep();
      const last = window.session.nextStep();
      const saved = window.close();
      await assert.rejects(last);
      const { session } = openWindow();
      await session.resume(await saved, tinyDataset);
      const finished = becomes(session, 'finished');
      await session.play();
      await finished;
      assert.equal(session.epochs.length, model.epochs);
      assert.deepEqual(await outcome(session), await uninterrupted());
    });

    it('brings its branches and the cursor back, with the numbers that were there', async () => {
      const window = openWindow();
      const finished = becomes(window.session, 'finished');
      await window.session.start(model, tinyDataset);
      await finished;
      await window.session.seek({ step: 12, op: 3 });
      await window.session.edit({ name: 'W1', index: [3, 1], value: NaN });
      await window.session.nextStep();
      await window.session.seek({ step: 12, op: 5 });
      const before = await outcome(window.session);

      const saved = await window.close();
      const { session } = openWindow();
      session.restore(saved, () => Promise.resolve(tinyDataset));
      assert.equal(session.state?.status, 'stopped');
      assert.deepEqual(
        [session.state.cursor, session.losses, session.branches],
        [before.cursor, before.losses, before.branches],
      );
      await assert.rejects(session.nextOp(), SessionError);

      await session.resume(saved, tinyDataset);
      assert.equal(session.state.status, 'paused');
      assert.deepEqual(await outcome(session), before);
      await session.switchBranch(0);
      assert.equal(session.losses.length, model.epochs * 5);
    });

    it('goes on with other kernels than it was computed with, and says so once', async () => {
      const window = openWindow();
      await window.session.open(model, tinyDataset);
      const saved = await window.close();
      const now = (await simd()).name;
      assert.equal(saved.backend, now);

      const next = openWindow();
      const { session } = next;
      const changes: BackendChange[] = [];
      session.onDidChangeBackend((change) => changes.push(change));
      const others = { ...saved, backend: 'other kernels' };
      session.restore(others, () => Promise.resolve(tinyDataset));
      assert.equal(session.run?.backend, 'other kernels');
      await session.resume(others, tinyDataset);
      assert.equal(session.run.backend, now);
      assert.deepEqual(changes, [{ before: 'other kernels', now }]);

      await session.resume(await next.close(), tinyDataset);
      await session.resume({ ...saved, backend: null }, tinyDataset);
      assert.equal(changes.length, 1);
    });

    it('is not taken up on other data, and can be restarted', async () => {
      const window = openWindow();
      await window.session.start(endlessModel, tinyDataset);
      const saved = await window.close();
      const { session } = openWindow();
      const labels = tinyDataset.train.labels.slice();
      labels[7] = (labels[7] + 1) % 10;
      const other = { ...tinyDataset, train: { ...tinyDataset.train, labels } };
      session.restore(saved, () => Promise.resolve(other));
      await assert.rejects(session.resume(saved, other), EngineError);
      assert.equal(session.state?.status, 'stopped');
      await session.restart();
      assert.equal(session.state.status, 'running');
    });

    it('is kept when it is paused, and when another takes its place', async () => {
      const { session, store } = openWindow();
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      assert.deepEqual((await store.read())?.engine.header.cursor, session.state?.cursor);
      await session.open(model, tinyDataset);
      assert.deepEqual((await store.read())?.model, model);
    });
  });
}
