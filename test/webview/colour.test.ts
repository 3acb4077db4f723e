/** @file The colour scales: symmetric about zero, even in lightness, and never the colour of a mark. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  colourOf,
  colourScale,
  css,
  marks,
  pixel,
  placeOf,
  type Pixel,
  type ThemeKind,
} from '../../webview/drawing/colour.ts';
import { themeKind } from '../../webview/ui/theme.ts';

const kinds: readonly ThemeKind[] = ['light', 'dark', 'highContrast', 'highContrastLight'];

/** Relative luminance, as WCAG 2 defines it. */
function luminance(of: Pixel): number {
  const [red, green, blue] = [of & 255, (of >>> 8) & 255, (of >>> 16) & 255].map((byte) => {
    const part = byte / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('colour scales', () => {
  it('reads and writes colours', () => {
    assert.equal(pixel('#ff8001'), 0xff0180ff);
    assert.equal(pixel('rgb(255, 128, 1)'), 0xff0180ff);
    assert.equal(css(0xff0180ff), 'rgb(255, 128, 1)');
  });

  for (const kind of kinds) {
    const isDark = kind === 'dark' || kind === 'highContrast';
    const signed = colourScale(false, kind);
    const positive = colourScale(true, kind);

    it(`${kind}: puts zero in the middle of a signed scale and at the start of the other`, () => {
      assert.equal(colourOf(0, 3, signed), signed.table[128]);
      assert.equal(colourOf(3, 3, signed), signed.table[255]);
      assert.equal(colourOf(-3, 3, signed), signed.table[1]);
      assert.equal(colourOf(0, 3, positive), positive.table[0]);
      assert.equal(colourOf(3, 3, positive), positive.table[255]);
    });

    it(`${kind}: has a ${isDark ? 'dark' : 'light'} zero that grows ${isDark ? 'lighter' : 'darker'} outward`, () => {
      const outward = (a: Pixel, b: Pixel): boolean =>
        isDark ? luminance(b) >= luminance(a) - 0.002 : luminance(b) <= luminance(a) + 0.002;
      for (let i = 129; i < 256; i++) assert.ok(outward(signed.table[i - 1], signed.table[i]), `above, ${i}`);
      for (let i = 127; i > 0; i--) assert.ok(outward(signed.table[i + 1], signed.table[i]), `below, ${i}`);
      for (let i = 1; i < 256; i++)
        assert.ok(outward(positive.table[i - 1], positive.table[i]), `positive, ${i}`);
    });

    it(`${kind}: takes −x as far from zero as x, in another hue`, () => {
      fc.assert(
        fc.property(fc.double({ min: 0.05, max: 1, noNaN: true }), (share) => {
          const [above, below] = [colourOf(share, 1, signed), colourOf(-share, 1, signed)];
          assert.notEqual(above, below);
          assert.ok(Math.abs(luminance(above) - luminance(below)) < 0.15);
        }),
      );
    });

    it(`${kind}: tells clipped cells from those at the ends, and marks from everything`, () => {
      assert.equal(colourOf(1.01, 1, signed), signed.above);
      assert.equal(colourOf(-1.01, 1, signed), signed.below);
      const onScales = new Set([
        ...signed.table,
        ...positive.table,
        signed.above,
        signed.below,
        positive.above,
      ]);
      assert.ok(!signed.table.includes(signed.above) && !signed.table.includes(signed.below));
      assert.ok(!positive.table.includes(positive.above));
      for (const mark of [...marks.nan, ...marks.infinite]) assert.ok(!onScales.has(mark));
    });
  }

  it('tells small values apart on an arcsinh scale, and keeps its ends, its zero and its signs', () => {
    const [linear, bent] = [colourScale(false, 'dark'), colourScale(false, 'dark', 'arcsinh')];
    assert.equal(bent, colourScale(false, 'dark', 'arcsinh'));
    for (const value of [0, 2, -2, 2.01, -2.01]) {
      assert.equal(colourOf(value, 2, bent), colourOf(value, 2, linear), String(value));
    }
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (share) => {
        const place = placeOf(3 * share, 3, 'arcsinh');
        assert.equal(placeOf(-3 * share, 3, 'arcsinh'), -place);
        assert.ok(Math.abs(place) >= Math.abs(share) - 1e-12 && Math.abs(place) <= 1 + 1e-12);
      }),
    );
    // A hundredth of the range is hardly a colour in proportion, and a good one here.
    assert.ok(Math.abs(placeOf(0.01, 1, 'arcsinh') - Math.asinh(1) / Math.asinh(100)) < 1e-12);
  });

  it('knows the kinds of theme by the classes of the page', () => {
    const kindOf = (...classes: string[]): ThemeKind =>
      themeKind({ contains: (name) => classes.includes(name) });
    assert.equal(kindOf('vscode-light'), 'light');
    assert.equal(kindOf('vscode-dark'), 'dark');
    assert.equal(kindOf('vscode-high-contrast'), 'highContrast');
    assert.equal(kindOf('vscode-high-contrast', 'vscode-high-contrast-light'), 'highContrastLight');
  });
});
