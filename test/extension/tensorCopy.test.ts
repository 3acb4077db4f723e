/** @file The numbers of a tensor on their way to a file: all of them, of one cursor, as they are. */

import assert from 'node:assert/strict';
import { readNpy, writeNpy } from '../../engine/formats/npy.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { Trainer } from '../../engine/trainer.ts';
import { copyTensor } from '../../extension/exports/tensorCopy.ts';
import { SessionError } from '../../extension/session/errors.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { endlessModel, tinyDataset } from './tiny.ts';
import { startHere } from './workers.ts';

describe('a copy of a tensor', () => {
  let session: TrainingSession;

  beforeEach(async () => {
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
    await session.open(endlessModel, tinyDataset);
  });

  afterEach(() => {
    session.dispose();
  });

  it('is what the engine has at the cursor, also in a smaller last mini-batch', async () => {
    const trainer = new Trainer(endlessModel, tinyDataset);
    for (let step = 1; step <= 5; step++) {
      trainer.nextStep();
      await session.nextStep();
    }
    for (const name of ['W1', 'b2', 'Loss', 'X']) {
      const { shape, data } = trainer.tensors[name];
      const copy = await copyTensor(session, name);
      assert.deepEqual(copy, { name, cursor: trainer.cursor, shape, data: data.slice() });
      assert.deepEqual(readNpy(writeNpy(copy), name), { shape, data: data.slice() });
    }
    assert.deepEqual((await copyTensor(session, 'X')).shape, [4, 16]);
  });

  it('is of the chosen tensor if none is named', async () => {
    session.select('dW2', null);
    assert.equal((await copyTensor(session)).name, 'dW2');
  });

  it('is of one cursor while training plays', async () => {
    const trainer = new Trainer(endlessModel, tinyDataset);
    await session.play();
    const { cursor, data } = await copyTensor(session, 'W1');
    await session.pause();
    while (trainer.cursor.step < cursor.step) trainer.nextStep();
    assert.deepEqual(data, trainer.tensors.W1.data.slice());
  });

  it('is refused where there is no such tensor', async () => {
    await assert.rejects(copyTensor(session, 'W9'), SessionError);
  });
});
