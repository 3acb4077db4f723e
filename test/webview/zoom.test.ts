/** @file Which part of a picture is seen: always inside of it, about what a person looks at, and back to the whole. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Region, Triple } from '../../engine/frame.ts';
import { nearest, panned, revealing, zoomed, type Zoomable } from '../../webview/drawing/zoom.ts';

const length = fc.integer({ min: 1, max: 5000 });
const least = fc.integer({ min: 1, max: 40 });
const share = fc.double({ min: 0, max: 0.999999, noNaN: true });
const picture = fc.record({
  whole: fc.tuple(fc.constantFrom(1, 1, 50), length, length),
  least: fc.tuple(least, least),
});
const spot = fc.tuple(share, share, share);
const factor = fc.oneof(
  fc.double({ min: 1.01, max: 8, noNaN: true }),
  fc.double({ min: 0.1, max: 0.99, noNaN: true }),
);

function place({ whole }: Zoomable, [a, b, c]: Triple): Triple {
  return [Math.floor(a * whole[0]), Math.floor(b * whole[1]), Math.floor(c * whole[2])];
}

function assertInside({ whole, least: [rows, columns] }: Zoomable, { from, size }: Region): void {
  for (const axis of [0, 1, 2] as const) {
    assert.ok(Number.isInteger(from[axis]) && Number.isInteger(size[axis]));
    assert.ok(from[axis] >= 0 && size[axis] >= 1 && from[axis] + size[axis] <= whole[axis]);
  }
  assert.ok(size[0] === 1 && size[1] >= Math.min(rows, whole[1]) && size[2] >= Math.min(columns, whole[2]));
}

function assertSeen({ from, size }: Region, at: Triple): void {
  for (const axis of [0, 1, 2] as const) {
    assert.ok(at[axis] >= from[axis] && at[axis] < from[axis] + size[axis], `${at.join()} in ${from.join()}`);
  }
}

describe('looking nearer', () => {
  it('stays inside of the picture, and keeps what it looks nearer at', () => {
    fc.assert(
      fc.property(picture, spot, fc.array(factor, { maxLength: 12 }), (of, where, factors) => {
        const at = place(of, where);
        let region: Region | null = null;
        for (const each of factors) {
          region = zoomed(of, region, each, at);
          if (region === null) continue;
          assertInside(of, region);
          assertSeen(region, at);
        }
      }),
    );
  });

  it('gets as near as single cells are read, and back to the whole', () => {
    fc.assert(
      fc.property(picture, spot, (of, where) => {
        const at = place(of, where);
        let region: Region | null = null;
        for (let i = 0; i < 16; i++) region = zoomed(of, region, 2, at);
        const near = [Math.min(of.least[0], of.whole[1]), Math.min(of.least[1], of.whole[2])];
        assert.deepEqual(region?.size.slice(1) ?? of.whole.slice(1), near);
        assert.deepEqual(nearest(of, at)?.size, region?.size);
        for (let i = 0; i < 16; i++) region = zoomed(of, region, 1 / 2, at);
        assert.equal(region, null);
      }),
    );
  });

  it('takes one of many images first', () => {
    const of = { whole: [50, 28, 28], least: [4, 12] } as const;
    const one = zoomed(of, null, 1.1, [7, 20, 3]);
    assert.deepEqual(one, { from: [7, 0, 0], size: [1, 28, 28] });
    assert.equal(zoomed(of, one, 0.9, [7, 0, 0]), null);
    assert.deepEqual(zoomed(of, one, 2, [7, 27, 0])?.from, [7, 14, 0]);
  });

  it('moves as far as the picture goes, and no farther than it must to show a place', () => {
    fc.assert(
      fc.property(picture, spot, spot, fc.integer(), fc.integer(), (of, where, other, down, right) => {
        const region = nearest(of, place(of, where));
        if (region === null) return;
        assertInside(of, panned(of, region, down, right));
        const to: Triple = [region.from[0], place(of, other)[1], place(of, other)[2]];
        const shown = revealing(of, region, to);
        assertInside(of, shown);
        assertSeen(shown, to);
        assert.deepEqual(revealing(of, shown, to), shown);
      }),
    );
    const of = { whole: [1, 100, 100], least: [10, 10] } as const;
    const region: Region = { from: [0, 50, 50], size: [1, 10, 10] };
    assert.deepEqual(revealing(of, region, [0, 60, 45]).from, [0, 51, 45]);
  });
});
