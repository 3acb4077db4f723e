import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelSpec } from '../../engine/model.ts';
import { checkGradient, type GradientCheck } from '../../engine/questions/gradient.ts';
import { imagesOf } from '../../engine/questions/images.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, dense, toyDataset, toyModel } from './toy.ts';

function open(model: ModelSpec) {
  const trainer = new Trainer({ ...model, epochs: 3 }, toyDataset(model.seed, model.batchSize * 2 + 1));
  return { trainer, timeline: new Timeline(trainer, 0) };
}

const allHold = ({ cells }: GradientCheck): boolean =>
  cells.every(({ relativeError, expected }) => relativeError <= expected);

describe('Whether a gradient is right', () => {
  for (const { title, layers, loss } of architectures()) {
    const softmaxInside = layers.slice(0, -1).some(({ activation }) => activation === 'softmax');
    it(`${title}: every gradient agrees with differences of the loss, within what rounding does`, () => {
      fc.assert(
        fc.property(anySize(layers, loss), fc.nat(3), fc.nat(30), fc.nat(1000), (sized, step, op, seed) => {
          // Behind a softmax inside, nearly everything cancels out: in float32 little is left.
          const model = { ...sized, ...(softmaxInside ? { dtype: 'float64' as const } : {}) };
          const run = open(model);
          const { trainer, timeline } = run;
          for (let i = 0; i <= step; i++) timeline.nextStep();
          for (let i = 0; i < op % trainer.program.ops.length; i++) timeline.nextOp();
          const { cursor } = trainer;
          for (const { name, gradientOf } of trainer.program.tensors) {
            if (gradientOf === undefined) continue;
            const check = checkGradient(run, name, null, seed);
            assert.ok(check.cells.length > 0);
            assert.ok(allHold(check), `${name}: ${JSON.stringify(check.cells[0])}`);
          }
          assert.deepEqual(trainer.cursor, cursor);
        }),
        { numRuns: 15 },
      );
    });
  }

  it('expects more of rounding where the terms of a cell cancel out', () => {
    const run = open(
      toyModel({
        inputShape: [3, 2],
        layers: [dense(7, 'softplus'), dense(1, 'softplus'), dense(10, 'softplus')],
        loss: { name: 'meanSquaredError' },
        l2: 0.01,
        batchSize: 3,
        seed: 978285,
        dtype: 'float32',
      }),
    );
    run.timeline.nextStep();
    run.timeline.nextStep();
    // Of 0.009 − 0.010 + 0.001, a fiftieth of a thousandth is left.
    const check = checkGradient(run, 'db2', null, 0);
    assert.ok(check.cells[0].relativeError > 1e-4);
    assert.ok(allHold(check));
  });

  it('expects a thousand roundings and more where what cancels out is not seen in its own terms', () => {
    const run = open(
      toyModel({
        layers: [dense(1, 'linear'), dense(10, 'linear')],
        loss: { name: 'meanSquaredError' },
        batchSize: 1,
        seed: 15374,
        dtype: 'float32',
      }),
    );
    for (let i = 0; i < 3; i++) run.timeline.nextStep();
    const check = checkGradient(run, 'da1', null, 0);
    assert.ok(check.cells[0].relativeError > 8e-5);
    assert.ok(allHold(check));
  });

  it('finds a gradient that is off by one part in a thousand', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const run = open(toyModel({ dtype }));
      const { trainer, timeline } = run;
      const wrong = trainer.program.ops.find(({ output }) => output === 'dW1');
      assert.ok(wrong);
      const right = { ...wrong };
      wrong.run = (tensors, ...rest) => {
        right.run(tensors, ...rest);
        tensors.dW1.data.forEach((value, i) => {
          tensors.dW1.data[i] = value * 1.001;
        });
      };
      while (trainer.cursor.op < trainer.program.ops.indexOf(wrong) + 1) timeline.nextOp();
      const { cells } = checkGradient(run, 'dW1', null, 0);
      assert.ok(cells[0].relativeError > cells[0].expected);
      assert.ok(Math.abs(cells[0].relativeError - 0.001) < 1e-4, String(cells[0].relativeError));
      assert.ok(allHold(checkGradient(run, 'db2', null, 0)));
    }
  });

  it('expects nothing of a difference across a kink', () => {
    const run = open(toyModel({ layers: [dense(4, 'relu'), dense(10, 'softmax')] }));
    const { timeline } = run;
    timeline.nextOp();
    timeline.edit({ name: 'a1', index: [0, 1], value: 0 });
    timeline.edit({ name: 'a1', index: [0, 2], value: 1 });
    timeline.nextStep();
    const expected = (column: number): number => checkGradient(run, 'da1', [0, column], 0).cells[0].expected;
    assert.equal(expected(1), Infinity);
    assert.ok(expected(2) < 1e-4);
  });

  it('checks the cell that is asked for, with the numbers that it was made of', () => {
    const run = open(toyModel());
    const { trainer, timeline } = run;
    timeline.nextStep();
    const made = trainer.tensors.dW1.data[5 * 4 + 2];
    // The gradient of the step before, after the weights have moved on.
    timeline.nextOp();
    const { cells, made: at, changed } = checkGradient(run, 'dW1', [5, 2], 0);
    assert.equal(cells.length, 1);
    assert.deepEqual(cells[0].index, [5, 2]);
    assert.equal(cells[0].analytic, made);
    assert.ok(cells[0].relativeError <= cells[0].expected && cells[0].expected < 1e-4);
    const op = trainer.program.ops.findIndex(({ output }) => output === 'dW1');
    assert.deepEqual([at, changed], [{ step: 0, op: op + 1 }, false]);
  });

  it('finds nothing wrong with the gradient of a pixel that is black in all images', () => {
    const dataset = toyDataset(3, 9);
    for (let image = 0; image < 9; image++) dataset.train.images[image * 6 + 4] = 0;
    const trainer = new Trainer(toyModel({ dtype: 'float32' }), dataset);
    const timeline = new Timeline(trainer, 0);
    timeline.nextStep();
    const [cell] = checkGradient({ trainer, timeline }, 'dW1', [4, 1], 0).cells;
    assert.deepEqual(cell, { index: [4, 1], analytic: 0, numeric: 0, relativeError: 0, expected: 0 });
    const { parts, others, sum } = imagesOf({ trainer, timeline }, { tensor: 'dW1', index: [4, 1] }, 4);
    assert.deepEqual([parts.length, others.count, sum], [1, 3, 0]);
  });

  it('draws another sample with another seed, without a cell twice', () => {
    const run = open(toyModel());
    run.timeline.nextStep();
    const places = (seed: number): string[] =>
      checkGradient(run, 'dW1', null, seed).cells.map(({ index }) => index.join());
    assert.equal(new Set(places(1)).size, 20);
    assert.deepEqual(places(1).sort(), places(1).sort());
    assert.notDeepEqual(places(1).sort(), places(2).sort());
  });

  it('tells that something was changed by hand on the way', () => {
    const run = open(toyModel());
    const { timeline } = run;
    timeline.nextStep();
    timeline.nextOp();
    timeline.nextOp();
    timeline.edit({ name: 'z1', index: [0, 0], value: 3 });
    timeline.nextStep();
    const { changed } = checkGradient(run, 'dW1', null, 0);
    assert.equal(changed, true);
    assert.equal(allHold(checkGradient(run, 'dW1', null, 0)), false);
    timeline.nextStep();
    assert.equal(checkGradient(run, 'dW1', null, 0).changed, false);
  });

  it('refuses what is no gradient, what is not there, and what has not been computed', () => {
    const run = open(toyModel());
    assert.throws(() => checkGradient(run, 'dW1', null, 0), {
      name: 'QuestionError',
      message: /not been computed/,
    });
    run.timeline.nextStep();
    assert.throws(() => checkGradient(run, 'W1', null, 0), {
      name: 'QuestionError',
      message: /not a gradient/,
    });
    assert.throws(() => checkGradient(run, 'dW1', [6, 0], 0), { name: 'EditError' });
  });
});
