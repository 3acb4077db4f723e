/** @file Questions that take longer than a slice of training, on a real engine: asked beside training, answered for where it was. */

import assert from 'node:assert/strict';
import { Asides } from '../../extension/session/asides.ts';
import { EngineError } from '../../extension/session/errors.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { endlessModel, tinyDataset } from './tiny.ts';
import { until } from './until.ts';
import { engines } from './workers.ts';

describe('Questions that take their time', () => {
  it('are answered one after the other, each from where it was asked', async () => {
    const asides = new Asides();
    let now = 0;
    const order: string[] = [];
    function* count(name: string): Generator<void, string> {
      const asked = now;
      for (let i = 0; i < 3; i++) {
        order.push(name);
        yield;
      }
      return `${name} asked at ${asked}`;
    }
    const first = asides.ask(count('first'));
    now = 1;
    const second = asides.ask(count('second'));
    now = 2;
    assert.deepEqual(order, ['first', 'second'], 'each has begun');
    while (asides.waiting) asides.slice();
    assert.deepEqual(await Promise.all([first, second]), ['first asked at 0', 'second asked at 1']);
    assert.deepEqual(order, ['first', 'second', 'first', 'first', 'second', 'second']);
  });

  it('that fail are refused, and those that follow are answered', async () => {
    const asides = new Asides();
    function* steps(fails: boolean): Generator<void, string> {
      yield;
      if (fails) throw new Error('no');
      return 'yes';
    }
    const answers = Promise.allSettled([asides.ask(steps(true)), asides.ask(steps(false))]);
    while (asides.waiting) asides.slice();
    const [refused, answered] = await answers;
    assert.equal(refused.status, 'rejected');
    assert.deepEqual(answered, { status: 'fulfilled', value: 'yes' });
  });
});

for (const [where, start] of Object.entries(engines)) {
  describe(`a session asked about the test set, its engine ${where}`, () => {
    let session: TrainingSession;

    beforeEach(() => {
      session = new TrainingSession(
        start,
        ({ template }) => template,
        () => 1e6,
      );
    });

    afterEach(() => {
      session.dispose();
    });

    it('answers while training goes on, which does not stop for it', async () => {
      await session.start(endlessModel, tinyDataset);
      const { cursor: before } = await until(session.onDidChangeState, ({ cursor }) => cursor.step > 20);
      const report = await session.testSet(null, 5);
      assert.ok(report.cursor.step >= before.step);
      assert.equal(
        report.confusion.flat().reduce((sum, count) => sum + count),
        tinyDataset.test.count,
      );
      assert.ok(report.worst.length <= 5);
      assert.equal(report.pixels.length, 16 * report.worst.length);
      assert.equal(session.state?.status, 'running');
      await until(session.onDidChangeState, ({ cursor }) => cursor.step > report.cursor.step);
    });

    it('answers at rest, and stays where it is', async () => {
      await session.start(endlessModel, tinyDataset);
      await until(session.onDidChangeState, ({ cursor }) => cursor.step > 20);
      await session.pause();
      await session.nextOp();
      const cursor = session.state?.cursor;
      assert.deepEqual((await session.testSet(null, 5)).cursor, cursor);
      const pixels = [...tinyDataset.test.images.subarray(0, 16)];
      const reading = await session.readImage(pixels, []);
      const readings = await session.readings(pixels);
      assert.deepEqual(readings.cursor, cursor);
      assert.deepEqual([...readings.outputs.slice(-10)], [...(reading.tensors.at(-1)?.values ?? [])]);
      assert.deepEqual(session.state?.cursor, cursor);
      await assert.rejects(session.readings([1, 2, 3]), EngineError);
    });
  });
}
