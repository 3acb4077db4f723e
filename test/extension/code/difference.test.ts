/** @file How the difference of two models is named. */

import assert from 'node:assert/strict';
import { presets, type ModelSpec } from '../../../engine/index.ts';
import { differenceOf } from '../../../extension/code/retrain/difference.ts';
import { english } from '../english.ts';

const { keras } = presets;
const [hidden, output] = keras.layers;

function difference(change: Partial<ModelSpec>, examples: number | null = null): string | null {
  const before = { model: keras, examples: null };
  return differenceOf(before, { model: { ...keras, ...change }, examples }, english);
}

describe('the difference of two models', () => {
  it('is none of a model and itself', () => {
    assert.equal(difference({}), null);
    assert.equal(difference(JSON.parse(JSON.stringify(keras)) as ModelSpec), null);
  });

  const single: [Partial<ModelSpec>, string][] = [
    [{ layers: [{ ...hidden, units: 64 }, output] }, '64 units'],
    [{ layers: [{ ...hidden, activation: 'relu' }, output] }, 'ReLU'],
    [{ layers: [hidden, hidden, output] }, 'the layers 50-50-10'],
    [{ layers: [output] }, 'the layers 10'],
    [{ layers: [{ ...hidden, init: { name: 'normal', std: 0.1 } }, output] }, 'normal (0.1) initial weights'],
    [
      { layers: [{ ...hidden, biasInit: { name: 'uniform', limit: 0.05 } }, output] },
      'uniform (±0.05) initial biases',
    ],
    [{ inputShape: [8, 8] }, 'inputs of 8×8'],
    [{ optimizer: { name: 'sgd', learningRate: 0.001 } }, 'SGD'],
    [{ optimizer: { ...keras.optimizer, learningRate: 0.01 } }, 'learning rate 0.01'],
    [
      { optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.8, beta2: 0.999, epsilon: 1e-7 } },
      'other settings of Adam',
    ],
    [{ loss: { name: 'meanSquaredError' } }, 'mean squared error'],
    [{ loss: { name: 'crossEntropy', targets: 'oneHot' } }, 'targets of another form'],
    [{ l2: 0.01 }, 'weight decay 0.01'],
    [{ batchSize: 64 }, 'batches of 64'],
    [{ epochs: 20 }, '20 epochs'],
    [{ shuffle: false }, 'examples in their own order'],
    [{ seed: 1 }, 'seed 1'],
    [{ dtype: 'float64' }, 'float64'],
  ];
  for (const [change, text] of single) {
    it(`says "${text}"`, () => {
      assert.equal(difference(change), text);
    });
  }

  it('has a test for everything that a model consists of', () => {
    const changed = new Set(single.flatMap(([change]) => Object.keys(change)));
    assert.deepEqual([...changed].sort(), Object.keys(keras).sort());
  });

  it('says how many examples', () => {
    assert.equal(difference({}, 5), '5 examples');
    const [before, after] = [5, null].map((examples) => ({ model: keras, examples }));
    assert.equal(differenceOf(before, after, english), 'all examples');
  });

  it('names the layer where there are several hidden ones', () => {
    const deep = (units: number) => ({ ...keras, layers: [hidden, { ...hidden, units }, output] });
    const [before, after] = [50, 30].map((units) => ({ model: deep(units), examples: null }));
    assert.equal(differenceOf(before, after, english), '30 units in layer 2');
  });

  it('names two changes and counts the others', () => {
    const optimizer = { name: 'sgd', learningRate: 0.1 } as const;
    assert.equal(difference({ optimizer }), 'SGD and learning rate 0.1');
    assert.equal(difference({ optimizer, epochs: 3, seed: 7 }), 'SGD, learning rate 0.1 and 2 more changes');
  });
});
