/** @file What stands behind the lines of the user's code, and when. */

import assert from 'node:assert/strict';
import { presets, statisticsOf, type TensorStats } from '../../../engine/index.ts';
import { afterEdit } from '../../../extension/code/annotations/edits.ts';
import { notesOf, tensorsOf, type Figures } from '../../../extension/code/annotations/notes.ts';
import { Room } from '../../../extension/code/annotations/room.ts';
import { idleText, rangeText, tensorText } from '../../../extension/code/annotations/words.ts';
import { read } from '../../../extension/code/read.ts';
import type { Link, ReadModel } from '../../../extension/code/reading.ts';
import { runInfo } from '../../../extension/session/runInfo.ts';
import type { RunInfo, RunState } from '../../../webview/protocol.ts';
import { english } from '../english.ts';

const some = statisticsOf(Float32Array.of(0.25, 0.75));

/** 1000 examples in batches of 300: the last of an epoch has 100. */
const model = { ...presets.numpy, batchSize: 300 };
const dataset = { name: 'some', builtIn: true, train: 1000, test: 10 };
const run: RunInfo = { id: 1, ...runInfo(model, dataset, 'reference') };

function stateAt(step: number, op: number): RunState {
  return {
    status: 'paused',
    branch: 0,
    cursor: { step, op },
    epoch: 3,
    loss: 0.314,
    accuracy: 0.912,
    stepsPerSecond: null,
    secondsLeft: null,
    failure: null,
  };
}

function figuresOf({ program }: RunInfo): Figures {
  const statistics = Object.fromEntries(
    program.tensors.map(({ name }): [string, TensorStats] => [name, some]),
  );
  return { statistics, idle: [] };
}

/** The code with the notes behind its lines. */
function annotated(
  text: string,
  of: ReadModel,
  [step, op]: readonly [number, number],
  ofRun = run,
  figures = figuresOf(ofRun),
): string {
  const lineOf = (_: number, offset: number) => text.slice(0, offset).split('\n').length - 1;
  const notes = notesOf(of, ofRun, stateAt(step, op), figures, lineOf, english);
  const behind = new Map(notes.map((note) => [note.line, note.text]));
  return text
    .split('\n')
    .map((line, index) => (behind.has(index) ? `${line} | ${behind.get(index) ?? ''}` : line))
    .join('\n');
}

const code = `def affine(x, W, b):
    return x @ W + b
a1 = affine(X, W1, b1)
h = sigmoid(a1)
a2 = affine(h, W2, b2)
dW2, db2, dz1 = backward(h, dy)
W1 -= lr * dW1`;

/** A link through the given lines of the code, whole lines each. */
function link(tensor: string, lines: readonly number[], variable = tensor): Link {
  const all = code.split('\n');
  const path = lines.map((line) => {
    const from = all.slice(0, line).join('\n').length + (line === 0 ? 0 : 1);
    return { cell: 0, from, to: from + all[line].length };
  });
  return { tensor, path, variable };
}

const byHand: ReadModel = {
  library: 'numpy',
  model,
  examples: null,
  at: { cell: 0, from: 0, to: 1 },
  training: null,
  ops: [
    link('a1', [2, 1]),
    link('z1', [3], 'h'),
    link('a2', [4, 1]),
    link('dW2', [5]),
    link('db2', [5]),
    link('dz1', [5]),
    link('W1', [6]),
  ],
  others: [],
};

const opOf = (tensor: string) => run.program.ops.findIndex(({ output }) => output === tensor);

describe('the notes behind hand-written lines', () => {
  it('are none before anything is computed', () => {
    assert.equal(annotated(code, byHand, [0, 0]), code);
  });

  it('come line by line while stepping, and the shared line of a function says what it has made last', () => {
    const after = (tensor: string) => annotated(code, byHand, [0, opOf(tensor) + 1]).split('\n');
    const value = '0.25 … 0.75  μ 0.5';
    assert.deepEqual(after('a1').slice(1, 5), [
      `    return x @ W + b | a1 (300, 50)  ${value}`,
      `a1 = affine(X, W1, b1) | (300, 50)  ${value}`,
      'h = sigmoid(a1)',
      'a2 = affine(h, W2, b2)',
    ]);
    assert.equal(after('z1')[3], `h = sigmoid(a1) | z1 (300, 50)  ${value}`);
    assert.equal(after('a2')[1], `    return x @ W + b | a2 (300, 10)  ${value}`);
  });

  it('list what a line makes of several tensors', () => {
    const line = annotated(code, byHand, [0, opOf('dz1') + 1]).split('\n')[5];
    assert.equal(
      line,
      'dW2, db2, dz1 = backward(h, dy) | dW2 0.25 … 0.75 · db2 0.25 … 0.75 · dz1 0.25 … 0.75',
    );
  });

  it('are all there between two steps, at the size of the batch that was last', () => {
    const lines = annotated(code, byHand, [3, 0]).split('\n');
    assert.match(lines[2], /\(300, 50\)/);
    assert.match(lines[6], /\(784, 50\)/);
    assert.match(annotated(code, byHand, [4, 0]).split('\n')[2], /\(100, 50\)/);
    assert.match(annotated(code, byHand, [4, 1]).split('\n')[2], /\(300, 50\)/);
  });

  it('show a parameter where it is first made at any time, and where it is updated only when it was', () => {
    const others = [link('W1', [0])];
    const lines = annotated(code, { ...byHand, others }, [0, 1]).split('\n');
    assert.match(lines[0], /\| \(784, 50\)/);
    assert.equal(lines[6], 'W1 -= lr * dW1');
  });

  it('say how far training is behind the line of its loop, but not where there is none', () => {
    const first = byHand.ops[0].path[0];
    const training = { cell: 0, from: 0, to: code.length };
    assert.match(
      annotated(code, { ...byHand, training }, [0, 0]),
      /^def.* \| epoch 3\/10 · loss 0\.31 · acc 91\.2%\n/,
    );
    assert.equal(annotated(code, { ...byHand, training: first }, [0, 0]), code);
  });

  it('wait where a tensor has not been asked about: the code was read as other code a moment ago', () => {
    const { statistics } = figuresOf(run);
    const rest = Object.fromEntries(Object.entries(statistics).filter(([tensor]) => tensor !== 'a1'));
    const known = annotated(code, byHand, [3, 0], run, { statistics: rest, idle: [] }).split('\n');
    assert.equal(known[2], 'a1 = affine(X, W1, b1)');
    assert.match(known[3], /h = sigmoid\(a1\) \| z1 /);
  });

  it('say nothing on a line through which the whole cycle passes', () => {
    const ops = run.program.ops.map(({ output }) => link(output, [2]));
    assert.equal(annotated(code, { ...byHand, ops }, [1, 0]), code);
  });
});

describe('the notes behind the lines of a library', () => {
  const keras = `from keras import layers, Sequential
model = Sequential([
    layers.Input(shape=(784,)),
    layers.Dense(50, activation='sigmoid'),
    layers.Dense(10),
    layers.Activation('softmax'),
])
model.compile(optimizer='adam',
              loss='sparse_categorical_crossentropy')
model.fit(x, y, epochs=10)`;
  const [network] = read([{ text: keras }]).models;
  const ofKeras: RunInfo = { id: 1, ...runInfo(network.model, dataset, 'reference') };
  const asked = tensorsOf(network.model);
  const figures: Figures = {
    statistics: Object.fromEntries(asked.map((tensor) => [tensor, some])),
    idle: [{ kind: 'saturated', share: 0.041 }, null],
  };

  it('say what each layer is, what comes out of it, and how much of it is flat', () => {
    assert.equal(
      annotated(keras, network, [5, 0], ofKeras, figures),
      `from keras import layers, Sequential
model = Sequential([
    layers.Input(shape=(784,)),
    layers.Dense(50, activation='sigmoid'), | z1 0.25 … 0.75 · 4.1% saturated · 784 → 50 · 39,250 parameters
    layers.Dense(10), | 50 → 10 · 510 parameters
    layers.Activation('softmax'), | y_hat 0.25 … 0.75
])
model.compile(optimizer='adam',
              loss='sparse_categorical_crossentropy') | Loss 0.5
model.fit(x, y, epochs=10) | epoch 3/10 · loss 0.31 · acc 91.2%`,
    );
  });

  it('say what is known before the first step', () => {
    const lines = annotated(keras, network, [0, 0], ofKeras, figures).split('\n');
    assert.match(lines[3], /\| 784 → 50 · 39,250 parameters$/);
    assert.ok(!lines[8].includes('|'));
  });
});

describe('a tensor in words', () => {
  const text = (shape: number[], ...values: number[]) =>
    tensorText(shape, statisticsOf(Float32Array.from(values)), english);

  it('has shape, range and mean', () => {
    assert.equal(text([2, 2], 0.02, 0.98, 0.5, 0.46), '(2, 2)  0.02 … 0.98  μ 0.49');
    assert.equal(text([2], -1, 3), '(2,)  −1 … 3  μ 1');
    assert.equal(text([2], 0, 0), '(2,)  all 0');
  });

  it('is its number as a scalar', () => {
    assert.equal(text([], 2.3026), '2.3');
    assert.equal(text([], NaN), '⚠ NaN');
    assert.equal(text([], Infinity), '⚠ ∞');
  });

  it('tells first what is no number', () => {
    assert.equal(text([4], NaN, 1, 2, -Infinity), '(4,)  ⚠ 1 NaN  ⚠ 1 ∞  1 … 2  μ 1.5');
    assert.equal(rangeText(statisticsOf(Float32Array.of(NaN, NaN)), english), '⚠ 2 NaN');
  });

  it('says how many units are dead', () => {
    assert.equal(idleText({ kind: 'dead', units: 3, of: 50 }, english), '3 of 50 units dead');
  });
});

describe('notes after an edit', () => {
  const notes = [0, 3, 5].map((line) => ({ cell: 1, line, text: `of ${line}` }));
  const edit = (from: number, to: number, text: string) =>
    afterEdit(notes, 1, { range: { start: { line: from }, end: { line: to } }, text }).map(
      (note) => `${note.text} at ${note.line}`,
    );

  it('go from the line that was typed on', () => {
    assert.deepEqual(edit(3, 3, 'x'), ['of 0 at 0', 'of 5 at 5']);
  });

  it('move down with lines that came in, and up with lines that went', () => {
    assert.deepEqual(edit(1, 1, '\n\n'), ['of 0 at 0', 'of 3 at 5', 'of 5 at 7']);
    assert.deepEqual(edit(1, 3, ''), ['of 0 at 0', 'of 5 at 3']);
  });

  it('stay where another cell was edited', () => {
    const range = { start: { line: 0 }, end: { line: 9 } };
    assert.deepEqual(afterEdit(notes, 0, { range, text: '' }), notes);
  });
});

describe('the room of notes', () => {
  const noteAt = (line: number, text: string) => ({ cell: 0, line, text });

  it('stays as wide as the longest that has stood there, also when none does', () => {
    const room = new Room();
    assert.deepEqual(room.keep([noteAt(3, 'Loss 0.31'), noteAt(4, 'z1')]), [
      noteAt(3, 'Loss 0.31'),
      noteAt(4, 'z1'),
    ]);
    assert.deepEqual(room.keep([noteAt(3, 'Loss 2')]), [noteAt(3, 'Loss 2   '), noteAt(4, '  ')]);
    assert.deepEqual(room.keep([noteAt(4, 'z1 0')]), [noteAt(3, '         '), noteAt(4, 'z1 0')]);
  });

  it('is made anew for other lines', () => {
    const room = new Room();
    room.keep([noteAt(3, 'Loss 0.31')]);
    room.clear();
    assert.deepEqual(room.keep([noteAt(2, 'Loss 2')]), [noteAt(2, 'Loss 2')]);
  });
});
