import assert from 'node:assert/strict';
import { themes } from './page/themes.ts';

/** WCAG 2.2, "relative luminance": of `#rrggbb`, from 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('The orange of the charts', () => {
  for (const [name, { variables }] of Object.entries(themes)) {
    // WCAG 2.2, success criterion 1.4.3: a thin line wants as much as text.
    it(`stands out from the background of ${name}`, () => {
      const [dark, bright] = ['--vscode-backpropLens-orange', '--vscode-editor-background']
        .map((property) => luminance(variables[property]))
        .sort((a, b) => a - b);
      assert.ok((bright + 0.05) / (dark + 0.05) >= 4.5);
    });
  }
});
