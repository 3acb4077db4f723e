import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Cursor } from '../../engine/cursor.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { EditError, type Edit } from '../../engine/edit.ts';
import { besideBranch, besideRun } from '../../engine/questions/beside.ts';
import { partingOf, Timeline, TimelineError, type Branch } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { toyDataset, toyModel } from './toy.ts';

/** Of every tensor, and of what is told of the epoch. Which of its bit patterns a NaN has is up to the processor. */
function hash(trainer: Trainer): string {
  const sum = createHash('sha256');
  for (const { shape, data } of Object.values(trainer.tensors)) {
    const plain = Float64Array.from(data, (value) => (Number.isNaN(value) ? Number.MAX_VALUE : value));
    sum.update(shape.join()).update(new Uint8Array(plain.buffer));
  }
  const { epoch, epochLoss, epochAccuracy, lastLoss, constants } = trainer;
  return sum.update(JSON.stringify({ epoch, epochLoss, epochAccuracy, lastLoss, constants })).digest('hex');
}

const model = toyModel({
  shuffle: true,
  dtype: 'float32',
  epochs: 6,
  optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
});
/** Three steps an epoch, the last of two examples. */
const dataset = toyDataset(1, 10);
const ops = new Trainer(model, dataset).program.ops.length;
const steps = 18;

/** The hash at every cursor of a run that only goes forward, at `step · ops + op`. */
function straightRun(spec: ModelSpec): string[] {
  const trainer = new Trainer(spec, dataset);
  const hashes = [hash(trainer)];
  while (!trainer.finished) {
    trainer.nextOp();
    hashes.push(hash(trainer));
  }
  return hashes;
}

/** What a checkpoint takes. */
function bytesOf(trainer: Trainer): number {
  const { state, random } = trainer.save();
  return state.byteLength + random.key.byteLength;
}

const flat = ({ step, op }: Cursor) => step * ops + op;
const earlier = (a: Cursor, b: Cursor) => (flat(a) < flat(b) ? a : b);

/** A run that only goes forward, to a cursor, with the changes that were made on the way to a branch. */
function recomputed(branches: readonly Branch[], id: number, to: Cursor, spec = model): Trainer {
  const lineage: Branch[] = [];
  for (let each: number | null = id; each !== null; each = branches[each].parent) {
    lineage.unshift(branches[each]);
  }
  const trainer = new Trainer(spec, dataset);
  for (;;) {
    for (const { fork, edits } of lineage) {
      if (flat(fork) === flat(trainer.cursor))
        edits.forEach((edit) => {
          trainer.edit(edit);
        });
    }
    if (flat(trainer.cursor) === flat(to)) return trainer;
    trainer.nextOp();
  }
}

/** A change of some tensor or constant, taken from what numbers there are. */
function editOf(trainer: Trainer, { pick, value }: { pick: number; value: number }): Edit {
  const names = [...trainer.program.tensors.map(({ name }) => name), ...Object.keys(trainer.constants)];
  const name = names[pick % names.length];
  const { shape } = trainer.program.tensors.find((tensor) => tensor.name === name) ?? { shape: [] };
  // Within the smallest batch there is.
  return { name, index: shape.map((length) => pick % Math.min(length, 2)), value };
}

const change = fc.oneof(
  fc.record({
    to: fc.constant('edit' as const),
    pick: fc.nat(1000),
    value: fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.constantFrom(NaN, Infinity)),
  }),
  fc.record({ to: fc.constant('switch' as const), branch: fc.nat(20) }),
);

const move = fc.oneof(
  fc.record({ to: fc.constantFrom('nextOp', 'nextStep', 'previousOp', 'previousStep') }),
  fc.record({ to: fc.constant('play' as const), steps: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    to: fc.constant('seek' as const),
    step: fc.integer({ min: 0, max: steps + 2 }),
    op: fc.integer({ min: 0, max: ops - 1 }),
  }),
);

describe('Timeline', function () {
  this.timeout(60_000);

  it('shows the same bits at a cursor, whichever way one came, under any budget', () => {
    const expected = straightRun(model);
    const budget = fc.constantFrom(0, 20_000, 60_000, 1e9);
    fc.assert(
      fc.property(budget, fc.array(move, { maxLength: 40 }), (bytes, moves) => {
        const trainer = new Trainer(model, dataset);
        const timeline = new Timeline(trainer, bytes);
        let furthest = 0;
        for (const each of moves) {
          const before = flat(trainer.cursor);
          if (each.to === 'play') for (let i = 0; i < each.steps; i++) timeline.nextStep();
          else if (each.to === 'seek') timeline.seek(each);
          else timeline[each.to]();
          const now = flat(trainer.cursor);
          if (each.to === 'seek') assert.equal(now, Math.min(flat(each), furthest));
          if (each.to === 'previousOp') assert.equal(now, Math.max(before - 1, 0));
          furthest = Math.max(furthest, now);
          assert.equal(flat(timeline.furthest), furthest);
          assert.equal(hash(trainer), expected[now], `after ${each.to} at ${JSON.stringify(trainer.cursor)}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('visits any cursor within as many steps as it says, and comes back to the same bits', () => {
    const expected = straightRun(model);
    const budget = fc.constantFrom(0, 20_000, 60_000, 1e9);
    const anywhere = fc.record({ step: fc.nat(steps), op: fc.nat(ops - 1) });
    const back = fc.constant({ to: 'previousStep' as const });
    const visits = fc.array(fc.record({ move: fc.oneof(move, back), to: fc.option(anywhere) }), {
      maxLength: 20,
    });
    // Back four times, then far back, and from there a look at where there is no checkpoint.
    const fourBack = Array.from({ length: 4 }, () => ({ move: { to: 'previousStep' as const }, to: null }));
    const farBack = { move: { to: 'seek' as const, step: 6, op: 0 }, to: { step: 9, op: 0 } };
    let exact = 0;
    fc.assert(
      fc.property(budget, visits, (bytes, moves) => {
        const trainer = new Trainer(model, dataset);
        const timeline = new Timeline(trainer, bytes);
        for (let i = 0; i < steps; i++) timeline.nextStep();
        for (const { move: each, to } of moves) {
          if (each.to === 'seek') timeline.seek(each);
          else if (each.to !== 'play') timeline[each.to]();
          const now = flat(trainer.cursor);
          const { step } = trainer.cursor;
          const target = to ?? { step: Math.max(step - 1, 0), op: 0 };
          const said = timeline.distanceTo(target);
          let run = 0;
          const nextStep = trainer.nextStep.bind(trainer);
          trainer.nextStep = () => {
            run++;
            nextStep();
          };
          timeline.visit(target, () => {
            assert.equal(hash(trainer), expected[Math.min(flat(target), steps * ops)]);
          });
          trainer.nextStep = nextStep;
          assert.ok(run <= said, `${run} steps from ${step} to ${target.step}, not ${said}`);
          if (run === said) exact++;
          assert.equal(hash(trainer), expected[now]);
        }
      }),
      { examples: [[60_000, [...fourBack, farBack]]] },
    );
    assert.ok(exact > 100, `it was exact ${exact} times`);
  });

  it('shows on every branch what a straight run with the same changes has', () => {
    const budget = fc.constantFrom(0, 20_000, 60_000, 1e9);
    fc.assert(
      fc.property(budget, fc.array(fc.oneof(move, change, change), { maxLength: 30 }), (bytes, moves) => {
        const trainer = new Trainer(model, dataset);
        const timeline = new Timeline(trainer, bytes);
        /** The branches as they should be. */
        const branches: Branch[] = [
          { id: 0, parent: null, fork: trainer.cursor, edits: [], furthest: trainer.cursor },
        ];
        let current = 0;
        for (const each of moves) {
          const before = trainer.cursor;
          if (each.to === 'play') for (let i = 0; i < each.steps; i++) timeline.nextStep();
          else if (each.to === 'seek') timeline.seek(each);
          else if (each.to === 'switch') {
            current = each.branch % branches.length;
            timeline.switchBranch(current);
            assert.deepEqual(trainer.cursor, earlier(before, branches[current].furthest));
          } else if (each.to === 'edit') {
            const edit = editOf(trainer, each);
            timeline.edit(edit);
            assert.deepEqual(trainer.cursor, before, 'the cursor stays');
            const { parent, fork, edits, furthest } = branches[current];
            const fresh = parent !== null && flat(fork) === flat(before) && flat(furthest) === flat(before);
            if (fresh) branches[current] = { ...branches[current], edits: [...edits, edit] };
            else {
              const id = branches.length;
              let left = current;
              while (flat(branches[left].fork) > flat(before)) left = branches[left].parent ?? 0;
              branches.push({ id, parent: left, fork: before, edits: [edit], furthest: before });
              current = id;
            }
          } else timeline[each.to]();
          const { cursor } = trainer;
          if (flat(cursor) > flat(branches[current].furthest)) {
            branches[current] = { ...branches[current], furthest: cursor };
          }
          assert.deepEqual(timeline.branches, branches);
          assert.equal(timeline.branch, current);
          assert.equal(hash(trainer), hash(recomputed(branches, current, cursor)), `after ${each.to}`);
        }

        const copy = new Trainer(model, dataset);
        const resumed = new Timeline(copy, bytes);
        resumed.restore(timeline.save(bytes));
        assert.deepEqual(resumed.branches, branches);
        assert.deepEqual(copy.cursor, trainer.cursor);
        assert.equal(hash(copy), hash(trainer), 'after a restore');
        for (const { id, furthest } of branches) {
          resumed.switchBranch(id);
          resumed.seek({ step: steps, op: 0 });
          assert.equal(hash(copy), hash(recomputed(branches, id, furthest)), `restored branch ${id}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lays a tensor beside what going over to another branch would show, and leaves the run as it is', () => {
    const budget = fc.constantFrom(0, 20_000, 1e9);
    let compared = 0;
    fc.assert(
      fc.property(budget, fc.array(fc.oneof(move, change, change), { maxLength: 25 }), (bytes, moves) => {
        const trainer = new Trainer(model, dataset);
        const timeline = new Timeline(trainer, bytes);
        for (const each of moves) {
          if (each.to === 'play') for (let i = 0; i < each.steps; i++) timeline.nextStep();
          else if (each.to === 'seek') timeline.seek(each);
          else if (each.to === 'switch') timeline.switchBranch(each.branch % timeline.branches.length);
          else if (each.to === 'edit') timeline.edit(editOf(trainer, each));
          else timeline[each.to]();
        }
        const { branch, branches } = timeline;
        const { cursor } = trainer;
        const before = hash(trainer);
        for (const { id, furthest } of branches.filter((other) => other.id !== branch)) {
          const reached = flat(cursor) <= flat(furthest);
          const expected = recomputed(branches, id, earlier(cursor, furthest));
          for (const { name } of trainer.program.tensors) {
            const { here, there, parting, ...rest } = besideBranch({ trainer, timeline }, name, id);
            assert.deepEqual(rest, { tensor: name, cursor, furthest });
            assert.deepEqual(here.data, trainer.tensors[name].data);
            if (!reached) assert.equal(there, null);
            else {
              const { shape, data } = expected.tensors[name];
              assert.deepEqual(there, { shape, data }, `${name} of branch ${id}`);
              compared++;
            }
            const common = parting !== null && flat(cursor) < flat(parting);
            if (common) assert.deepEqual(there, here, 'before they part they are one');
          }
        }
        assert.equal(hash(trainer), before);
        assert.equal(timeline.branch, branch);
        assert.deepEqual(timeline.branches, branches);
        assert.throws(() => besideBranch({ trainer, timeline }, 'W1', branch), TimelineError);
      }),
      { numRuns: 80 },
    );
    assert.ok(compared > 1000, `${compared} tensors were compared`);
  });

  it('lays a tensor beside the same step of another run, as far as the two have the same ops', () => {
    const runOf = (spec: ModelSpec, to: number) => {
      const trainer = new Trainer(spec, dataset);
      const timeline = new Timeline(trainer, 1e9);
      for (let i = 0; i < to; i++) timeline.nextStep();
      return { trainer, timeline };
    };
    const other = { ...model, optimizer: { name: 'sgd', learningRate: 0.1 }, seed: 3 } as const;
    const here = runOf(model, 7);
    const there = runOf(other, 5);
    const names = ['X', 'W1', 'z1', 'dW2', 'Loss'];
    for (const [step, op] of [
      [0, 0],
      [3, 0],
      [3, 9],
      [4, ops - 1],
    ]) {
      here.timeline.seek({ step, op });
      const straight = new Trainer(other, dataset);
      for (let i = 0; i < step; i++) straight.nextStep();
      // After the same op as here; the other has fewer.
      const last = here.trainer.program.ops.at(op - 1)?.output;
      const done = straight.program.ops.findIndex(({ output }) => output === last) + 1;
      if (op > 0) for (let i = 0; i < (done > 0 ? done : straight.program.ops.length); i++) straight.nextOp();
      for (const name of names) {
        const { shape, data } = straight.tensors[name];
        const beside = besideRun(here, name, there);
        assert.deepEqual(beside.there, { shape, data }, `${name} at ${step}, ${op}`);
        assert.deepEqual(beside.here.data, here.trainer.tensors[name].data);
      }
    }
    assert.equal(besideRun(here, 'mW1', there).there, null, 'the other has no such tensor');
    here.timeline.seek({ step: 6, op: 0 });
    const { there: beyond, furthest } = besideRun(here, 'W1', there);
    assert.deepEqual([beyond, furthest], [null, { step: 5, op: 0 }]);
  });

  it('tells where two branches part', () => {
    const at = (step: number): Cursor => ({ step, op: 0 });
    const branch = (id: number, parent: number | null, step: number): Branch => ({
      ...{ id, parent, edits: [], fork: at(step), furthest: at(20) },
    });
    const branches = [branch(0, null, 0), branch(1, 0, 4), branch(2, 1, 9), branch(3, 0, 7), branch(4, 1, 4)];
    const expected = { '0,1': 4, '0,2': 4, '1,2': 9, '2,3': 4, '0,3': 7, '1,4': 4, '2,4': 4 };
    for (const [pair, step] of Object.entries(expected)) {
      const [a, b] = pair.split(',').map(Number);
      assert.deepEqual(partingOf(branches, a, b), at(step), pair);
      assert.deepEqual(partingOf(branches, b, a), at(step), pair);
    }
  });

  it('takes the batch of a step when a pixel is changed at its beginning, and computes on with the pixel', () => {
    const trainer = new Trainer(model, dataset);
    const timeline = new Timeline(trainer, 1e9);
    timeline.nextStep();
    const straight = new Trainer(model, dataset);
    straight.nextStep();
    straight.nextOp();
    timeline.edit({ name: 'X', index: [1, 4], value: 7 });
    const expected = straight.tensors.X.data.slice();
    expected[10] = 7;
    assert.deepEqual(trainer.tensors.X.data, expected);
    timeline.nextOp();
    const rows = (a: Float32Array | Float64Array) => [...a.subarray(0, 4), ...a.subarray(8)];
    assert.deepEqual(rows(trainer.tensors.a1.data), rows(straight.tensors.a1.data), 'the other images');
    assert.notDeepEqual(trainer.tensors.a1.data, straight.tensors.a1.data);
  });

  it('refuses to change what does not exist, and changes nothing by it', () => {
    const trainer = new Trainer(
      toyModel({ loss: { name: 'crossEntropy', targets: 'classIndices' } }),
      dataset,
    );
    const timeline = new Timeline(trainer, 1e9);
    timeline.nextOp();
    const before = hash(trainer);
    for (const edit of [
      { name: 'W9', index: [0, 0], value: 1 },
      { name: 'toString', index: [], value: 1 },
      { name: 'W1', index: [6, 0], value: 1 },
      { name: 'W1', index: [0, -1], value: 1 },
      { name: 'W1', index: [0.5, 0], value: 1 },
      { name: 'W1', index: [], value: 1 },
      { name: 'W1', index: [6], value: 1 },
      { name: 'b1', index: [0, 0], value: 1 },
      { name: 'learning_rate', index: [0], value: 1 },
      { name: 't', index: [0], value: 10 },
      { name: 't', index: [0], value: NaN },
    ]) {
      assert.throws(() => {
        timeline.edit(edit);
      }, EditError);
    }
    assert.throws(() => {
      timeline.switchBranch(1);
    }, TimelineError);
    assert.equal(hash(trainer), before);
    assert.equal(timeline.branches.length, 1);
  });

  it('goes back step by step and runs little again, however far apart its checkpoints are', () => {
    const trainer = new Trainer({ ...model, epochs: 400 }, dataset);
    const timeline = new Timeline(trainer, 40 * bytesOf(trainer));
    const hashes = [hash(trainer)];
    while (!trainer.finished) {
      timeline.nextStep();
      hashes.push(hash(trainer));
    }
    let run = 0;
    const nextStep = trainer.nextStep.bind(trainer);
    trainer.nextStep = () => {
      run++;
      nextStep();
    };
    for (let step = trainer.totalSteps - 1; step >= 0; step--) {
      timeline.previousStep();
      assert.deepEqual(trainer.cursor, { step, op: 0 });
      assert.equal(hash(trainer), hashes[step]);
    }
    assert.ok(run < 6 * trainer.totalSteps, `${run} steps`);
  });

  it('goes back on a branch and then on another, and shows the bits of each', () => {
    const long = { ...model, epochs: 100 };
    const count = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(count, count, count, fc.nat(30), (from, left, on, back) => {
        const trainer = new Trainer(long, dataset);
        const timeline = new Timeline(trainer, 32 * bytesOf(trainer));
        const same = (): void => {
          const expected = recomputed(timeline.branches, timeline.branch, trainer.cursor, long);
          assert.equal(hash(trainer), hash(expected));
        };
        for (let i = 0; i < from + 60; i++) timeline.nextStep();
        timeline.seek({ step: left, op: 2 });
        timeline.edit({ name: 'W1', index: [0, 0], value: 3 });
        for (let i = 0; i < on; i++) timeline.nextStep();
        for (let i = 0; i < back; i++) timeline.previousStep();
        same();
        timeline.switchBranch(0);
        same();
        timeline.previousOp();
        same();
      }),
      { numRuns: 100 },
    );
  });

  it('keeps no more checkpoints than its budget has room for, and loses no cursor by it', () => {
    const trainer = new Trainer(model, dataset);
    const timeline = new Timeline(trainer, 4 * bytesOf(trainer));
    const kept = (timeline as unknown as { history: { readonly size: number } }).history;
    while (!trainer.finished) {
      timeline.nextStep();
      assert.ok(kept.size <= 4, `${kept.size} checkpoints`);
    }
    for (let step = steps; step >= 0; step--) {
      timeline.seek({ step, op: 0 });
      assert.deepEqual(trainer.cursor, { step, op: 0 });
    }
  });
});
