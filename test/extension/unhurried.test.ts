/** @file When the rest of VS Code hears how the run stands: behind pictures that are moved by hand. */

import assert from 'node:assert/strict';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { Unhurried } from '../../extension/views/unhurried.ts';
import type { RunState } from '../../webview/protocol.ts';
import { Slow } from './slow.ts';
import { endlessModel, tinyDataset } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

describe('what need not be hurried', () => {
  let session: TrainingSession;
  let panel: Slow;
  let inspector: Slow;
  let unhurried: Unhurried;
  let told: RunState[];

  beforeEach(async () => {
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
    [panel, inspector] = [new Slow(), new Slow()];
    unhurried = new Unhurried(session, [panel, inspector]);
    told = [];
    unhurried.onDidChangeState((state) => told.push(state));
    await session.open(endlessModel, tinyDataset);
    told.length = 0;
  });

  afterEach(() => {
    unhurried.dispose();
    session.dispose();
  });

  it('is told at once when no picture is behind', async () => {
    await session.nextOp();
    assert.deepEqual(told, [session.state]);
  });

  it('is told once, and how it stands, when all pictures have been drawn', async () => {
    panel.isBehind = inspector.isBehind = true;
    await session.nextOp();
    await session.nextOp();
    panel.catchUp();
    assert.deepEqual(told, [], 'the inspector is not done');
    inspector.catchUp();
    assert.deepEqual(told, [session.state]);
    panel.catchUp();
    assert.equal(told.length, 1, 'nothing has changed');
  });

  it('lets who waits for the pictures go on when they are drawn, or have not to be', async () => {
    await unhurried.caughtUp();
    panel.isBehind = true;
    await session.nextOp();
    let goesOn = false;
    const waiting = unhurried.caughtUp().then(() => {
      goesOn = true;
    });
    await session.statistics();
    assert.equal(goesOn, false);
    panel.catchUp();
    await waiting;
    await session.play();
    await until(session.onDidChangeState, (state) => state !== unhurried.state);
    told.length = 0;
    await unhurried.caughtUp();
    assert.deepEqual(told, [], 'training runs');
  });

  it('is told how it stands after a while, though the pictures are never done', async () => {
    panel.isBehind = true;
    await session.nextStep();
    await session.nextOp();
    assert.deepEqual(told, [], 'they may be done in a moment');
    await until(unhurried.onDidChangeState, () => true);
    assert.deepEqual(told, [session.state]);
    await session.nextOp();
    assert.equal(told.length, 1, 'and then waits again');
    panel.catchUp();
    assert.deepEqual(told.slice(1), [session.state]);
  });

  it('is told of training that runs, whatever is behind, and not each time', async () => {
    panel.isBehind = true;
    let states = 0;
    session.onDidChangeState(() => states++);
    const began = performance.now();
    await session.play();
    await until(session.onDidChangeState, () => performance.now() - began > 1000);
    assert.ok(told.length >= 1);
    assert.ok(told.length < states / 2, `${told.length} of ${states}`);
    assert.ok(told.every(({ status }) => status === 'running'));
  });

  it('is told that training has come to rest, though a page may never draw again', async () => {
    await session.play();
    await until(session.onDidChangeState, ({ cursor }) => cursor.step > 100);
    panel.isBehind = true;
    await session.pause();
    assert.equal(told.at(-1), session.state);
    assert.equal(told.at(-1)?.status, 'paused');
    session.stop();
    assert.equal(told.at(-1)?.status, 'stopped');
  });
});
