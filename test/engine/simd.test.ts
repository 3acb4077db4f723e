import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { compile } from '../../extension/assemblyscript.mjs';
import type { Backend, Kernels } from '../../engine/kernels/kernels.ts';
import { reference } from '../../engine/kernels/reference.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import type { ActivationName } from '../../engine/model.ts';
import { activations } from '../../engine/ops/activation.ts';
import { blocksOf, readParts, writeParts, type WriteParts } from '../../engine/parts.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { roomForPixels } from '../../engine/minibatch.ts';
import { arenaSize, layOut, type Tensor } from '../../engine/tensor.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, optimizers, toyDataset, toyModel } from './toy.ts';

const size = fc.integer({ min: 1, max: 21 });
const value = fc.oneof(
  { weight: 60, arbitrary: fc.float({ noNaN: true, min: -8, max: 8 }) },
  { weight: 10, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 1e-42, -1e-42) },
);

// Node 20 has it behind a flag, VS Code and later ones as it is.
setFlagsFromString('--experimental-wasm-relaxed-simd');
for (const kind of ['SIMD', 'relaxed SIMD'])
  describe(`The vector kernels, with ${kind}, agree with the reference`, function () {
    this.timeout(180_000);
    let backend: Backend;

    before(async function () {
      const source = new URL('../../engine/kernels/assembly/index.ts', import.meta.url);
      const { vectors, relaxed } = await compile(fileURLToPath(source));
      backend = simdBackend({ vectors, relaxed: kind === 'SIMD' ? new Uint8Array() : relaxed });
      assert.equal(backend.name, `WebAssembly ${kind}`);
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
      run: (kernels: Kernels) => void,
      kernels: Kernels,
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

    it('in the figures of a tensor', () => {
      const anyNumber = fc.oneof(
        { weight: 200, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
        { weight: 200, arbitrary: value },
      );
      fc.assert(
        fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 70 }), (numbers) => {
          const { kernels, tensors } = fill(
            { before: [3], x: [numbers.length], after: [3] },
            alternating(numbers),
          );
          const { mean, std, norm, ...exact } = kernels.statistics(tensors.x);
          const expected = reference.statistics(tensors.x);
          for (const [name, figure] of Object.entries(exact))
            // Zeros are equal, whatever their sign.
            assert.equal(figure + 0, expected[name as keyof typeof exact] + 0, name);
          const largest = Math.max(Math.abs(exact.min), Math.abs(exact.max));
          for (const [name, ours] of Object.entries({ mean, std, norm })) {
            const theirs = expected[name as 'mean'];
            assert.ok(
              Math.abs(ours - theirs) <= 1e-12 * numbers.length * largest,
              `${name}: ${ours}, ${theirs}`,
            );
          }
        }),
        { numRuns: 2000 },
      );
    });

    it('in what is farthest from zero of several rows', () => {
      const wide = 5000;
      const rows = fc.record({
        numbers: fc.infiniteStream(value),
        width: fc.oneof({ weight: 20, arbitrary: size }, { weight: 1, arbitrary: fc.constant(wide) }),
        starts: fc.array(fc.nat(40), { maxLength: 9 }),
      });
      fc.assert(
        fc.property(rows, ({ numbers, width, starts }) => {
          const { kernels, tensors } = fill({ before: [3], x: [40 + width], after: [3] }, numbers);
          const of = [tensors.x, Int32Array.from(starts), width] as const;
          assert.deepEqual(kernels.farthest(...of), reference.farthest(...of));
        }),
        { numRuns: 500 },
      );
    });

    it('in numbers as parts of the largest of their neighbours', () => {
      const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
      const small = fc.float({ noNaN: true, min: -(2 ** -126), max: 2 ** -126 });
      const anyArray = fc.oneof(finite, small, fc.constant(0)).chain((scale) => {
        const near = fc.integer({ min: -1000, max: 1000 }).map((part) => (part / 1000) * scale);
        return fc.array(near, { maxLength: 300 });
      });
      const take = (write: WriteParts, from: Float32Array) => {
        const largest = new Float32Array(blocksOf(from.length));
        const shares = new Uint8Array(from.length);
        write(from, largest, shares);
        return { largest, shares };
      };
      fc.assert(
        fc.property(anyArray, (numbers) => {
          const from = Float32Array.from(numbers);
          const ours = take(backend.writeParts, from);
          const theirs = take(writeParts, from);
          assert.deepEqual(ours.largest, theirs.largest);
          // What lies in the middle between two may become either.
          ours.shares.forEach((share, i) => {
            assert.ok(Math.abs(share - theirs.shares[i]) <= 1);
          });
          const read = new Float32Array(from.length);
          readParts(ours.largest, ours.shares, read);
          from.forEach((value, i) => {
            const most = ours.largest[i >> 6];
            assert.ok(Math.abs(read[i]) <= most);
            assert.ok(Math.abs(read[i] - value) <= most / 253 + 2 ** -149);
          });
        }),
        { numRuns: 2000 },
      );
      const many = Float32Array.from({ length: 300_000 }, (_, i) => Math.sin(i));
      assert.deepEqual(take(backend.writeParts, many).largest, take(writeParts, many).largest);
    });

    /** These between numbers that are larger than all others. */
    function* alternating(numbers: readonly number[]): Generator<number, never> {
      yield* [3e38, -3e38, NaN];
      yield* numbers;
      for (;;) yield 3e38;
    }

    const dot = 64 * 22;

    /** The first layer's two products on a matrix of so many cells that are not zero. */
    function products(B: number, N: number, M: number, density: number, seed: number) {
      const random = new NumpyRandom(seed);
      const { kernels, tensors } = fill(
        { x: [B, N], W: [N, M], b: [M], a: [B, M], da: [B, M], dW: [N, M] },
        (function* () {
          for (;;) yield random.randn();
        })(),
      );
      tensors.x.data.forEach((_, c, data) => {
        if (random.randomSample() >= density) data[c] = c % 2 ? 0 : -0;
      });
      const affine = (k: Kernels) => {
        k.affine(tensors.a, tensors.x, tensors.W, tensors.b);
      };
      const weightGradient = (k: Kernels) => {
        k.weightGradient(tensors.dW, tensors.x, tensors.da, tensors.W, 0);
      };
      return { kernels, tensors, affine, weightGradient };
    }

    /** Of some hundred products of numbers around one, each step of which rounds. */
    const longSum = 300;
    const density = fc.constantFrom(0, 0.02, 0.2, 0.5, 1);
    const rows = fc.constantFrom(1, 3, 64, 65, 131);
    const inputs = fc.constantFrom(5, 255, 256, 300, 515);
    const units = fc.constantFrom(1, 7, 8, 27, 28, 29, 33, 50, 57);

    it('in products of any number of blocks, whatever part of them is zero', () => {
      fc.assert(
        fc.property(rows, inputs, units, density, fc.nat(1000), (B, N, M, share, seed) => {
          const { kernels, tensors, affine, weightGradient } = products(B, N, M, share, seed);
          compare(tensors, 'a', affine, kernels, longSum);
          compare(tensors, 'dW', weightGradient, kernels, longSum);
        }),
        { numRuns: 60 },
      );
    });

    it('in products with NaN and infinities, which zero does not make zero', () => {
      const wrong = fc.constantFrom(NaN, Infinity, -Infinity);
      fc.assert(
        fc.property(rows, inputs, units, density, wrong, fc.nat(1000), (B, N, M, share, bad, seed) => {
          for (const name of ['W', 'da', 'x']) {
            const { kernels, tensors, affine, weightGradient } = products(B, N, M, share, seed);
            const { data } = tensors[name];
            data[seed % data.length] = bad;
            compare(tensors, 'a', affine, kernels, longSum);
            compare(tensors, 'dW', weightGradient, kernels, longSum);
          }
        }),
        { numRuns: 40 },
      );
    });

    it('to the same bits with the zeros left out and with them', () => {
      fc.assert(
        fc.property(inputs, units, fc.nat(1000), (N, M, seed) => {
          const few = 8;
          const many = 60;
          const alone = products(few, N, M, 0.2, seed);
          const among = products(many, N, M, 1, seed);
          // The same few examples, once by themselves and once among so many others that no block is mostly zero.
          for (const name of ['x', 'da']) {
            among.tensors[name].data.set(alone.tensors[name].data);
            if (name === 'da') among.tensors[name].data.fill(0, alone.tensors[name].data.length);
          }
          for (const name of ['W', 'b']) among.tensors[name].data.set(alone.tensors[name].data);
          for (const { affine, weightGradient, kernels } of [alone, among]) {
            affine(kernels);
            weightGradient(kernels);
          }
          assert.deepEqual(among.tensors.a.data.slice(0, few * M), alone.tensors.a.data);
          assert.deepEqual(among.tensors.dW.data, alone.tensors.dW.data);
        }),
        { numRuns: 30 },
      );
    });

    it('in pixels, to the bit', () => {
      for (const length of [1, 15, 16, 17, 256, 784]) {
        const shapes = { x: [length], pixels: roomForPixels({ shape: [length] }).shape };
        const { kernels, tensors } = fill(shapes, [].values());
        const { buffer, byteOffset } = tensors.pixels.data;
        const bytes = new Uint8Array(buffer, byteOffset, length);
        bytes.forEach((_, c) => (bytes[c] = c % 40 < 20 ? 0 : (c * 7) % 256));
        kernels.unpack(tensors.x, bytes);
        assert.deepEqual(
          tensors.x.data,
          Float32Array.from(bytes, (pixel) => pixel / 255),
        );
      }
    });

    it('in products of pixels, to the very bits of those of the numbers that they stand for', () => {
      const images = fc.constantFrom(1, 5, 31, 32, 33, 64, 65, 131, 300);
      const pixels = fc.constantFrom(1, 6, 15, 16, 17, 127, 128, 130, 300);
      const odd = fc.constantFrom(0, NaN, Infinity, -Infinity, 1e-42);
      fc.assert(
        fc.property(images, pixels, units, density, odd, fc.nat(1000), (B, N, M, share, strange, seed) => {
          const random = new NumpyRandom(seed);
          const room = roomForPixels({ shape: [B, N] }).shape;
          const { kernels, tensors } = fill(
            { x: [B, N], room, W: [N, M], b: [M], a: [B, M], da: [B, M], dW: [N, M] },
            (function* () {
              for (;;) yield random.randn();
            })(),
          );
          const { x, W, b, a, da, dW } = tensors;
          const { buffer, byteOffset } = tensors.room.data;
          const bytes = new Uint8Array(buffer, byteOffset, B * N);
          bytes.forEach((_, c) => {
            bytes[c] = random.randomSample() < share ? random.randint(1, 256) : 0;
          });
          if (strange !== 0) {
            for (const { data } of [W, da]) data[random.randint(0, data.length)] = strange;
          }
          kernels.unpack(x, bytes);
          const made = (X: Tensor) => {
            kernels.affine(a, X, W, b);
            kernels.weightGradient(dW, X, da, W, 0.1);
            return [a.data.slice(), dW.data.slice()];
          };
          const expected = made(x);
          const ours = made({ ...x, data: x.data.map(() => NaN), pixels: bytes });
          assert.deepEqual(ours, expected);
        }),
        { numRuns: 150 },
      );
    });

    const cellwise: readonly [name: ActivationName, bound: number][] = [
      ['sigmoid', 4],
      ['tanh', 6],
      ['relu', 0],
      ['leakyRelu', 1],
    ];
    for (const [name, bound] of cellwise) {
      it(`in ${name} and its gradient, within ${bound} units in the last place`, () => {
        const names = { layer: 1, a: 'a', z: 'z', da: 'da', dz: 'dz' };
        const special = [NaN, Infinity, -Infinity, 0, -0, 1e-42, -1e-42, 3e38, -3e38, 88.8, -87.4];
        const swept = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 23.7);
        const cells = [...special, ...swept];
        const shape = [cells.length];
        const { kernels, tensors } = fill({ a: shape, z: shape, da: shape, dz: shape }, [].values());
        tensors.a.data.set(cells);
        tensors.dz.data.forEach((_, c, dz) => (dz[c] = Math.sin(c)));
        const context = { update: 1, constants: {} };
        for (const op of [activations[name].forward(names), activations[name].backward(names)]) {
          op.run(tensors, reference, context);
          const expected = tensors[op.output].data.slice();
          op.run(tensors, kernels, context);
          tensors[op.output].data.forEach((ours, c) => {
            // Where exp is smaller than any normal number, so may the difference be.
            const room = bound * 2 ** -23 * Math.abs(expected[c]) + 2e-38;
            assert.ok(
              Object.is(ours, expected[c]) || Math.abs(ours - expected[c]) <= room,
              `${op.formula} of ${cells[c]} is ${ours}, the reference has ${expected[c]}`,
            );
            // The gradient is to be judged by the same output.
            if (op.phase === 'forward') tensors.z.data[c] = expected[c];
          });
        }
      });
    }

    it('in softmax of rows of any length, large numbers and NaN among them', () => {
      fc.assert(
        fc.property(size, size, fc.infiniteStream(value), (B, K, values) => {
          const { kernels, tensors } = fill({ a: [B, K], z: [B, K] }, values);
          const softmax = (k: Kernels) => {
            k.softmax(tensors.z, tensors.a);
          };
          compare(tensors, 'z', softmax, kernels, 1);
        }),
      );
    });

    for (const targets of ['one-hot', 'class indices']) {
      it(`in the cross-entropy of ${targets} and its gradient`, () => {
        fc.assert(
          fc.property(size, size, fc.infiniteStream(value), fc.nat(1000), (B, K, values, seed) => {
            const shape = targets === 'one-hot' ? [B, K] : [B];
            const { kernels, tensors } = fill({ y: [B, K], t: shape, dy: [B, K], Loss: [] }, values);
            const { y, t, dy, Loss } = tensors;
            const random = new NumpyRandom(seed);
            if (targets === 'one-hot')
              t.data.forEach((_, c, data) => (data[c] = Math.abs(Math.round(data[c]))));
            else t.data.forEach((_, i, data) => (data[i] = Math.floor(random.randomSample() * K)));
            const gradient = (k: Kernels) => {
              k.crossEntropyGradient(dy, y, t);
            };
            compare(tensors, 'dy', gradient, kernels, 16);
            compare(tensors, 'Loss', (k) => (Loss.data[0] = k.crossEntropy(y, t)), kernels, 100);
          }),
        );
      });
    }

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

    for (const optimizer of optimizers) {
      it(`and make the same bits op by op as in whole steps with ${optimizer.name}`, () => {
        const model = toyModel({
          layers: [dense(13, 'relu'), dense(10, 'softmax')],
          dtype: 'float32',
          epochs: 5,
          l2: 0.01,
          shuffle: true,
          optimizer,
        });
        const dataset = toyDataset(1, 10);
        const [byOp, byStep, unwatched] = [0, 1, 2].map(() => new Trainer(model, dataset, backend));
        for (let step = 1; step <= 15; step++) {
          do byOp.nextOp();
          while (byOp.cursor.op > 0);
          byStep.nextStep();
          unwatched.nextStep();
          assert.deepEqual(byStep.tensors, byOp.tensors, `after step ${step}`);
        }
        assert.deepEqual(unwatched.tensors, byOp.tensors, 'looked at only in the end');
      });
    }

    it('and make the same bits whenever somebody looks, and of an image that was changed', () => {
      const dataset = toyDataset(1, 70, 5, 4);
      for (const set of [dataset.train, dataset.test]) {
        set.images.forEach((_, c, bytes) => {
          if (c % 5 > 0) bytes[c] = 0;
        });
      }
      const moves = fc.array(
        fc.constantFrom('nextStep', 'nextOp', 'look', 'measure', 'save', 'edit', 'evaluate', 'back'),
        {
          minLength: 1,
          maxLength: 25,
        },
      );
      const sizes = fc.constantFrom(1, 5, 32, 33);
      fc.assert(
        fc.property(moves, sizes, (walk, batchSize) => {
          const model = toyModel({
            inputShape: [5, 4],
            layers: [dense(13, 'relu'), dense(10, 'softmax')],
            dtype: 'float32',
            epochs: 50,
            batchSize,
            shuffle: true,
            optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
          });
          const [looked, byOp] = [0, 1].map(() => new Trainer(model, dataset, backend));
          let saved = looked.save();
          walk.forEach((move, turn) => {
            if (move === 'nextStep') {
              looked.nextStep();
              do byOp.nextOp();
              while (byOp.cursor.op > 0);
            } else if (move === 'nextOp') {
              for (const each of [looked, byOp]) each.nextOp();
            } else if (move === 'look') {
              assert.deepEqual(looked.tensors, byOp.tensors);
            } else if (move === 'measure') {
              for (const name of ['W1', 'dW1', 'z1']) {
                assert.deepEqual(looked.needed[name], byOp.needed[name]);
              }
            } else if (move === 'save') {
              saved = looked.save();
              assert.deepEqual(saved, byOp.save());
            } else if (move === 'edit') {
              const edit = { name: 'X', index: [0, turn % 20], value: turn % 3 ? turn / 30 : NaN };
              for (const each of [looked, byOp]) each.edit(edit);
            } else if (move === 'evaluate') {
              assert.deepEqual(looked.evaluate(dataset.test), byOp.evaluate(dataset.test));
            } else {
              for (const each of [looked, byOp]) each.restore(saved);
            }
          });
          assert.deepEqual(looked.tensors, byOp.tensors);
        }),
        { numRuns: 100 },
      );
    });

    it('and leave float64 to it', () => {
      const { name, kernels } = backend.open('float64', 8);
      assert.equal(kernels, reference);
      assert.equal(name, 'reference');
      assert.equal(backend.open('float32', 8).name, backend.name);
    });
  });
