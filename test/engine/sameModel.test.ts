/** @file Models are compared by what they say. */

import assert from 'node:assert/strict';
import { presets } from '../../engine/presets.ts';
import { sameModel } from '../../engine/sameModel.ts';

describe('sameModel', () => {
  const { keras } = presets;

  it('sees no difference in a copy, in whatever order it is written', () => {
    const copy = Object.fromEntries(
      Object.entries(structuredClone(keras)).reverse(),
    ) as unknown as typeof keras;
    assert.ok(sameModel(keras, copy));
  });

  it('sees each difference', () => {
    assert.ok(!sameModel(keras, presets.numpy));
    assert.ok(!sameModel(keras, { ...keras, seed: keras.seed + 1 }));
    assert.ok(!sameModel(keras, { ...keras, layers: keras.layers.slice(1) }));
    assert.ok(!sameModel({ ...keras, layers: keras.layers.slice(1) }, keras));
    const [first, ...rest] = keras.layers;
    const moved = { ...first, biasInit: { name: 'normal', std: 1 } } as const;
    assert.ok(!sameModel(keras, { ...keras, layers: [moved, ...rest] }));
    assert.ok(!sameModel({ ...keras, layers: [moved, ...rest] }, keras));
  });
});
