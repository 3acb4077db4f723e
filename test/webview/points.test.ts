/** @file Which points of a line are drawn, and what its value is at a step. */

import assert from 'node:assert/strict';
import { thin, valueAt } from '../../webview/drawing/points.ts';

const steps = Array.from({ length: 1000 }, (_, step) => step);

describe('the points of a line', () => {
  it('are all drawn where each has a column of its own', () => {
    const few = { steps: [0, 1, 2], values: [3, 1, 2] };
    assert.deepEqual(thin(few, 1), few);
    assert.deepEqual(thin({ steps: [], values: [] }, 1), { steps: [], values: [] });
  });

  it('are the first, the least, the greatest and the last of a column, in their order', () => {
    const values = [5, 9, 1, 6, 7, 7, 7, 7];
    assert.deepEqual(thin({ steps: [0, 1, 2, 3, 4, 5, 6, 7], values }, 4), {
      steps: [0, 1, 2, 3, 4, 7],
      values: [5, 9, 1, 6, 7, 7],
    });
  });

  it('reach as high and as low in every column as the whole line', () => {
    const values = steps.map((step) => Math.sin(step) * Math.sin(step / 70));
    const found = thin({ steps, values }, 50);
    assert.ok(found.steps.length <= 80);
    for (let column = 0; column < 20; column++) {
      const of = (line: { steps: readonly number[]; values: readonly (number | null)[] }) =>
        line.values.filter((_, i) => Math.floor(line.steps[i] / 50) === column).map(Number);
      const [all, some] = [of({ steps, values }), of(found)];
      assert.deepEqual(
        [Math.min(...some), Math.max(...some), some.at(0), some.at(-1)],
        [Math.min(...all), Math.max(...all), all.at(0), all.at(-1)],
      );
    }
  });

  it('leave one gap where there are none', () => {
    const values = [NaN, 1, 2, null, Infinity, 3];
    assert.deepEqual(thin({ steps: [0, 1, 2, 3, 4, 5], values }, 100), {
      steps: [1, 2, 3, 5],
      values: [1, 2, null, 3],
    });
  });

  it('tell the value at a step, or the last before it', () => {
    const line = { steps: [10, 20, 30, 40], values: [1, NaN, null, 4] };
    assert.deepEqual(
      [9, 10, 15, 39, 40, Infinity].map((step) => valueAt(line, step)),
      [null, 1, 1, 1, 4, 4],
    );
  });
});
