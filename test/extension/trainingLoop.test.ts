/** @file Going a short way, and looking ahead, with a clock that only training moves. */

import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Cursor } from '../../engine/cursor.ts';
import { Trainer } from '../../engine/trainer.ts';
import { TrainingLoop } from '../../extension/session/trainingLoop.ts';
import { tinyDataset, tinyModel } from './tiny.ts';

describe('a training loop', () => {
  let clock: number;
  let millisecondsOfStep: number;
  let stops: number;
  let trainer: Trainer;
  let loop: TrainingLoop;

  beforeEach(() => {
    [clock, millisecondsOfStep, stops] = [0, 1, 0];
    mock.method(performance, 'now', () => clock);
    trainer = new Trainer({ ...tinyModel, epochs: 3 }, tinyDataset);
    const nextStep = trainer.nextStep.bind(trainer);
    trainer.nextStep = () => {
      clock += millisecondsOfStep;
      nextStep();
    };
    const nobody = () => undefined;
    loop = new TrainingLoop(trainer, 1e6, {
      ...{ progressed: nobody, epochEnded: nobody, finished: nobody, branched: nobody, searched: nobody },
      ...{ logged: nobody, diagnosed: nobody, failed: nobody },
      stopped: () => {
        stops++;
      },
    });
  });
  afterEach(() => {
    loop.close();
    mock.restoreAll();
  });

  const look = (): Cursor => trainer.cursor;

  it('comes at once to where it is to go, if that is close', () => {
    assert.equal(loop.play({ step: 0, op: 4 }), false);
    assert.deepEqual(trainer.cursor, { step: 0, op: 4 });
    assert.equal(stops, 1);
  });

  it('goes little by little to where it is far, or where the rules must have seen what came before', () => {
    assert.equal(loop.play({ step: 2, op: 0 }), true);
    loop.pause();
    loop.nextStep();
    const { step } = trainer.cursor;
    loop.setStops([{ id: 1, trigger: { kind: 'idleUnit' } }]);
    assert.equal(loop.play({ step, op: 4 }), true);
    assert.deepEqual(trainer.cursor, { step, op: 0 });
    assert.equal(stops, 0);
  });

  it('does not run to the end at once if it is past where it is to go', () => {
    loop.nextStep();
    assert.equal(loop.play({ step: 0, op: 4 }), true);
    assert.deepEqual(trainer.cursor, { step: 1, op: 0 });
  });

  it('foresees the very bits that come, also of an epoch that has not begun', () => {
    const copy = () => Object.entries(trainer.tensors).map(([name, { data }]) => [name, data.slice()]);
    let foreseen = 0;
    for (let i = 0; trainer.cursor.step < 2 * trainer.stepsPerEpoch + 2; i++) {
      const { step, op } = trainer.cursor;
      const byStep = i % 5 === 0;
      const isLast = op + 1 === trainer.program.ops.length;
      const target = byStep || isLast ? { step: step + 1, op: 0 } : { step, op: op + 1 };
      const seen = loop.foresee(target, copy);
      if (byStep) loop.nextStep();
      else loop.nextOp();
      assert.deepEqual(trainer.cursor, target);
      if (seen === null) continue;
      foreseen++;
      assert.deepEqual(seen, copy());
    }
    assert.ok(foreseen > 20, `${foreseen} times`);
  });

  it('looks nowhere ahead from the end', () => {
    while (!trainer.finished) loop.nextStep();
    // The test set has been gone through by then.
    loop.previousOp();
    loop.nextOp();
    assert.ok(trainer.finished);
    assert.equal(loop.foresee({ step: trainer.totalSteps + 1, op: 0 }, look), null);
  });

  it('looks ahead at what has not been reached, and at what has been left, and stays where it is', () => {
    loop.nextStep();
    loop.nextStep();
    loop.previousStep();
    const here = { step: 1, op: 0 };
    for (const target of [
      { step: 0, op: 0 },
      { step: 1, op: 3 },
      { step: 2, op: 0 },
      { step: 2, op: 5 },
      { step: 3, op: 0 },
    ]) {
      assert.deepEqual(loop.foresee(target, look), target);
      assert.deepEqual(trainer.cursor, here);
    }
    assert.deepEqual(loop.run.timeline.furthest, { step: 2, op: 0 });
  });

  it('looks nowhere ahead before it knows how long a step takes, nor where it would take long', () => {
    const target = { step: 2, op: 0 };
    while (trainer.cursor.step === 0) loop.nextOp();
    assert.equal(loop.foresee(target, look), null);
    millisecondsOfStep = 20;
    loop.nextStep();
    assert.equal(loop.foresee(target, look), null);
    millisecondsOfStep = 1;
    loop.nextStep();
    assert.deepEqual(loop.foresee(target, look), target);
  });

  it('looks nowhere ahead while training plays', () => {
    loop.nextStep();
    loop.play(null);
    assert.equal(loop.foresee({ step: 2, op: 0 }, look), null);
  });
});
