/** @file Finding, in code that has been read, the tensor at a place and the model that is meant. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  homeOf,
  linksAt,
  linksOf,
  modelAt,
  modelNow,
  tensorAt,
  type Place,
} from '../../../extension/code/links.ts';
import { read } from '../../../extension/code/read.ts';
import type { ReadModel, Span } from '../../../extension/code/reading.ts';

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

const notebook = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../vscode/sample/two_layers.ipynb', import.meta.url)), 'utf8'),
) as Notebook;
const texts = notebook.cells
  .filter(({ cell_type }) => cell_type === 'code')
  .map(({ source }) => source.join(''));
const [keras, byHand] = read(texts.map((text) => ({ text }))).models;

/** Where `text` stands, after `before` if that is given, and so many units further on. */
function placeOf(text: string, before = '', further = 0): Place {
  const cell = texts.findIndex((each) => each.includes(before + text));
  assert.ok(cell >= 0, before + text);
  return { cell, offset: texts[cell].indexOf(before + text) + before.length + further };
}

const written = ({ cell, from, to }: Span) => texts[cell].slice(from, to);

describe('the tensor at a place', () => {
  const tensor = (place: Place, word: string | null) => tensorAt(byHand, place, word);

  it('is that of the variable there', () => {
    assert.equal(tensor(placeOf('dz1 = np.dot'), 'dz1'), 'dz1');
    assert.equal(tensor(placeOf('W2.T', 'dz1 = np.dot(dy, '), 'W2'), 'W2');
    assert.equal(tensor(placeOf('y_hat - t', 'dy = ('), 'y_hat'), 'y_hat');
    assert.equal(tensor(placeOf('loss = '), 'loss'), 'Loss');
  });

  it('is what the line makes, where there is no variable', () => {
    assert.equal(tensor(placeOf('np', 'dz1 = '), 'np'), 'dz1');
    assert.equal(tensor(placeOf(' = np.dot', 'dz1'), null), 'dz1');
    assert.equal(tensorAt(keras, placeOf('Dense(10', 'layers.'), 'Dense'), 'a2');
  });

  it('is what the line makes in a function too, whatever its parameters are called', () => {
    assert.equal(tensor(placeOf('x))', 'return 1 / (1 + np.exp(-'), 'x'), 'z1');
  });

  it('is none where nothing is made', () => {
    assert.equal(tensor(placeOf('# Update'), 'Update'), null);
    assert.equal(tensor(placeOf('def sigmoid'), 'def'), null);
  });
});

describe('a link', () => {
  const home = (model: ReadModel, name: string) => {
    const link = linksOf(model).find(({ tensor }) => tensor === name);
    assert.ok(link);
    return written(homeOf(link));
  };

  it('is at home in the statement of the cycle that names the tensor, or in its layer', () => {
    assert.equal(home(byHand, 'a1'), 'a1 = affine(X, W1, b1)');
    assert.equal(home(byHand, 'W1'), 'W1 -= learning_rate * dW1');
    assert.equal(home(keras, 'z1'), 'keras.layers.Dense(30, activation="relu")');
  });

  it('is found in the function where it is computed, once for each call', () => {
    const tensors = linksAt(byHand, placeOf('np.dot(x, W) + b')).map(({ tensor }) => tensor);
    assert.deepEqual(tensors, ['a1', 'a2']);
  });
});

describe('the model that is meant', () => {
  const models = [keras, byHand];
  const meant = (place: Place) => modelAt(models, place)?.library;

  it('is that of the lines where the cursor is', () => {
    assert.equal(meant(placeOf('Dense(10')), 'keras');
    assert.equal(meant(placeOf('da1 = ')), 'numpy');
  });

  it('is the nearest before the cursor, or else the first', () => {
    assert.equal(meant(placeOf('def affine')), 'keras');
    assert.equal(meant(placeOf('b2 = np.zeros')), 'numpy');
    assert.equal(meant(placeOf('from tensorflow')), 'keras');
    assert.equal(modelAt([], { cell: 0, offset: 0 }), undefined);
  });

  it('stays the same through edits', () => {
    const changed = (model: ReadModel): ReadModel => ({
      ...model,
      model: { ...model.model, epochs: model.model.epochs + 1 },
    });
    const now = (all: readonly ReadModel[]) =>
      modelNow(all, { index: 1, library: 'numpy' }, ({ model }) => model === byHand.model);
    assert.equal(now(models), byHand);
    // Another has come before it.
    assert.equal(now([keras, changed(keras), byHand]), byHand);
    // The one before it is gone, or is just being typed.
    assert.equal(now([byHand]), byHand);
    const edited = changed(byHand);
    assert.equal(now([keras, edited]), edited);
    assert.equal(now([keras, changed(keras)]), undefined);
    assert.equal(now([]), undefined);
  });
});
