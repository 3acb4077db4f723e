/** @file A model varied by what a person says in `launch.json`: the model that is meant, or what is wrong with it. */

import assert from 'node:assert/strict';
import { ModelError } from '../../engine/errors.ts';
import { presets } from '../../engine/presets.ts';
import { vary } from '../../engine/variation.ts';

const { keras } = presets;
const [hidden, output] = keras.layers;

describe('A varied model', () => {
  it('is the same where nothing is said', () => {
    assert.deepEqual(vary(keras, {}), keras);
  });

  it('has what was said, and the rest as it was', () => {
    const varied = vary(keras, { hidden: [30, 20], activation: 'relu', learningRate: 50, epochs: 2 });
    assert.deepEqual(varied, {
      ...keras,
      layers: [
        { ...hidden, units: 30, activation: 'relu' },
        { ...hidden, units: 20, activation: 'relu' },
        output,
      ],
      optimizer: { ...keras.optimizer, learningRate: 50 },
      epochs: 2,
    });
  });

  it("has another optimizer with Keras's defaults", () => {
    assert.deepEqual(vary(keras, { optimizer: 'sgd' }).optimizer, { name: 'sgd', learningRate: 0.01 });
    const { optimizer } = vary(keras, { optimizer: 'momentum', learningRate: 0.1 });
    assert.deepEqual(optimizer, { name: 'momentum', learningRate: 0.1, momentum: 0.9 });
  });

  it('is refused, with the field, where it makes no sense', () => {
    const wrong: readonly [object, RegExp][] = [
      [{ hidden: 50 }, /hidden is 50/],
      [{ hidden: ['many'] }, /layers\[0\]\.units is "many"/],
      [{ activation: 'step' }, /layers\[0\]\.activation is "step"/],
      [{ optimizer: 'newton' }, /optimizer\.name is "newton"/],
      [{ learningRate: 'fast' }, /learningRate is "fast"/],
      [{ batchSize: 0 }, /batchSize is 0/],
    ];
    for (const [changes, reason] of wrong) {
      assert.throws(
        () => vary(keras, changes),
        (error) => error instanceof ModelError && reason.test(error.message),
        JSON.stringify(changes),
      );
    }
  });
});
