/** @file Numbers as people read them. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cellName,
  duration,
  exact,
  parseNumber,
  percent,
  placeName,
  shapeText,
  short,
  spoken,
  whole,
} from '../../webview/ui/format.ts';

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
    fc.assert(
      fc.property(fc.float(), (value) => {
        const back = parseNumber(exact(value, 'float32'));
        assert.equal(Math.fround(back ?? 0), value === 0 ? 0 : value);
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(parseNumber(exact(value, 'float64')), value === 0 ? 0 : value);
      }),
    );
    assert.equal(exact(Math.fround(0.1), 'float32'), '0.1');
    assert.equal(exact(Math.fround(-0.00312), 'float32'), '−0.00312');
  });

  it('writes counts, shares, shapes, cells and times', () => {
    assert.equal(whole(18750), '18,750');
    assert.equal(percent(0.9414), '94.1%');
    assert.equal(spoken('−0.0031'), 'minus 0.0031');
    assert.equal(spoken('1.8e−5'), '1.8e minus 5');
    assert.equal(shapeText([784, 50]), '784 × 50');
    assert.equal(cellName('dW1', [350, 7]), 'dW1[350, 7]');
    assert.equal(cellName('Loss', []), 'Loss');
    assert.equal(duration(65.2), '1:05');
    assert.equal(duration(7389), '2:03:09');
  });

  it('reads numbers as people and NumPy write them, and nothing else', () => {
    const cases: [string, number | null][] = [
      [' -0.5 ', -0.5],
      ['−3', -3],
      ['1e−4', 1e-4],
      ['.5', 0.5],
      ['5.', 5],
      ['nan', NaN],
      ['-inf', -Infinity],
      ['∞', Infinity],
      ['', null],
      ['0x10', null],
      ['1,5', null],
      ['1 2', null],
      ['constructor', null],
    ];
    for (const [text, value] of cases) assert.equal(parseNumber(text), value, text);
  });

  it('names a place on the timeline', () => {
    assert.equal(placeName({ step: 1250, op: 0 }), 'step 1,250');
    assert.equal(placeName({ step: 4, op: 3 }), 'step 4, op 3');
  });
});
