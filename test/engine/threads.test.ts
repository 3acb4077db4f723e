import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { compile } from '../../extension/assemblyscript.mjs';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { simdBackend, type KernelModules } from '../../engine/kernels/simd.ts';
import { controlBlock, Sharing } from '../../engine/kernels/threads.ts';
import type { ActivationName, OptimizerSpec } from '../../engine/model.ts';
import { Trainer } from '../../engine/trainer.ts';
import { secondThread, startWorker } from './secondThread.ts';
import { dense, optimizers, toyDataset, toyModel } from './toy.ts';

// Node 20 has it behind a flag, VS Code and later ones as it is.
setFlagsFromString('--experimental-wasm-relaxed-simd');

describe('Kernels that two threads share', function () {
  this.timeout(180_000);
  let modules: KernelModules;

  before(async () => {
    modules = await compile(
      fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url)),
    );
  });

  // Large enough for all that can be divided to be, and of no round size.
  const dataset = toyDataset(1, 310, 28, 28);
  for (const set of [dataset.train, dataset.test]) {
    // Upper halves mostly black, lower ones not, so that both ways of multiplying are gone.
    set.images.forEach((_, c, bytes) => {
      if (c % 784 < 392 && c % 7 > 0) bytes[c] = 0;
    });
  }

  const modelWith = (optimizer: OptimizerSpec, activation: ActivationName) =>
    toyModel({
      inputShape: [28, 28],
      layers: [dense(131, activation), dense(503, activation), dense(10, 'softmax')],
      dtype: 'float32',
      batchSize: 150,
      epochs: 4,
      shuffle: true,
      l2: 0.01,
      optimizer,
    });

  /** Trains with and without, and compares all that they make. */
  async function sameAsAlone(
    backend: Backend,
    begins: () => Promise<unknown>,
    optimizer: OptimizerSpec,
    activation: ActivationName,
  ) {
    const model = modelWith(optimizer, activation);
    const alone = new Trainer(model, dataset, simdBackend(modules));
    const shared = new Trainer(model, dataset, backend);
    await begins();
    while (!alone.finished) {
      for (let step = 0; step < 4; step++) {
        alone.nextStep();
        shared.nextStep();
      }
      assert.deepEqual(shared.tensors, alone.tensors, `step ${alone.cursor.step} with ${optimizer.name}`);
    }
    assert.deepEqual(shared.evaluate(dataset.test), alone.evaluate(dataset.test));
  }

  for (const activation of ['sigmoid', 'tanh', 'relu'] as const) {
    it(`make the same bits with a second thread that never comes, with ${activation}`, async () => {
      const backend = simdBackend(modules, { paysFrom: 0, send: () => undefined });
      for (const optimizer of optimizers) {
        await sameAsAlone(backend, () => Promise.resolve(), optimizer, activation);
      }
    });

    it(`make the same bits with one that does, with ${activation}`, async () => {
      const second = await secondThread();
      const backend = simdBackend(modules, second);
      for (const optimizer of optimizers) await sameAsAlone(backend, second.begins, optimizer, activation);
    });
  }

  it('are done by the second thread when it is there, and it helps with what it is sent next', async () => {
    const worker = await startWorker(`
      import { help } from './kernels/threads.ts';
      parentPort.on('message', ({ control, log }) => {
        help(control, [(round, call) => {
          log[1] = round * 1e7 + call;
          Atomics.store(log, 0, 2);
        }]);
      });`);
    for (let round = 1; round <= 2; round++) {
      const control = controlBlock();
      const log = new Int32Array(new SharedArrayBuffer(8));
      const sharing = new Sharing(control, [
        (round, call) => {
          log[1] = round * 1e7 + call;
          Atomics.store(log, 0, 1);
        },
      ]);
      worker.postMessage({ control, log });
      // Until it listens, the first thread does what nobody has taken.
      for (let call = 1; log[0] !== 2; call++) {
        assert.ok(call < 1e6, 'It has never taken anything');
        sharing.args.set([round, call]);
        sharing.offer(0);
        await new Promise(setImmediate);
        sharing.finish();
        assert.equal(log[1], round * 1e7 + call, 'is done, by whomever');
      }
      sharing.close();
      assert.ok(!sharing.isWelcome);
    }
    await worker.terminate();
  });

  it('are done alone for a while when the second thread was held up', async () => {
    const worker = await startWorker(`
      import { help } from './kernels/threads.ts';
      parentPort.on('message', ({ control, gate }) => {
        help(control, [() => {
          Atomics.store(gate, 0, 1);
          Atomics.wait(gate, 1, 0, 5);
        }]);
      });`);
    const control = controlBlock();
    const gate = new Int32Array(new SharedArrayBuffer(8));
    const sharing = new Sharing(control, [() => undefined]);
    worker.postMessage({ control, gate });
    const alone: number[] = [];
    while (alone.length < 3) {
      gate[0] = 0;
      while (gate[0] === 0) {
        assert.ok(alone.length > 0 || sharing.isWelcome);
        sharing.offer(0);
        sharing.finish();
        await new Promise(setImmediate);
      }
      let kernels = 0;
      while (!sharing.isWelcome) kernels++;
      alone.push(kernels);
    }
    assert.ok(alone[0] > 10);
    assert.ok(alone[1] > alone[0] && alone[2] > alone[1], 'the longer, the more often');
    await worker.terminate();
  });
});
