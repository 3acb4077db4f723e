/** @file The course notebook: the network that it trains by hand, line by line, and its one wrong gradient. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { read } from '../../../extension/code/read.ts';
import type { Cell, Span } from '../../../extension/code/reading.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/seed/notebook.ipynb');

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

/** The first line of a place, without its comment. */
function lineOf(cells: readonly Cell[], { cell, from }: Span): string {
  return cells[cell].text.slice(from).split('\n')[0].split('#')[0].trim();
}

describe('Reading the notebook by hand', () => {
  let cells: Cell[];

  before(function () {
    if (!existsSync(file)) this.skip();
    const notebook = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
    cells = notebook.cells
      .filter(({ cell_type }) => cell_type === 'code')
      .map(({ source }) => ({ text: source.join('') }));
  });

  const handWritten = () => {
    const found = read(cells).models.find(({ library }) => library === 'numpy');
    assert.ok(found);
    return found;
  };

  it('finds the model that it trains', () => {
    const { model, examples, at, training } = handWritten();
    assert.deepEqual(model, {
      inputShape: [28, 28],
      layers: [
        { units: 50, activation: 'sigmoid', init: { name: 'normal', std: 0.1 } },
        { units: 10, activation: 'softmax', init: { name: 'normal', std: 0.1 } },
      ],
      loss: { name: 'crossEntropy', targets: 'oneHot' },
      l2: 0,
      optimizer: { name: 'sgd', learningRate: 0.1 },
      batchSize: 5,
      epochs: 1,
      shuffle: false,
      seed: 0,
      dtype: 'float64',
    });
    assert.equal(examples, 5);
    assert.equal(at.cell, cells.length - 1);
    assert.ok(training);
    assert.equal(lineOf(cells, training), 'a1, cache1 = affine_layer_forward(X, W1, b1)');
  });

  it('knows the line of every op of its cycle', () => {
    const lines = handWritten().ops.map(({ tensor, variable, path }) => {
      assert.equal(path[0].cell, cells.length - 1);
      assert.equal(variable, tensor);
      return `${tensor}: ${lineOf(cells, path[path.length - 1])}`;
    });
    assert.deepEqual(lines, [
      'a1: np.dot(X, W) + b',
      'z1: 1 / (1 + np.exp(-x))',
      'a2: np.dot(X, W) + b',
      'y_hat: y.T',
      'Loss: -np.sum(np.log(y[np.arange(batch_size), t])) / batch_size',
      'dy: (y_hat - t) / X.shape[0]',
      'dW2: np.dot(X.T, dy)',
      'db2: np.sum(dy, axis=0)',
      'dz1: np.dot(dy, W.T)',
      'da1: sigmoid_grad(a1) * dz1',
      'dX: np.dot(dy, W.T)',
      'dW1: np.dot(X.T, dy)',
      'db1: np.sum(dy, axis=0)',
      'W1: W1 - learning_rate*dW1',
      'b1: b1 - learning_rate*db1',
      'W2: W2 - learning_rate*dW2',
      'b2: b2 - learning_rate*db2',
    ]);
  });

  it('knows the same tensors in earlier cells', () => {
    const { others } = handWritten();
    const earlier = others.filter(({ path }) => path[0].cell < cells.length - 1);
    const tensors = new Set(earlier.map(({ tensor }) => tensor));
    for (const tensor of [
      'X',
      't',
      'W1',
      'b1',
      'a1',
      'z1',
      'W2',
      'b2',
      'a2',
      'y_hat',
      'Loss',
      'dy',
      'dW2',
      'db2',
    ]) {
      assert.ok(tensors.has(tensor), tensor);
    }
    for (const { tensor, variable } of earlier) assert.equal(variable, tensor);
  });

  it('says of its one wrong line what is right, and nothing else', () => {
    const said = read(cells).remarks.filter(({ severity }) => severity !== 'hint');
    assert.equal(said.length, 1);
    const [{ at, args, fix }] = said;
    assert.equal(lineOf(cells, at), 'np.sum(dz1, axis=0)');
    assert.deepEqual(args, ['db1', 'dz1', 'da1']);
    assert.ok(fix);
    const [edit] = fix.edits;
    assert.equal(cells[edit.at.cell].text.slice(edit.at.from, edit.at.to), 'dz1');
    assert.equal(edit.text, 'da1');
  });
});
