/** @file Stop rules against a plain scan of every cursor, in both directions, from anywhere, over any history. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor } from '../../engine/cursor.ts';
import type { ModelSpec } from '../../engine/model.ts';
import {
  parseHitCondition,
  StopRuleError,
  type StopRule,
  type StopTrigger,
} from '../../engine/stops/rule.ts';
import { Watch, type Outcome } from '../../engine/stops/watch.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, toyDataset, toyModel } from './toy.ts';

const model = toyModel({ shuffle: true, dtype: 'float32', epochs: 30 });
/** Three steps an epoch, the last of two examples: more steps than a search goes over at a time. */
const dataset = toyDataset(1, 10);
const { program, totalSteps } = new Trainer(model, dataset);
const ops = program.ops.length;
const opOf = (output: string) => program.ops.findIndex((op) => op.output === output);
const cursorAt = (place: number): Cursor => ({ step: Math.floor(place / ops), op: place % ops });
const end = totalSteps * ops;

interface Place {
  readonly cursor: Cursor;
  readonly trainer: Trainer;
  /** The tensors as they were one op before. */
  readonly before: Readonly<Record<string, readonly number[]>>;
}

const cellsOf = ({ tensors }: Trainer) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data)]));

/** Every place, as `step · ops + op`, at which `holds`, found by looking at all of them in turn. */
function scan(spec: ModelSpec, holds: (place: Place) => boolean): number[] {
  const trainer = new Trainer(spec, dataset);
  const found: number[] = [];
  let before = cellsOf(trainer);
  for (let place = 0; ; place++) {
    if (holds({ cursor: trainer.cursor, trainer, before })) found.push(place);
    if (trainer.finished) return found;
    before = cellsOf(trainer);
    trainer.nextOp();
  }
}

function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

class Run {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  readonly watch: Watch;

  constructor(rules: readonly StopRule[], spec = model, budget = 1e9) {
    this.trainer = new Trainer(spec, dataset);
    this.timeline = new Timeline(this.trainer, budget);
    this.watch = new Watch(this.trainer, this.timeline);
    assert.deepEqual(
      this.watch.setRules(rules).filter((error) => error !== null),
      [],
    );
  }

  get place(): number {
    const { step, op } = this.trainer.cursor;
    return step * ops + op;
  }

  /** To the end of training, after which every place can be gone to. */
  toTheEnd(): this {
    while (!this.trainer.finished) this.timeline.nextStep();
    return this;
  }

  continue(): Outcome {
    finish(this.watch.prepare());
    const logs = [];
    while (!this.trainer.finished) {
      const { hits, logs: lines } = this.watch.nextStep(null);
      logs.push(...lines);
      if (hits.length > 0) return { hits, logs };
    }
    return { hits: [], logs };
  }

  reverse(): Outcome {
    return finish(this.watch.reverse());
  }
}

const rule = (trigger: StopTrigger, rest: Partial<StopRule> = {}): StopRule => ({ id: 1, trigger, ...rest });
/** Trained so fast that numbers run away. */
const wild: ModelSpec = {
  ...model,
  layers: [dense(4, 'relu'), dense(10, 'softmax')],
  optimizer: { name: 'sgd', learningRate: 1e9 },
};
/** All but one of its hidden units see nothing but their own limits. */
const saturated: ModelSpec = {
  ...model,
  layers: [{ ...dense(4, 'tanh'), init: { name: 'normal', std: 60 } }, dense(10, 'softmax')],
};

const finite = (cells: readonly number[]) => cells.every(Number.isFinite);
let lowest = Infinity;
let smoothed: number | null = null;
let diverged = false;
let active = [false, false, false, false];

const cases: {
  readonly title: string;
  readonly rule: StopRule;
  readonly spec?: ModelSpec;
  readonly holds: (place: Place) => boolean;
}[] = [
  {
    title: 'an op',
    rule: rule({ kind: 'op', ops: [opOf('dW1')] }),
    holds: ({ cursor }) => cursor.op === opOf('dW1'),
  },
  {
    title: 'the first op of a step',
    rule: rule({ kind: 'op', ops: [0] }),
    holds: ({ cursor, trainer }) => cursor.op === 0 && !trainer.finished,
  },
  {
    title: 'an op, on a condition',
    rule: rule({ kind: 'op', ops: [opOf('dy')] }, { condition: 'Loss < 2.3 and step % 2 == 1' }),
    holds: ({ cursor, trainer }) =>
      cursor.op === opOf('dy') && trainer.tensors.Loss.data[0] < 2.3 && cursor.step % 2 === 1,
  },
  {
    title: 'an op, every fourth time',
    rule: rule({ kind: 'op', ops: [2] }, { hitCondition: '% 4' }),
    holds: ({ cursor }) => cursor.op === 2 && (cursor.step + 1) % 4 === 0,
  },
  {
    title: 'several ops, every third time that training comes to one of them',
    rule: rule({ kind: 'op', ops: [1, 4] }, { hitCondition: '% 3' }),
    holds: ({ cursor }) =>
      (cursor.op === 1 && (2 * cursor.step + 1) % 3 === 0) ||
      (cursor.op === 4 && (2 * cursor.step + 2) % 3 === 0),
  },
  {
    title: 'an op at the beginning, the third time',
    rule: rule({ kind: 'op', ops: [0] }, { hitCondition: '3', condition: 'step != 1' }),
    holds: ({ cursor }) => cursor.op === 0 && cursor.step === 3,
  },
  {
    title: 'a change of a tensor',
    rule: rule({ kind: 'change', expression: 'db1' }),
    holds: ({ trainer, before }) =>
      Array.from(trainer.tensors.db1.data).some((cell, c) => cell !== before.db1[c]),
  },
  {
    title: 'a change of the batch',
    rule: rule({ kind: 'change', expression: 't' }),
    holds: ({ cursor }) => cursor.op === 1,
  },
  {
    title: 'a cell that crosses a number',
    rule: rule({ kind: 'change', expression: 'dW2[1, 3]' }, { condition: 'crosses 0' }),
    holds: ({ trainer, before }) => {
      const now = trainer.tensors.dW2.data[13];
      return (before.dW2[13] < 0 && now >= 0) || (before.dW2[13] > 0 && now <= 0);
    },
  },
  {
    title: 'a change, on a condition',
    rule: rule({ kind: 'change', expression: 'W2[0, 0]' }, { condition: 'norm(dW2) > 0.5' }),
    holds: ({ trainer, before }) =>
      trainer.tensors.W2.data[0] !== before.W2[0] && Math.hypot(...trainer.tensors.dW2.data) > 0.5,
  },
  {
    title: 'a change of a row',
    rule: rule({ kind: 'change', expression: 'dz1[1]' }),
    holds: ({ trainer, before }) => {
      const row = Array.from(trainer.tensors.dz1.data).slice(4, 8);
      return row.some((cell, c) => cell !== before.dz1[4 + c]);
    },
  },
  {
    title: 'a change of what is computed from several tensors',
    rule: rule({ kind: 'change', expression: 'max(abs(W2)) > norm(dW2) and step > 2' }),
    holds: ({ cursor, trainer, before }) => {
      const holds = (cells: Readonly<Record<string, ArrayLike<number>>>, step: number) =>
        Math.max(...Array.from(cells.W2, Math.abs)) > Math.hypot(...Array.from(cells.dW2)) && step > 2;
      const previous = cursor.op === 0 ? cursor.step - 1 : cursor.step;
      return holds(cellsOf(trainer), cursor.step) !== holds(before, previous);
    },
  },
  {
    title: 'NaN or Inf',
    rule: rule({ kind: 'nonFinite' }),
    spec: wild,
    holds: ({ cursor, trainer, before }) => {
      const made = program.ops.at(cursor.op - 1);
      if (!made || (cursor.step === 0 && cursor.op === 0)) return false;
      const old = ({ inputs, output }: typeof made) =>
        inputs.every((name) =>
          finite(name === output ? before[name] : Array.from(trainer.tensors[name].data)),
        );
      return !finite(Array.from(trainer.tensors[made.output].data)) && old(made);
    },
  },
  {
    title: 'a loss that diverges',
    rule: rule({ kind: 'divergence', factor: 1.02 }),
    spec: { ...model, optimizer: { name: 'sgd', learningRate: 20 } },
    holds: ({ cursor, trainer }) => {
      if (cursor.op !== 0 || cursor.step === 0) return false;
      const { lastLoss } = trainer;
      smoothed = smoothed === null ? lastLoss : 0.95 * smoothed + 0.05 * lastLoss;
      lowest = Math.min(lowest, smoothed);
      const before = diverged;
      diverged = smoothed > 1.02 * lowest;
      return diverged && !before;
    },
  },
  {
    title: 'a unit that is idle for a whole epoch',
    rule: rule({ kind: 'idleUnit' }),
    spec: saturated,
    holds: ({ cursor, trainer }) => {
      if (cursor.op === opOf('da1') + 1) {
        trainer.tensors.z1.data.forEach((z, c) => {
          if (1 - z * z > 0.005) active[c % 4] = true;
        });
      }
      if (cursor.op !== 0 || cursor.step === 0 || cursor.step % 3 !== 0) return false;
      const idle = active.includes(false);
      active = [false, false, false, false];
      return idle;
    },
  },
];

describe('stop rules', function () {
  this.timeout(120_000);

  for (const { title, rule: only, spec = model, holds } of cases) {
    it(`stop at ${title}, forward and back`, () => {
      const places = scan(spec, holds);
      assert.ok(places.length > 0 && places.length < end / 2, `${places.length} places`);
      const run = new Run([only], spec);
      const met: number[] = run.place === places[0] ? [0] : [];
      while (run.continue().hits.length > 0) met.push(run.place);
      assert.deepEqual(met, places);
      const back: number[] = [];
      while (run.reverse().hits.length > 0) back.unshift(run.place);
      assert.deepEqual(
        back,
        places.filter((place) => place < end),
      );
      assert.equal(run.place, 0);
    });
  }

  it('find the nearest place from anywhere, whichever rules there are and however little history', () => {
    const chosen = cases.filter(({ spec }) => !spec);
    const found = chosen.map(({ holds }) => scan(model, holds));
    const budget = fc.constantFrom(0, 5_000, 20_000, 1e9);
    const move = fc.record({ from: fc.integer({ min: 0, max: end }), back: fc.boolean() });
    const some = fc.subarray(chosen.map((_, i) => i));
    fc.assert(
      fc.property(budget, some, fc.array(move, { maxLength: 6 }), (bytes, which, moves) => {
        const rules = which.map((i) => ({ ...chosen[i].rule, id: i }));
        const run = new Run(rules, model, bytes).toTheEnd();
        for (const { from, back } of moves) {
          run.timeline.seek(cursorAt(from));
          const { hits } = back ? run.reverse() : run.continue();
          const places = which.flatMap((i) => found[i]).sort((a, b) => a - b);
          const expected = back ? places.findLast((each) => each < from) : places.find((each) => each > from);
          assert.equal(run.place, expected ?? (back ? 0 : end));
          assert.deepEqual(
            hits.map(({ id }) => id),
            which.filter((i) => expected !== undefined && found[i].includes(expected)),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('say what they log in the order of travel, and go on', () => {
    const log = rule({ kind: 'op', ops: [1] }, { id: 2, logMessage: 'step {step}: {shape(a1)[0]} rows' });
    const run = new Run([log, rule({ kind: 'op', ops: [0] }, { condition: 'step == 3' })]);
    const rows = (step: number) => `step ${step}: ${step % 3 === 2 ? 2 : 4} rows`;
    assert.deepEqual(
      run.continue().logs.map(({ text }) => text),
      [0, 1, 2].map(rows),
    );
    assert.deepEqual(run.trainer.cursor, { step: 3, op: 0 });
    assert.deepEqual(
      run.reverse().logs.map(({ text }) => text),
      [2, 1, 0].map(rows),
    );
    assert.equal(run.place, 0);
  });

  it('stop where a condition cannot be judged, and say why', () => {
    // The last mini-batch of an epoch is smaller.
    const run = new Run([rule({ kind: 'op', ops: [1] }, { condition: 'a1[3, 0] > 1e9' })]);
    const { hits } = run.continue();
    assert.deepEqual(run.trainer.cursor, { step: 2, op: 1 });
    assert.match(hits[0].error?.template ?? '', /index/i);
  });

  it('play to a given cursor if none holds before', () => {
    const run = new Run([]);
    run.watch.nextStep({ step: 0, op: 4 });
    assert.equal(run.place, 4);
    run.watch.nextStep(null);
    assert.equal(run.place, ops);
  });

  it('are refused when they make no sense, and leave the others alone', () => {
    const watch = new Watch(new Trainer(model, dataset), new Run([]).timeline);
    const bad: StopRule[] = [
      rule({ kind: 'op', ops: [0] }, { condition: 'Loss <' }),
      rule({ kind: 'op', ops: [0] }, { condition: 'W1 < W2' }),
      rule({ kind: 'op', ops: [0] }, { condition: 'nothing > 1' }),
      rule({ kind: 'op', ops: [0] }, { hitCondition: 'often' }),
      rule({ kind: 'op', ops: [0] }, { logMessage: '{W1 +}' }),
      rule({ kind: 'change', expression: 'W9' }),
      rule({ kind: 'change', expression: 'W1[6, 0]' }),
      rule({ kind: 'change', expression: 'learning_rate * 2' }),
    ];
    const good = rule({ kind: 'nonFinite' });
    const errors = watch.setRules([...bad, good]);
    assert.deepEqual(
      errors.map((error) => error instanceof Error),
      [...bad.map(() => true), false],
    );
  });

  it('read hit counts as other debuggers do', () => {
    const passing = (text: string) => [1, 2, 3, 4, 5, 6].filter(parseHitCondition(text));
    assert.deepEqual(passing('3'), [3]);
    assert.deepEqual(passing('== 3'), [3]);
    assert.deepEqual(passing('>= 5'), [5, 6]);
    assert.deepEqual(passing('>4'), [5, 6]);
    assert.deepEqual(passing('< 2'), [1]);
    assert.deepEqual(passing('<=2'), [1, 2]);
    assert.deepEqual(passing('% 3'), [3, 6]);
    for (const text of ['', 'x', '% 0', '-1', '1.5'])
      assert.throws(() => parseHitCondition(text), StopRuleError);
  });
});
