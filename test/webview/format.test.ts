/** @file Numbers as people read them. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellName, duration, exact, percent, shapeText, short, whole } from '../../webview/ui/format.ts';

describe('formatting', () => {
  it('writes numbers short', () => {
    const cases: [number, string][] = [
      [0, '0'],
      [0.5234, '0.52'],
      [-0.03124, '−0.031'],
      [15.049, '15.0'],
      [1234.5, '1235'],
      [0.000912, '9.1e−4'],
      [-9e-5, '−9e−5'],
      [123456, '1.2e5'],
      [NaN, 'NaN'],
      [-Infinity, '−∞'],
    ];
    for (const [value, text] of cases) assert.equal(short(value), text);
  });

  it('writes exact numbers that read back as themselves', () => {
    const back = (text: string): number => Number(text.replaceAll('−', '-'));
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Math.fround(back(exact(value, 'float32'))), value === 0 ? 0 : value);
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(back(exact(value, 'float64')), value === 0 ? 0 : value);
      }),
    );
    assert.equal(exact(Math.fround(0.1), 'float32'), '0.1');
    assert.equal(exact(Math.fround(-0.00312), 'float32'), '−0.00312');
  });

  it('writes counts, shares, shapes, cells and times', () => {
    assert.equal(whole(18750), '18,750');
    assert.equal(percent(0.9414), '94.1 %');
    assert.equal(shapeText([784, 50]), '784 × 50');
    assert.equal(cellName('dW1', [350, 7]), 'dW1[350, 7]');
    assert.equal(cellName('Loss', []), 'Loss');
    assert.equal(duration(65.2), '1:05');
    assert.equal(duration(7389), '2:03:09');
  });
});
