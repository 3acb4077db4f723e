import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor } from '../../engine/cursor.ts';
import type { ModelSpec, OptimizerSpec } from '../../engine/model.ts';
import { valueAt } from '../../engine/ops/elementwise.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import { explain, type Explanation } from '../../engine/questions/why.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, toyDataset, toyModel } from './toy.ts';

const adam: OptimizerSpec = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const optimizers: readonly OptimizerSpec[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { name: 'nesterov', learningRate: 0.1, momentum: 0.9 },
  { name: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 1e-7 },
  adam,
  { ...adam, name: 'adamw', weightDecay: 0.01 },
];

/** Three steps an epoch, the last of fewer examples. */
function open(model: ModelSpec) {
  const dataset = toyDataset(model.seed, model.batchSize * 2 + 1);
  const trainer = new Trainer({ ...model, epochs: 3, shuffle: true }, dataset);
  // Room for few checkpoints, so that most steps are gone to by replay.
  return { trainer, dataset, timeline: new Timeline(trainer, 0) };
}

function numbersOf({ tensors, cursor, lastLoss, epochLoss, constants, examples }: Trainer): unknown {
  const data = Object.values(tensors).map(({ name, shape, data }) => ({ name, shape, data: [...data] }));
  return { data, cursor, lastLoss, epochLoss, constants, examples: [...examples] };
}

/** A cell of a tensor as it stands, by one number. */
function cellOf({ tensors }: Trainer, tensor: string, pick: number): CellRef {
  return { tensor, index: tensors[tensor].shape.map((length) => pick % length) };
}

const rounding = { float32: 1e-5, float64: 1e-13 };

function checkSum({ reason, value }: Explanation, dtype: 'float32' | 'float64', what: string): void {
  if (reason.kind !== 'op') return;
  const shown = reason.terms.reduce((total, term) => total + term.value, 0);
  const size = reason.terms.reduce((total, term) => total + Math.abs(term.value), 0);
  assert.ok(
    Math.abs(shown + reason.others.sum - value) <= rounding[dtype] * size + 1e-30,
    `${what} is ${value}, its terms give ${shown + reason.others.sum}`,
  );
  assert.ok(Math.abs(reason.sum - value) <= rounding[dtype] * size + 1e-30);
}

const everything = 1e6;

describe('Why a cell is its value', () => {
  const cases = [
    ...architectures(),
    ...optimizers.map((optimizer) => ({ ...toyModel({ optimizer }), title: optimizer.name, optimizer })),
  ];
  for (const { title, layers, loss, ...rest } of cases) {
    it(`${title}: of every tensor at any cursor the terms add up, and nothing has moved`, () => {
      fc.assert(
        fc.property(
          anySize(layers, loss),
          fc.nat(3),
          fc.nat(40),
          fc.nat(),
          fc.integer({ min: 1, max: 9 }),
          (sized, step, op, pick, most) => {
            const model = { ...sized, ...('optimizer' in rest ? { optimizer: rest.optimizer } : {}) };
            const run = open(model);
            const { trainer, timeline } = run;
            for (let i = 0; i < step; i++) timeline.nextStep();
            for (let i = 0; i < op % trainer.program.ops.length; i++) timeline.nextOp();
            const before = numbersOf(trainer);
            for (const { name } of trainer.program.tensors) {
              const cell = cellOf(trainer, name, pick);
              const explanation = explain(run, [cell], most);
              const what = `${name}[${cell.index.join()}] at ${JSON.stringify(trainer.cursor)}`;
              assert.equal(explanation.value, valueAt(trainer.tensors[name], cell.index), what);
              checkSum(explanation, model.dtype, what);
            }
            assert.deepEqual(numbersOf(trainer), before);
          },
        ),
        { numRuns: 6 },
      );
    });
  }

  it('goes back from term to term, to the data, the weights that were drawn and the zeros of the beginning', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...optimizers),
        fc.nat(7),
        fc.nat(40),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        (optimizer, step, op, picks) => {
          const run = open(toyModel({ optimizer, l2: 0.01, dtype: 'float32' }));
          const { trainer, timeline } = run;
          for (let i = 0; i < step; i++) timeline.nextStep();
          for (let i = 0; i < op % trainer.program.ops.length; i++) timeline.nextOp();
          const { tensors } = trainer.program;
          let path: CellRef[] = [cellOf(trainer, tensors[picks[0] % tensors.length].name, picks[1])];
          let told = valueAt(trainer.tensors[path[0].tensor], path[0].index);
          for (const pick of picks) {
            const explanation = explain(run, path, everything);
            const { reason, value } = explanation;
            assert.equal(value, told, `${JSON.stringify(path)} at ${JSON.stringify(trainer.cursor)}`);
            checkSum(explanation, 'float32', JSON.stringify(path));
            if (reason.kind !== 'op') {
              ends.add(reason.kind);
              // What an op has read was there.
              assert.ok(reason.kind !== 'nothing' || path.length === 1);
              break;
            }
            const factors = reason.terms.flatMap((term) => term.factors);
            const next = factors[pick % factors.length];
            path = [...path, { tensor: next.tensor, index: next.index }];
            told = next.value;
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.deepEqual([...ends].sort(), ['beginning', 'data', 'nothing']);
  });

  it('tells of a step before this one as what it is', () => {
    const run = open(toyModel({ optimizer: adam }));
    const { trainer, timeline } = run;
    const { ops } = trainer.program;
    const at = (output: string): number => ops.findIndex((op) => op.output === output);
    timeline.nextStep();
    for (let i = 0; i < 3; i++) timeline.nextOp();
    const made = (tensor: string): Cursor | null => {
      const { reason } = explain(run, [cellOf(trainer, tensor, 0)], 3);
      return reason.kind === 'op' ? reason.made : null;
    };
    assert.deepEqual(made('a1'), { step: 1, op: at('a1') + 1 });
    assert.deepEqual(made('dW1'), { step: 0, op: at('dW1') + 1 });
    assert.deepEqual(made(ops[ops.length - 1].output), { step: 1, op: 0 });
    // The weights that this step's a1 was made of, and those that they were made of.
    const W1 = { tensor: 'W1', index: [0, 0] };
    const { path } = explain(run, [{ tensor: 'a1', index: [0, 0] }, W1, W1], 3);
    assert.deepEqual(
      path.map((each) => each.at),
      [trainer.cursor, { step: 1, op: 0 }, { step: 0, op: at('W1') }],
    );
  });

  it('names the example of the data set', () => {
    const run = open(toyModel());
    const { trainer, timeline, dataset } = run;
    timeline.nextStep();
    timeline.nextOp();
    for (let row = 0; row < trainer.tensors.X.shape[0]; row++) {
      const { reason, value } = explain(run, [{ tensor: 'X', index: [row, 3] }], 1);
      assert.ok(reason.kind === 'data' && reason.step === 1);
      assert.equal(value, dataset.train.images[reason.example * 6 + 3] / 255);
    }
  });

  it('knows what was changed by hand, and what was computed from it', () => {
    const run = open(toyModel());
    const { trainer, timeline } = run;
    timeline.nextStep();
    const X: CellRef = { tensor: 'X', index: [1, 2] };
    timeline.edit({ name: 'X', index: X.index, value: 7 });
    assert.equal(explain(run, [X], 1).reason.kind, 'hand');
    assert.equal(explain(run, [{ tensor: 'X', index: [1, 3] }], 1).reason.kind, 'data');
    timeline.nextOp();
    // After a1 was made of them: what a1 was made of is what was there then.
    timeline.edit({ name: 'W1', index: [2, 0], value: 5 });
    const a1: CellRef = { tensor: 'a1', index: [1, 0] };
    const before = numbersOf(trainer);
    const { reason, value } = explain(run, [a1], everything);
    assert.ok(reason.kind === 'op');
    assert.equal(value, valueAt(trainer.tensors.a1, a1.index));
    const factors = reason.terms.flatMap((term) => term.factors);
    assert.equal(factors.find(({ tensor, index }) => tensor === 'X' && index[1] === 2)?.value, 7);
    const W1 = factors.find(({ tensor, index }) => tensor === 'W1' && index[0] === 2);
    assert.notEqual(W1?.value, 5);
    assert.deepEqual(explain(run, [{ tensor: 'W1', index: [2, 0] }], 1), {
      path: [{ tensor: 'W1', index: [2, 0], at: trainer.cursor }],
      value: 5,
      reason: { kind: 'hand', made: trainer.cursor },
    });
    assert.equal(explain(run, [a1, { tensor: 'W1', index: [2, 0] }], 1).value, W1?.value);
    assert.deepEqual(numbersOf(trainer), before);
    timeline.nextStep();
    assert.equal(explain(run, [{ tensor: 'W1', index: [2, 0] }], 1).reason.kind, 'op');
  });

  it('puts NaN first, folds the smallest together, and writes out what the letters stand for', () => {
    const run = open(toyModel({ optimizer: adam }));
    const { timeline } = run;
    timeline.nextStep();
    timeline.edit({ name: 'W1', index: [4, 1], value: NaN });
    timeline.nextOp();
    const { reason, value } = explain(run, [{ tensor: 'a1', index: [0, 1] }], 2);
    assert.ok(reason.kind === 'op' && Number.isNaN(value) && Number.isNaN(reason.sum));
    assert.equal(reason.terms[0].text, 'X[0,4]·W1[4,1]');
    assert.deepEqual([reason.terms.length, reason.others.count], [2, 5]);
    timeline.nextStep();
    const update = explain(run, [{ tensor: 'W1', index: [0, 0] }], 2).reason;
    assert.ok(update.kind === 'op');
    assert.deepEqual(update.symbols, {
      η: 0.01,
      ε: 1e-7,
      'β₁': 0.9,
      'β₂': 0.999,
      α: (0.01 * Math.sqrt(1 - 0.999 ** 2)) / (1 - 0.9 ** 2),
    });
  });

  it('refuses a cell that is not there', () => {
    const run = open(toyModel());
    run.timeline.nextStep();
    const before = numbersOf(run.trainer);
    for (const cell of [
      { tensor: 'W1', index: [6, 0] },
      { tensor: 'W1', index: [0] },
      { tensor: 'W9', index: [0, 0] },
    ]) {
      assert.throws(() => explain(run, [cell], 1), { name: 'EditError' });
    }
    assert.deepEqual(numbersOf(run.trainer), before);
  });
});
