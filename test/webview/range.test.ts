/** @file Colour ranges: robust, calm while running, still while stepping, locked where asked. */

import assert from 'node:assert/strict';
import { statisticsOf, type Frame } from '../../engine/index.ts';
import { fittingRange, Ranges } from '../../webview/drawing/range.ts';

const stats = (...values: number[]): ReturnType<typeof statisticsOf> =>
  statisticsOf(Float32Array.from(values));

/** A frame with one tensor of these values; of its picture, ranges read nothing. */
function frame(...values: number[]): Frame {
  const tensor = {
    tensor: 'W1',
    view: 'matrix',
    shape: [values.length],
    tiles: 1,
    rows: values.length,
    columns: 1,
    pool: [1, 1],
    tileShape: [values.length, 1],
    strides: [0, 1, 1],
    offset: 0,
    stats: stats(...values),
  } as const;
  return { cursor: { step: 1, op: 0 }, tensors: [tensor], data: new ArrayBuffer(0) };
}

describe('the colour range', () => {
  it('ends at the largest value, rounded up to two digits', () => {
    assert.equal(fittingRange(stats(-0.4873, 0.3)), 0.49);
    assert.equal(fittingRange(stats(1, 0.25)), 1);
    assert.equal(fittingRange(stats(0, 0)), 0);
    assert.equal(fittingRange(stats(NaN, 2, Infinity)), 2);
  });

  it('leaves out outliers that would squeeze the rest', () => {
    const many = Array.from({ length: 2000 }, (_, i) => Math.sin(i));
    const range = fittingRange(stats(...many, 100));
    // The statistic itself is as fine as 1/512 of the largest value.
    assert.ok(range >= 0.98 && range <= 1.2, String(range));
  });

  it('follows while running, with patience for values that shrink', () => {
    const ranges = new Ranges();
    assert.equal(ranges.of('W1'), 1);
    ranges.follow(frame(0.5), true);
    assert.equal(ranges.of('W1'), 0.5);
    ranges.follow(frame(0.4), true);
    assert.equal(ranges.of('W1'), 0.5);
    ranges.follow(frame(0.2), true);
    assert.equal(ranges.of('W1'), 0.2);
    ranges.follow(frame(3), true);
    assert.equal(ranges.of('W1'), 3);
  });

  it('settles on the first frame of a pause and then holds still', () => {
    const ranges = new Ranges();
    ranges.follow(frame(0.5), true);
    ranges.follow(frame(0.9), false);
    assert.equal(ranges.of('W1'), 0.9);
    ranges.follow(frame(8), false);
    ranges.follow(frame(0.001), false);
    assert.equal(ranges.of('W1'), 0.9);
    ranges.follow(frame(8), true);
    assert.equal(ranges.of('W1'), 8);
  });

  it('waits for the first values that are not zero, also while stepping', () => {
    const ranges = new Ranges();
    ranges.follow(frame(0), false);
    ranges.follow(frame(0.7), false);
    assert.equal(ranges.of('W1'), 0.7);
    ranges.follow(frame(0), false);
    assert.equal(ranges.of('W1'), 0.7);
  });

  it('does not move while locked, but can be fitted by hand', () => {
    const ranges = new Ranges();
    ranges.follow(frame(0.5), true);
    ranges.setLocked('W1', true);
    ranges.follow(frame(3), true);
    assert.equal(ranges.of('W1'), 0.5);
    ranges.fit('W1', stats(3));
    assert.equal(ranges.of('W1'), 3);
    ranges.setLocked('W1', false);
    ranges.follow(frame(7), true);
    assert.equal(ranges.of('W1'), 7);
  });
});
