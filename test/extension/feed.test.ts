/** @file When figures of the tensors are asked for. */

import assert from 'node:assert/strict';
import type { TensorStats } from '../../engine/index.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { Emitter } from '../../extension/session/emitter.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { Feed } from '../../extension/views/feed.ts';
import { Unhurried } from '../../extension/views/unhurried.ts';
import { endlessModel, tinyDataset } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

describe('the feed of figures', () => {
  let session: TrainingSession;
  let unhurried: Unhurried;
  let feed: Feed<Readonly<Record<string, TensorStats>>>;
  const changes = new Emitter<void>();

  beforeEach(async () => {
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
    unhurried = new Unhurried(session, []);
    feed = new Feed(
      session,
      unhurried,
      () => session.statistics(),
      () => {
        changes.fire();
      },
    );
    await session.start(endlessModel, tinyDataset);
    await session.pause();
  });

  afterEach(() => {
    feed.dispose();
    unhurried.dispose();
    session.dispose();
  });

  /** Whether the figures are those of the cursor. */
  async function current(): Promise<boolean> {
    const now = await session.statistics();
    return JSON.stringify(feed.value) === JSON.stringify(now);
  }

  async function show(): Promise<void> {
    const change = until(changes.event, () => feed.value !== null);
    feed.setVisible(true);
    await change;
  }

  it('asks for nothing that nobody sees', async () => {
    await session.nextStep();
    await session.statistics();
    assert.equal(feed.value, null);
  });

  it('knows all tensors once it is seen', async () => {
    await show();
    assert.deepEqual(
      Object.keys(feed.value ?? {}).sort(),
      session.run?.program.tensors.map(({ name }) => name).sort(),
    );
    assert.ok(await current());
  });

  it('follows every op made by hand', async () => {
    await show();
    for (let op = 0; op < 5; op++) {
      const change = until(changes.event, () => true);
      await session.nextOp();
      await change;
      assert.ok(await current(), `after op ${op}`);
    }
  });

  it('asks anew, where training stands still, once it is outdated', async () => {
    await show();
    const before = feed.value;
    const change = until(changes.event, () => true);
    feed.outdate();
    await change;
    assert.notEqual(feed.value, before);
    assert.ok(await current());
  });

  it('follows a running training, and ends on where it paused', async () => {
    await show();
    const before = JSON.stringify(feed.value);
    const change = until(changes.event, () => JSON.stringify(feed.value) !== before);
    await session.play();
    await change;
    await session.pause();
    if (!(await current())) await until(changes.event, () => true);
    assert.ok(await current());
  });

  it('keeps the last figures of a run that was stopped, and forgets them with the next', async () => {
    await show();
    const last = feed.value;
    session.stop();
    assert.equal(feed.value, last);
    feed.setVisible(false);
    await session.restart();
    assert.equal(feed.value, null);
  });
});
