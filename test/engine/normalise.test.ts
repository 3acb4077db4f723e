import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalise } from '../../engine/data/normalise.ts';

/** A drawing with one filled rectangle. */
function rectangle(width: number, height: number, left: number, top: number, w: number, h: number) {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= left && x < left + w && y >= top && y < top + h ? 255 : 0;
  });
  return { pixels, width, height };
}

function extent(image: Uint8Array, width: number) {
  const inked = [...image.keys()].filter((i) => image[i] > 0);
  const [xs, ys] = [inked.map((i) => i % width), inked.map((i) => Math.floor(i / width))];
  const span = (all: number[]): number => Math.max(...all) - Math.min(...all) + 1;
  return { width: span(xs), height: span(ys) };
}

describe('A drawing made into an image as MNIST has them', () => {
  it('is scaled into a box of 20 with its proportions, wherever and however large it was drawn', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.nat(60),
        fc.integer({ min: 1, max: 52 }),
        fc.integer({ min: 1, max: 52 }),
        (x, y, w, h) => {
          const image = normalise(rectangle(112, 112, x, y, w, h), 28, 28);
          const found = extent(image, 28);
          assert.equal(Math.max(found.width, found.height), 20);
          assert.equal(
            Math.min(found.width, found.height),
            Math.max(1, Math.round((20 * Math.min(w, h)) / Math.max(w, h))),
          );
          assert.ok(
            image.every((p) => p === 0 || p === 255),
            'ink that fills pixels stays black',
          );
        },
      ),
    );
  });

  it('has its centre of mass in the middle, unless ink would be lost over the edge', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(111), { minLength: 4, maxLength: 40 }), (numbers) => {
        const pixels = new Uint8Array(112 * 112);
        for (let i = 0; i + 1 < numbers.length; i += 2) pixels[numbers[i] * 112 + numbers[i + 1]] = 255;
        const image = normalise({ pixels, width: 112, height: 112 }, 28, 28);
        const mass = image.reduce((sum, p) => sum + p, 0);
        if (mass === 0) return;
        for (const at of [(i: number) => i % 28, (i: number) => Math.floor(i / 28)]) {
          const centre = image.reduce((sum, p, i) => sum + p * at(i), 0) / mass;
          const inked = [...image.keys()].filter((i) => image[i] > 0).map(at);
          const isAtEdge = centre < 14 ? Math.max(...inked) === 27 : Math.min(...inked) === 0;
          // To the nearest whole pixel, as there.
          assert.ok(Math.abs(centre - 14) <= 0.5 + 1e-9 || isAtEdge, `at ${centre}`);
        }
      }),
      // Whose second point is too faint at the side of the box to be seen.
      { examples: [[[111, 100, 70, 3]]] },
    );
  });

  it('has shades of grey where ink covers a part of a pixel, and as much of it as there was', () => {
    const drawing = rectangle(100, 100, 10, 10, 40, 3);
    const image = normalise(drawing, 28, 28);
    const ink = image.reduce((sum, p) => sum + p, 0) / 255;
    assert.ok(Math.abs(ink - 20 * 2) < 1, 'a bar of 20 × 2');
    const slanted = new Uint8Array(100 * 100);
    for (let i = 10; i < 90; i++) slanted[i * 100 + Math.floor(i / 2)] = 255;
    const grey = normalise({ pixels: slanted, width: 100, height: 100 }, 28, 28);
    assert.ok(grey.some((p) => p > 0 && p < 255));
  });

  it('is nothing of nothing', () => {
    assert.ok(normalise(rectangle(20, 20, 0, 0, 0, 0), 28, 28).every((p) => p === 0));
  });
});
