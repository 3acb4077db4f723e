import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import type { ModelSpec } from '../../engine/model.ts';
import { valueAt } from '../../engine/ops/elementwise.ts';
import { presets } from '../../engine/presets.ts';
import { compile } from '../../engine/program.ts';
import { Trainer } from '../../engine/trainer.ts';
import { hasNumpy } from './golden.ts';
import { anySize, architectures, dense, optimizers, toyDataset, toyModel } from './toy.ts';

const outputs = (model: ModelSpec) =>
  compile(model)
    .ops.map(({ output }) => output)
    .join(' ');

describe('The program', () => {
  it("of the notebook's model has its ops, in its order, by its names", () => {
    assert.equal(outputs(presets.numpy), 'a1 z1 a2 y_hat Loss dy dW2 db2 dz1 da1 dX dW1 db1 W1 b1 W2 b2');
    assert.match(outputs(presets.keras), / db1 mW1 vW1 W1 mb1 vb1 b1 mW2 vW2 W2 mb2 vb2 b2$/);
  });

  it('counts on for a deeper net, and takes the gradient through the output activation for mean squared error', () => {
    const deep = toyModel({ layers: [dense(5, 'relu'), dense(4, 'relu'), dense(10, 'softmax')] });
    assert.match(
      outputs(deep),
      /^a1 z1 a2 z2 a3 y_hat Loss dy dW3 db3 dz2 da2 dW2 db2 dz1 da1 dX dW1 db1 W1 /,
    );
    const squared = toyModel({ layers: [dense(10, 'sigmoid')], loss: { name: 'meanSquaredError' } });
    assert.match(outputs(squared), /^a1 y_hat Loss dy da1 dX dW1 db1 /);
  });

  it('knows of every gradient what it is the gradient of, at the same shape', () => {
    for (const { layers, loss } of architectures()) {
      const { tensors } = compile(toyModel({ layers, loss }));
      const gradients = tensors.filter(({ group }) => group === 'gradients');
      for (const { gradientOf, shape } of gradients) {
        assert.deepEqual(tensors.find(({ name }) => name === gradientOf)?.shape, shape);
      }
      assert.equal(new Set(gradients.map(({ gradientOf }) => gradientOf)).size, gradients.length);
    }
  });

  it('makes every tensor before it is read, and no tensor twice', () => {
    for (const { layers, loss } of architectures()) {
      const { ops, tensors } = compile(toyModel({ layers, loss }));
      const made = new Set(
        tensors.filter(({ group }) => /parameters|optimizer|batch/.test(group)).map(({ name }) => name),
      );
      for (const { inputs, output } of ops) {
        for (const input of inputs) assert.ok(made.has(input), `${output} reads ${input}`);
        made.add(output);
      }
      assert.equal(new Set(ops.map(({ output }) => output)).size, ops.length);
      assert.deepEqual([...made].sort(), tensors.map(({ name }) => name).sort());
    }
  });
});

describe('The terms of a cell add up to it', () => {
  const cases = [
    ...architectures(),
    ...optimizers.map((optimizer) => ({ ...toyModel(), title: optimizer.name, optimizer })),
  ];
  for (const { title, layers, loss, ...rest } of cases) {
    it(title, () => {
      fc.assert(
        fc.property(anySize(layers, loss), fc.nat(), (sized, pick) => {
          const model = {
            ...sized,
            ...('optimizer' in rest ? { optimizer: rest.optimizer } : {}),
            dtype: 'float64' as const,
          };
          const trainer = new Trainer(model, toyDataset(model.seed, model.batchSize * 2));
          for (let update = 1; update <= 2; update++) {
            for (const op of trainer.program.ops) {
              // The batch is taken with the first op, so that one is asked after it ran; it overwrites nothing it reads.
              const first = trainer.cursor.op === 0;
              const { shape } = trainer.tensors[op.output];
              const index = shape.map((length) => pick % length);
              if (first) trainer.nextOp();
              const terms = op.terms(trainer.tensors, index, { update, constants: trainer.constants });
              if (!first) trainer.nextOp();
              const sum = terms.reduce((total, { value }) => total + value, 0);
              const size = terms.reduce((total, { value }) => total + Math.abs(value), 0);
              const cell = valueAt(trainer.tensors[op.output], index);
              assert.ok(
                Math.abs(sum - cell) <= 1e-13 * size,
                `${op.output}[${index.join()}] is ${cell}, its terms give ${sum}`,
              );
              for (const { factors } of terms) {
                for (const factor of factors) {
                  assert.ok(op.inputs.includes(factor.tensor));
                  assert.ok(Number.isFinite(valueAt(trainer.tensors[factor.tensor], factor.index)));
                }
              }
            }
          }
        }),
        { numRuns: 8 },
      );
    });
  }
});

describe('The NumPy lines', () => {
  it('compute in NumPy what the ops compute here, for every activation, loss and optimizer', function () {
    this.timeout(120_000);
    if (!hasNumpy()) this.skip();
    const models = [
      ...[...architectures()].map(({ layers, loss }) => toyModel({ layers, loss, l2: 0.01 })),
      ...optimizers.map((optimizer) => toyModel({ optimizer })),
    ];
    const jobs = models.map((model) => {
      const trainer = new Trainer(model, toyDataset(3, model.batchSize * 2));
      // The second step, where the optimizer's state is no longer zero.
      trainer.nextStep();
      trainer.nextOp();
      const numbers = () =>
        Object.fromEntries(
          Object.values(trainer.tensors).map(({ name, shape, data }) => [name, { shape, data: [...data] }]),
        );
      const before = numbers();
      trainer.nextStep();
      return {
        before,
        lines: trainer.program.ops.map(({ numpy }) => numpy),
        constants: trainer.program.constants,
        after: numbers(),
      };
    });
    const script = `
import json, math, sys
import numpy as np
array = lambda t: np.array(t['data']).reshape(t['shape'])
for number, job in enumerate(json.load(sys.stdin)):
    names = {name: array(t) for name, t in job['before'].items()}
    if names['t'].ndim == 1: names['t'] = names['t'].astype(int)
    names.update(job['constants'], update=2, np=np, math=math)
    for line in job['lines']: exec(line, names)
    for name, t in job['after'].items():
        np.testing.assert_allclose(names[name], array(t), rtol=1e-11, atol=1e-13, err_msg=f'model {number}: {name}')
`;
    execFileSync('python3', ['-c', script], { input: JSON.stringify(jobs), stdio: ['pipe', 'pipe', 'pipe'] });
  });
});
