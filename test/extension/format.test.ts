/** @file Numbers as people read them. */

import assert from 'node:assert/strict';
import { compact, duration, percent, shapeText } from '../../extension/views/format.ts';

describe('numbers for people', () => {
  it('have three digits, and signs as typeset', () => {
    const cases: [number, string][] = [
      [0, '0'],
      [0.031249, '0.0312'],
      [-4.5, '−4.5'],
      [1234.4, '1234'],
      [0.00021, '0.00021'],
      [0.00000452, '4.52e-6'],
      [1.2745e-7, '1.27e-7'],
      [-2e22, '−2e+22'],
      [NaN, 'NaN'],
      [-Infinity, '−∞'],
      [Infinity, '∞'],
    ];
    for (const [x, text] of cases) assert.equal(compact(x), text);
  });

  it('say shares, shapes and times', () => {
    assert.equal(percent(0.94149), '94.1%');
    assert.equal(shapeText([784, 50]), '784×50');
    assert.equal(shapeText([50]), '50');
    assert.equal(shapeText([]), '()');
    assert.equal(duration(59.4), '0:59');
    assert.equal(duration(200), '3:20');
    assert.equal(duration(3900), '1:05:00');
  });
});
