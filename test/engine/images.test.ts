import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelSpec } from '../../engine/model.ts';
import { valueAt } from '../../engine/ops/elementwise.ts';
import { imagesOf } from '../../engine/questions/images.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, toyDataset, toyModel } from './toy.ts';

function open(model: ModelSpec) {
  const dataset = toyDataset(model.seed, model.batchSize * 2 + 1);
  const trainer = new Trainer({ ...model, epochs: 3, shuffle: true }, dataset);
  return { dataset, trainer, timeline: new Timeline(trainer, 0) };
}

describe('Which images made an update', () => {
  for (const { title, layers, loss } of architectures()) {
    it(`${title}: what they add, and the weight decay, is the gradient`, () => {
      fc.assert(
        fc.property(anySize(layers, loss), fc.nat(3), fc.nat(30), fc.nat(), (model, step, op, pick) => {
          const run = open(model);
          const { trainer, timeline, dataset } = run;
          for (let i = 0; i <= step; i++) timeline.nextStep();
          for (let i = 0; i < op % trainer.program.ops.length; i++) timeline.nextOp();
          for (const { name, gradientOf, batched, shape } of trainer.program.tensors) {
            if (gradientOf === undefined || batched) continue;
            const index = shape.map((length) => pick % length);
            const { parts, others, decay, sum, total, pixels, change } = imagesOf(
              run,
              { tensor: name, index },
              3,
            );
            const cell = valueAt(trainer.tensors[name], index);
            const tolerance = (model.dtype === 'float32' ? 1e-5 : 1e-13) * (total + Math.abs(decay)) + 1e-30;
            assert.ok(Math.abs(sum - cell) <= tolerance, `${name} is ${cell}, the images give ${sum}`);
            const told = parts.reduce((all, { value }) => all + value, 0);
            assert.ok(Math.abs(told + others.sum + decay - sum) <= tolerance);
            assert.equal(change, null);
            parts.forEach(({ example, label }, i) => {
              assert.equal(label, dataset.train.labels[example]);
              assert.deepEqual(
                [...pixels.subarray(i * 6, (i + 1) * 6)],
                [...dataset.train.images.subarray(example * 6, (example + 1) * 6)].map((p) =>
                  Math.fround(p / 255),
                ),
              );
            });
          }
        }),
        { numRuns: 10 },
      );
    });
  }

  it('is of a parameter the gradient by which it was changed last: with SGD, −η times what the images add', () => {
    const run = open(toyModel({ optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 3 }));
    const { trainer, timeline } = run;
    timeline.nextStep();
    const before = valueAt(trainer.tensors.W1, [2, 1]);
    timeline.nextStep();
    const after = valueAt(trainer.tensors.W1, [2, 1]);
    // In the middle of the next step, before the weights are changed again.
    timeline.nextOp();
    const { gradient, parts, change, made, total } = imagesOf(run, { tensor: 'W1', index: [2, 1] }, 8);
    assert.deepEqual(gradient, { tensor: 'dW1', index: [2, 1] });
    assert.equal(change, after - before);
    const sum = parts.reduce((all, { value }) => all + value, 0);
    assert.ok(Math.abs(change + 0.1 * sum) < 1e-14);
    assert.deepEqual(
      parts.map(({ value }) => Math.abs(value)),
      parts.map(({ value }) => Math.abs(value)).toSorted((a, b) => b - a),
    );
    assert.ok(Math.abs(total - parts.reduce((all, { value }) => all + Math.abs(value), 0)) < 1e-15);
    assert.equal(made.step, 1);
    assert.deepEqual(trainer.cursor, { step: 2, op: 1 });
  });

  it('tells how the network took the images then', () => {
    const run = open(toyModel());
    const { trainer, timeline } = run;
    while (trainer.cursor.op <= trainer.program.ops.findIndex(({ output }) => output === 'db2'))
      timeline.nextOp();
    const { y_hat } = trainer.tensors;
    const rows = [...trainer.examples];
    for (const { example, predicted } of imagesOf(run, { tensor: 'db2', index: [4] }, 8).parts) {
      const row = rows.indexOf(example);
      const outputs = [...y_hat.data.subarray(row * 10, (row + 1) * 10)];
      assert.equal(predicted, outputs.indexOf(Math.max(...outputs)));
    }
  });

  it('refuses what no images have made', () => {
    const run = open(toyModel());
    const b1 = { tensor: 'b1', index: [0] };
    assert.throws(() => imagesOf(run, b1, 1), { name: 'QuestionError', message: /No step has made b1/ });
    run.timeline.nextStep();
    for (const tensor of ['X', 'da1', 'Loss', 'W9']) {
      assert.throws(() => imagesOf(run, { tensor, index: [0, 0] }, 1), { name: 'QuestionError' });
    }
    assert.throws(() => imagesOf(run, { tensor: 'b1', index: [4] }, 1), { name: 'EditError' });
  });
});
