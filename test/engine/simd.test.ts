import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { compile } from '../../extension/assemblyscript.mjs';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { reference } from '../../engine/kernels/reference.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import type { OptimizerSpec } from '../../engine/model.ts';
import { arenaSize, layOut, type Tensor } from '../../engine/tensor.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, toyDataset, toyModel } from './toy.ts';

const size = fc.integer({ min: 1, max: 21 });
const value = fc.oneof(
  { weight: 60, arbitrary: fc.float({ noNaN: true, min: -8, max: 8 }) },
  { weight: 10, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 1e-42, -1e-42) },
);

describe('The vector kernels agree with the reference', function () {
  this.timeout(60_000);
  let backend: Backend;

  before(async () => {
    const source = new URL('../../engine/kernels/assembly/index.ts', import.meta.url);
    backend = simdBackend(await compile(fileURLToPath(source)));
  });

  /** The tensors of these shapes in the backend's memory, filled with `values`. */
  function fill(shapes: Record<string, number[]>, values: Iterator<number>) {
    const list = Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
    const { kernels, arena } = backend.open('float32', arenaSize(list));
    const tensors = layOut(arena, list);
    for (const { data } of Object.values(tensors)) {
      for (let c = 0; c < data.length; c++) data[c] = values.next().value as number;
    }
    return { kernels, tensors };
  }

  /** Compares what both make of the same tensors; `scale` bounds what the sums are made of. */
  function compare(
    tensors: Record<string, Tensor>,
    output: string,
    run: (kernels: typeof reference) => void,
    kernels: typeof reference,
    scale: number,
  ): void {
    const before = tensors[output].data.slice();
    run(reference);
    const expected = tensors[output].data.slice();
    tensors[output].data.set(before);
    run(kernels);
    tensors[output].data.forEach((ours, c) => {
      const same = Object.is(ours, expected[c]) || Math.abs(ours - expected[c]) <= 1e-6 * scale;
      assert.ok(same, `${output}[${c}] is ${ours}, the reference has ${expected[c]}`);
    });
  }

  const dot = 64 * 22;

  it('in the forward pass of a layer', () => {
    fc.assert(
      fc.property(size, size, size, fc.infiniteStream(value), (B, N, M, values) => {
        const { kernels, tensors } = fill({ x: [B, N], W: [N, M], b: [M], a: [B, M] }, values);
        const { a, x, W, b } = tensors;
        compare(
          tensors,
          'a',
          (k) => {
            k.affine(a, x, W, b);
          },
          kernels,
          dot,
        );
      }),
    );
  });

  it('in the gradient of its weights, with weight decay or without', () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.constantFrom(0, 0.1),
        fc.infiniteStream(value),
        (B, N, M, l2, values) => {
          const { kernels, tensors } = fill({ x: [B, N], da: [B, M], W: [N, M], dW: [N, M] }, values);
          const { dW, x, da, W } = tensors;
          compare(
            tensors,
            'dW',
            (k) => {
              k.weightGradient(dW, x, da, W, l2);
            },
            kernels,
            dot,
          );
        },
      ),
    );
  });

  it('in the gradient of its input', () => {
    fc.assert(
      fc.property(size, size, size, fc.infiniteStream(value), (B, N, M, values) => {
        const { kernels, tensors } = fill({ da: [B, M], W: [N, M], dx: [B, N] }, values);
        const { dx, da, W } = tensors;
        compare(
          tensors,
          'dx',
          (k) => {
            k.inputGradient(dx, da, W);
          },
          kernels,
          dot,
        );
      }),
    );
  });

  const optimizers: readonly OptimizerSpec[] = [
    { name: 'sgd', learningRate: 0.1 },
    { name: 'nesterov', learningRate: 0.1, momentum: 0.9 },
    { name: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 1e-7 },
    { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    { name: 'adamw', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.1 },
  ];
  for (const optimizer of optimizers) {
    it(`over 20 steps of training with ${optimizer.name}, the last batches of epochs being smaller`, () => {
      const model = toyModel({
        layers: [dense(13, 'relu'), dense(6, 'sigmoid'), dense(10, 'softmax')],
        dtype: 'float32',
        epochs: 10,
        optimizer,
      });
      const dataset = toyDataset(1, 7, 5, 4);
      const wide = { ...model, inputShape: [5, 4] };
      const [slow, fast, again] = [undefined, backend, backend].map(
        (each) => new Trainer(wide, dataset, each),
      );
      for (let step = 0; step < 20; step++) {
        for (const trainer of [slow, fast, again]) trainer.nextStep();
        for (const { name, data } of Object.values(slow.tensors)) {
          const ours = fast.tensors[name].data;
          assert.deepEqual(ours, again.tensors[name].data, 'the same bits every time');
          const largest = Math.max(...Array.from(data, Math.abs));
          data.forEach((expected, c) => {
            assert.ok(
              Math.abs(ours[c] - expected) <= 2e-4 * largest,
              `${name}[${c}]: ${ours[c]} for ${expected}`,
            );
          });
        }
      }
      assert.ok(Math.abs(slow.evaluate(dataset.test).loss - fast.evaluate(dataset.test).loss) < 1e-3);
    });
  }

  it('and leave float64 to it', () => {
    const { kernels } = backend.open('float64', 8);
    assert.equal(kernels, reference);
  });
});
