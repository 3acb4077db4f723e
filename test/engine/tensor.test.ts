import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classOf, isClassOf, type Tensor } from '../../engine/tensor.ts';

describe('The class of an example', () => {
  it('is asked about with the same answer as it is told, NaN and equal scores or not', () => {
    const score = fc.constantFrom(0, 1, 2, NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 4 }), (row) => {
        const data = Float32Array.from([...row, ...row.toReversed()]);
        const tensor: Tensor = { name: 'y_hat', shape: [2, row.length], dtype: 'float32', data };
        for (const i of [0, 1]) {
          row.forEach((_, j) => {
            assert.equal(isClassOf(tensor, i, j), classOf(tensor, i) === j);
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
