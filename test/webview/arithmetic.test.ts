/** @file A term's text as cells and numbers. */

import assert from 'node:assert/strict';
import { partsOf, writtenOut } from '../../webview/inspector/arithmetic.ts';

const cell = (tensor: string, index: number[], value: number) => ({ tensor, index, value });

describe('the arithmetic of a term', () => {
  const cases = [
    {
      text: 'X[3,350]·da1[3,7]',
      factors: [cell('X', [3, 350], 0.52941), cell('da1', [3, 7], -0.00312345)],
      cells: ['X[3,350]', 'da1[3,7]'],
      numbers: '0.5294·(−0.003123)',
    },
    {
      text: '−α·mW1 / (√vW1 + ε)',
      factors: [cell('mW1', [0, 1], -2e-5), cell('vW1', [0, 1], 1.5e-7)],
      cells: ['mW1', 'vW1'],
      numbers: '−0.001·(−2e−5) / (√1.5e−7 + 1e−7)',
    },
    {
      text: '(1 − β₂)·dW1²',
      factors: [cell('dW1', [0, 1], -3)],
      cells: ['dW1'],
      numbers: '(1 − 0.999)·(−3)²',
    },
    {
      text: 'max(a1, 0)',
      factors: [cell('a1', [0, 1], -0.25)],
      cells: ['a1'],
      numbers: 'max(−0.25, 0)',
    },
    {
      // The sum over the row names no cell.
      text: 'exp(a2[0,1]) / Σₖ exp(a2[0,k])',
      factors: [cell('a2', [0, 0], 1), cell('a2', [0, 1], 2)],
      cells: ['a2[0,1]'],
      numbers: 'exp(2) / Σₖ exp(a2[0,k])',
    },
    {
      text: '(1 − z1) ⊙ z1 ⊙ dz1',
      factors: [cell('dz1', [0, 0], NaN), cell('z1', [0, 0], 0.5)],
      cells: ['z1', 'z1', 'dz1'],
      numbers: '(1 − 0.5) · 0.5 · NaN',
    },
  ];
  for (const { text, factors, cells, numbers } of cases) {
    it(text, () => {
      const parts = partsOf({ text, factors });
      assert.equal(parts.map((part) => part.text).join(''), text);
      assert.deepEqual(
        parts.filter((part) => part.cell !== null).map((part) => part.text),
        cells,
      );
      assert.equal(writtenOut(parts, { α: 0.001, ε: 1e-7, 'β₂': 0.999 }), numbers);
    });
  }
});
