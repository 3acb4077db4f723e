/** @file The session on a real engine: in a worker and on this thread, which behave alike. */

import assert from 'node:assert/strict';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import type { StartEngine } from '../../extension/session/engineLine.ts';
import { startEngine } from '../../extension/session/engineLine.ts';
import { RunEndedError, SessionError } from '../../extension/session/errors.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import type { MeasurementChunk, RunState, RunStatus, Side } from '../../webview/protocol.ts';
import { dense } from '../engine/toy.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import {
  engines,
  inWorker,
  mortalWorkerScript,
  nodeWorker,
  readWorkerScript,
  startHere,
  stillbornWorkerScript,
  sharingWorkerScript,
} from './workers.ts';

const { totalSteps, stepsPerEpoch } = { totalSteps: 10, stepsPerEpoch: 5 };

function neverWarn(message: string): never {
  throw new Error(message);
}

const opened: TrainingSession[] = [];

function sessionOn(start: StartEngine): TrainingSession {
  const session = new TrainingSession(
    start,
    ({ template, args }) => [template, ...args].join('|'),
    () => 1e6,
  );
  opened.push(session);
  return session;
}

function becomes(session: TrainingSession, status: RunStatus) {
  return until(session.onDidChangeState, (state) => state.status === status);
}

afterEach(() => {
  for (const session of opened.splice(0)) session.dispose();
});

for (const [where, start] of Object.entries(engines)) {
  describe(`a session whose engine runs ${where}`, () => {
    it('trains to the end and tells every step and epoch', async () => {
      const session = sessionOn(start);
      const told: number[] = [];
      session.onDidGrowCurve(({ from, losses }) => {
        assert.equal(from, told.length);
        told.push(...losses);
      });
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      const state = await finished;

      assert.deepEqual(state.cursor, { step: totalSteps, op: 0 });
      assert.deepEqual(
        session.epochs.map(({ epoch }) => epoch),
        [1, 2],
      );
      assert.equal(state.loss, session.epochs[1].loss);
      assert.equal(state.secondsLeft, 0);
      assert.deepEqual([...session.losses], told);
      assert.equal(told.length, totalSteps);
      for (const { testLoss, testAccuracy } of session.epochs) {
        assert.ok(testLoss > 0 && testAccuracy >= 0 && testAccuracy <= 1);
      }
    });

    it('goes back from the end, and stands still there from the first that is told of it', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const speed = session.state?.stepsPerSecond;
      const told: RunState[] = [];
      session.onDidChangeState((state) => told.push(state));
      await session.previousStep();
      assert.deepEqual(
        told.map(({ status, cursor }) => [status, cursor.step]),
        [['paused', totalSteps - 1]],
      );
      await session.nextStep();
      assert.equal(session.state?.stepsPerSecond, speed, 'steps by hand say nothing of the speed');
    });

    it('measures each branch from its own beginning on, whatever moves it is gone along by', async () => {
      const session = sessionOn(start);
      const told: MeasurementChunk[] = [];
      session.onDidMeasure((chunk) => told.push(chunk));
      let finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const stepsOf = (branch: number) => session.measurements[branch].measurements.map(({ step }) => step);
      assert.deepEqual(stepsOf(0), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      await session.seek({ step: 6, op: 3 });
      // What was there already: the branch goes the same way.
      const [value] = (await session.cells({ tensor: 'W2', row: 0, column: 0, rows: 1, columns: 1 })).values;
      await session.edit({ name: 'W2', index: [0, 0], value });
      await session.nextOp();
      await session.previousStep();
      await session.nextStep();
      finished = becomes(session, 'finished');
      await session.play();
      await finished;
      assert.deepEqual(stepsOf(1), [7, 8, 9, 10]);
      const [first, second] = session.measurements;
      assert.deepEqual(second.measurements, first.measurements.slice(6));
      for (const { branch, measurements } of session.measurements) {
        const news = told.filter((chunk) => chunk.branch === branch);
        assert.deepEqual(
          news.flatMap((chunk) => chunk.measurements),
          measurements,
        );
      }
    });

    it('tells how a tensor was spread over the run, beside training', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const asked = { tensor: 'W1', spread: 'change', from: 0, to: 99, most: 4, bins: 6 } as const;
      const { steps, counts } = await session.distributions(asked);
      assert.deepEqual(steps, [1, 4, 7, 10]);
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        4 * 80,
      );
      await assert.rejects(session.distributions({ ...asked, tensor: 'a1' }), /a1/);
      assert.deepEqual(session.state?.cursor, { step: totalSteps, op: 0 });
    });

    it('describes the run by its program alone', async () => {
      const session = sessionOn(start);
      await session.start(tinyModel, tinyDataset);
      assert.deepEqual(session.run?.model, tinyModel);
      assert.deepEqual(session.run.dataset, { name: 'tiny', train: 36, test: 230, builtIn: true });
      assert.equal(session.run.totalSteps, totalSteps);
      assert.equal(session.run.stepsPerEpoch, stepsPerEpoch);
      assert.equal(session.run.parameterCount, 16 * 5 + 5 + 5 * 10 + 10);
      assert.deepEqual(
        session.run.program.ops.slice(0, 5).map(({ output }) => output),
        ['a1', 'z1', 'a2', 'y_hat', 'Loss'],
      );
    });

    it('pauses, moves op by op and step by step, and goes on', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      assert.equal(session.state?.status, 'paused');
      const { step } = session.state.cursor;
      await session.nextStep();
      assert.deepEqual(session.state.cursor, { step: step + 1, op: 0 });
      await session.nextOp();
      await session.nextOp();
      assert.deepEqual(session.state.cursor, { step: step + 1, op: 2 });
      await session.nextStep();
      assert.deepEqual(session.state.cursor, { step: step + 2, op: 0 });
      assert.equal(session.losses.length, step + 2);

      const further = until(session.onDidChangeState, ({ cursor }) => cursor.step > step + 50);
      await session.play();
      assert.equal((await further).status, 'running');
    });

    it('stands still once paused', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      const before = await session.frame([]);
      await session.histogram('W1', 4);
      assert.deepEqual((await session.frame([])).cursor, before.cursor);
    });

    it('sends each viewer of a frame what it does not have', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      const watches = [{ tensor: 'W1', view: 'matrix', maxRows: 8, maxColumns: 8 }] as const;
      const bytes = async (viewer: string, anew: boolean, fine: readonly string[] = []) =>
        (await session.parcel({ viewer, watches, fine, anew })).data.byteLength;
      const all = await bytes('panel', true);
      assert.ok(all > 0);
      assert.equal(await bytes('panel', false), 0);
      assert.equal(await bytes('inspector', false), all);
      assert.equal(await bytes('panel', true), all);
      assert.equal(await bytes('panel', false), 0);
      assert.equal(await bytes('panel', false, ['W1']), all);
    });

    it('makes the frame that is asked for during a step after that step', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      const frames: ReturnType<TrainingSession['frame']>[] = [];
      session.onDidAskStep(() => {
        frames.push(session.frame([{ tensor: 'a1', view: 'matrix', maxRows: 8, maxColumns: 8 }]));
      });
      const first = session.state?.cursor.step ?? NaN;
      await Promise.all([session.nextOp(), session.nextOp(), session.nextStep(), session.nextOp()]);
      const cursors = (await Promise.all(frames)).map(({ cursor }) => cursor);
      assert.deepEqual(cursors, [
        { step: first, op: 1 },
        { step: first, op: 2 },
        { step: first + 1, op: 0 },
        { step: first + 1, op: 1 },
      ]);
    });

    it('steps over the end of an epoch without losing its evaluation', async () => {
      const session = sessionOn(start);
      const trained = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await trained;
      const whole = session.epochs.map(({ testLoss }) => testLoss);

      await session.restart();
      const finished = becomes(session, 'finished');
      await session.pause();
      // The last evaluation goes on by itself.
      while ((session.state?.cursor.step ?? totalSteps) < totalSteps) await session.nextOp();
      await finished;
      assert.deepEqual(
        session.epochs.map(({ testLoss }) => testLoss),
        whole,
      );
    });

    it('has ended wherever it is gone to its end, and goes on elsewhere', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const end = { step: totalSteps, op: 0 };
      const steps = [
        () => session.previousStep(),
        () => session.nextStep(),
        () => session.previousOp(),
        () => session.nextOp(),
        () => session.seek({ step: 3, op: 1 }),
        () => session.seek(end),
        () => session.edit({ name: 'b2', index: [0], value: 3 }),
        () => session.previousStep(),
        () => session.switchBranch(0),
        () => session.seek(end),
      ];
      for (const go of steps) {
        await go();
        const { cursor, status } = session.state ?? assert.fail();
        assert.equal(status, cursor.step === totalSteps ? 'finished' : 'paused', JSON.stringify(cursor));
      }
      assert.equal(session.state?.status, 'finished');
    });

    it('tells where it has come to when it plays again to the end', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      await session.seek({ step: totalSteps - 2, op: 1 });
      const again = becomes(session, 'finished');
      await session.play();
      assert.deepEqual((await again).cursor, { step: totalSteps, op: 0 });
    });

    it('restarts from the beginning, and trains the same again', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const { run, losses } = session;
      await session.restart();
      assert.notEqual(session.run?.id, run?.id);
      if (session.state?.status !== 'finished') await becomes(session, 'finished');
      assert.deepEqual(session.losses, losses);
    });

    it('keeps what it knows after a stop, and asks for a restart', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await until(session.onDidChangeState, ({ cursor }) => cursor.step > 0);
      session.stop();
      assert.equal(session.state?.status, 'stopped');
      const { length } = session.losses;
      assert.ok(length > 0);
      await assert.rejects(session.play(), SessionError);
      await assert.rejects(session.frame([]), SessionError);
      await session.restart();
      assert.equal(session.state.status, 'running');
    });

    it('answers a pending request with the end of the run', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      const statistics = session.statistics();
      session.stop();
      await assert.rejects(statistics, RunEndedError);
    });

    it('leaves the run alone when another cannot begin', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      const { run } = session;
      await assert.rejects(session.start({ ...tinyModel, inputShape: [5, 5] }, tinyDataset), (error) => {
        assert.ok(error instanceof Error && error.message.includes('5'));
        return true;
      });
      assert.equal(session.run, run);
      await until(session.onDidChangeState, ({ cursor }) => cursor.step > 20);
    });

    it('keeps the later of two starts at once', async () => {
      const session = sessionOn(start);
      const first = session.start(endlessModel, { ...tinyDataset, name: 'first' });
      const second = session.start(endlessModel, { ...tinyDataset, name: 'second' });
      await assert.rejects(first, RunEndedError);
      await second;
      assert.equal(session.run?.dataset.name, 'second');
    });

    it('begins nothing that was stopped on its way', async () => {
      const session = sessionOn(start);
      const starting = session.start(endlessModel, tinyDataset);
      session.stop();
      await assert.rejects(starting, RunEndedError);
      assert.equal(session.run, null);
    });

    it('reads exact cells and refuses what does not exist', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      await session.pause();
      const block = await session.cells({ tensor: 'W2', row: 1, column: 8, rows: 2, columns: 9 });
      assert.deepEqual([block.rows, block.columns, block.values.length], [2, 2, 4]);
      const [corner] = (await session.cells({ tensor: 'W2', row: 2, column: 9, rows: 1, columns: 1 })).values;
      assert.equal(block.values[3], corner);
      await assert.rejects(session.cells({ tensor: 'W2', row: 5, column: 0, rows: 1, columns: 1 }), /W2/);
      await assert.rejects(session.histogram('W9', 4), /W9/);
      const { counts } = await session.histogram('W1', 4);
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        80,
      );
    });

    it('goes back and forth between cursors, and arrives at the same numbers', async () => {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const read = async () => {
        const { values, cursor } = await session.cells({
          tensor: 'W1',
          row: 0,
          column: 0,
          rows: 4,
          columns: 5,
        });
        return { values: [...values], cursor };
      };
      const end = await read();
      await session.seek({ step: 4, op: 3 });
      assert.deepEqual([session.state?.status, session.state?.cursor], ['paused', { step: 4, op: 3 }]);
      const there = await read();
      assert.notDeepEqual(there.values, end.values);
      await session.previousOp();
      await session.previousStep();
      await session.previousStep();
      assert.deepEqual(session.state?.cursor, { step: 3, op: 0 });
      await session.nextStep();
      for (let op = 0; op < 3; op++) await session.nextOp();
      assert.deepEqual(await read(), there);

      const again = becomes(session, 'finished');
      await session.play();
      await again;
      assert.deepEqual(await read(), end);
      assert.equal(session.losses.length, totalSteps);
      assert.equal(session.epochs.length, 2, 'no epoch is scored twice');
    });

    it('branches where a number is changed, and keeps what came after', async () => {
      const session = sessionOn(start);
      let finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const { losses, epochs } = session;
      await session.seek({ step: 6, op: 3 });
      await session.edit({ name: 'learning_rate', index: [], value: 50 });
      await session.edit({ name: 'W2', index: [1, 2], value: Infinity });
      assert.deepEqual([session.state?.branch, session.state?.cursor], [1, { step: 6, op: 3 }]);
      assert.equal(session.state?.status, 'paused');
      assert.deepEqual(session.losses, losses.subarray(0, 6));
      assert.deepEqual(session.epochs, epochs.slice(0, 1));
      assert.deepEqual(
        session.branches.map(({ parent, edits }) => [parent, edits.length]),
        [
          [null, 0],
          [0, 2],
        ],
      );
      await assert.rejects(session.edit({ name: 'W2', index: [5, 0], value: 1 }), /W2/);

      finished = becomes(session, 'finished');
      await session.play();
      await finished;
      assert.equal(session.losses.length, totalSteps);
      assert.deepEqual(session.losses.subarray(0, 6), losses.subarray(0, 6));
      assert.notDeepEqual(session.losses, losses);
      assert.deepEqual(
        session.curves.map(({ branch, from, losses: { length } }) => [branch, from, length]),
        [
          [0, 0, totalSteps],
          [1, 6, totalSteps - 6],
        ],
      );

      await session.seek({ step: 8, op: 1 });
      await session.switchBranch(0);
      assert.deepEqual([session.state.branch, session.state.cursor], [0, { step: 8, op: 1 }]);
      assert.deepEqual(session.losses, losses);
      assert.deepEqual(session.epochs, epochs);
      await assert.rejects(session.switchBranch(2), /2/);
    });

    it('lays a branch beside another: the numbers that going there shows, at no cost to either', async () => {
      const session = sessionOn(start);
      const { comparison } = session;
      let finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const trained = session.losses;
      const { epochs } = session;
      await session.seek({ step: 6, op: 0 });
      assert.throws(() => {
        comparison.choose(0);
      }, /no other branch/);
      await session.edit({ name: 'W2', index: [3, 2], value: 0.5 });
      await assert.rejects(comparison.read('W2'), /nothing to compare/);
      const told: (Side | null)[] = [];
      comparison.onDidChange((compared) => told.push(compared?.side ?? null));
      comparison.choose(0);
      comparison.choose(0);
      assert.deepEqual(comparison.compared, { side: 0, losses: trained, epochs, stepsPerEpoch });
      finished = becomes(session, 'finished');
      await session.play();
      await finished;

      const place = { step: 8, op: 5 };
      await session.seek(place);
      const whole = { row: 0, column: 0, rows: 16, columns: 10 };
      for (const tensor of ['W1', 'W2', 'z1', 'dW2', 'Loss']) {
        const here = await session.cells({ tensor, ...whole });
        const { there, ...beside } = await comparison.read(tensor);
        assert.deepEqual(session.state?.cursor, place);
        assert.deepEqual(await session.cells({ tensor, ...whole }), here, 'all is as it was');
        assert.deepEqual(beside.cursor, place);
        assert.deepEqual(Float64Array.from(beside.here.data), here.values);
        assert.deepEqual(beside.parting, { step: 6, op: 0 });
        await session.switchBranch(0);
        assert.deepEqual(comparison.compared.side, 1, 'going over turns the two about');
        const { values } = await session.cells({ tensor, ...whole });
        assert.deepEqual(Float64Array.from(there?.data ?? []), values, tensor);
        await session.switchBranch(1);
      }
      await assert.rejects(comparison.read('W9'), /W9/);
      comparison.choose(null);
      assert.deepEqual([told.at(0), told.at(-1)], [0, null]);
      comparison.choose(0);
      await session.open(tinyModel, tinyDataset);
      assert.equal(comparison.compared, null);
      assert.equal(told.at(-1), null);
    });

    it('lays a run beside one that was kept before, at the same step', async () => {
      const session = sessionOn(start);
      const { comparison } = session;
      let finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      assert.throws(() => {
        comparison.choose('reference');
      }, /No run has been kept/);
      const { losses: trained } = session;
      await session.seek({ step: 8, op: 5 });
      const whole = { row: 0, column: 0, rows: 16, columns: 10 };
      const tensors = ['W1', 'W2', 'z1', 'dW2', 'Loss'];
      const kept = new Map<string, Float64Array>();
      for (const tensor of tensors) kept.set(tensor, (await session.cells({ tensor, ...whole })).values);
      comparison.keep(await session.save());
      comparison.choose('reference');

      finished = becomes(session, 'finished');
      const optimizer = { ...tinyModel.optimizer, learningRate: 0.05 };
      await session.start({ ...tinyModel, optimizer }, tinyDataset);
      await finished;
      assert.deepEqual(comparison.compared?.losses, trained, 'what was kept outlives its run');
      await session.seek({ step: 8, op: 5 });
      for (const tensor of tensors) {
        const { there, here, parting } = await comparison.read(tensor);
        assert.deepEqual(Float64Array.from(there?.data ?? []), kept.get(tensor), tensor);
        assert.notDeepEqual(here.data, there?.data);
        assert.equal(parting, null);
      }

      const other = { ...tinyDataset, train: { ...tinyDataset.train, labels: new Uint8Array(36) } };
      await session.open(tinyModel, other);
      await assert.rejects(comparison.read('W1'), /on other data/);
      assert.deepEqual(comparison.compared.losses, trained);

      comparison.forget();
      assert.equal(comparison.compared, null);
      assert.equal(comparison.kept, null);
      assert.throws(() => {
        comparison.choose('reference');
      }, /No run has been kept/);
    });

    it('chooses only tensors and cells that exist', async () => {
      const session = sessionOn(start);
      await session.start(endlessModel, tinyDataset);
      assert.deepEqual(session.selection, { tensor: 'W1', index: null });
      session.select('W2', [4, 9]);
      assert.deepEqual(session.selection, { tensor: 'W2', index: [4, 9] });
      session.select('W2', [5, 0]);
      assert.deepEqual(session.selection, { tensor: 'W2', index: null });
      session.select('nothing', null);
      assert.deepEqual(session.selection, { tensor: 'W2', index: null });
    });
  });
}

it('a network for which a second thread pays makes the same numbers with one', async () => {
  const layers = [dense(1500, 'tanh'), dense(1500, 'relu'), dense(10, 'softmax')];
  const runs: number[][] = [];
  for (const start of [inWorker(sharingWorkerScript), engines['in a worker']]) {
    const session = sessionOn(start);
    const finished = becomes(session, 'finished');
    await session.start({ ...tinyModel, layers, dtype: 'float32' }, tinyDataset);
    await finished;
    runs.push([...session.losses]);
  }
  assert.deepEqual(runs[0], runs[1]);
});

describe('a session whose engine breaks', () => {
  it('trains to the same bits in a worker and on this thread', async () => {
    const runs: number[][] = [];
    for (const start of Object.values(engines)) {
      const session = sessionOn(start);
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      const { epochs } = session;
      runs.push([...session.losses, ...epochs.map(({ testLoss }) => testLoss)]);
    }
    assert.deepEqual(runs[0], runs[1]);
  });

  it('fails when the worker dies, keeps its last state, and can be restarted', async () => {
    const session = sessionOn(() => startEngine(nodeWorker(mortalWorkerScript), readWorkerScript, neverWarn));
    await session.start(endlessModel, tinyDataset);
    await until(session.onDidChangeState, ({ cursor }) => cursor.step > 0);
    const failed = becomes(session, 'failed');
    await assert.rejects(session.histogram('W1', 4), RunEndedError);
    const state = await failed;
    assert.match(state.failure ?? '', /The engine stopped unexpectedly.*exit code 7/);
    assert.ok(state.cursor.step > 0);
    assert.equal(session.losses.length, state.cursor.step);
    await session.restart();
    assert.equal(session.state?.status, 'running');
    assert.equal(session.state.failure, null);
  });

  for (const [kind, script] of [
    ['is missing', () => Promise.resolve('/nowhere/worker.cjs')],
    ['fails as it loads', stillbornWorkerScript],
  ] as const) {
    it(`trains on this thread when the worker's script ${kind}, and says so in the log`, async () => {
      const warnings: string[] = [];
      const session = sessionOn(() =>
        startEngine(nodeWorker(script), readWorkerScript, (message) => warnings.push(message)),
      );
      const finished = becomes(session, 'finished');
      await session.start(tinyModel, tinyDataset);
      await finished;
      assert.equal(warnings.length, 1);
      assert.match(warnings[0], /own thread/);
    });
  }

  it('says what to do when nothing has been trained', async () => {
    const session = sessionOn(() => Promise.resolve(startHere(referenceBackend)));
    await assert.rejects(session.restart(), /Train MNIST MLP/);
    await assert.rejects(session.nextOp(), /Train MNIST MLP/);
    session.stop();
    assert.equal(session.state, null);
  });
});
