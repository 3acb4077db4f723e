/** @file Every wrong program of hand-written backpropagation is reported, its fix makes it right, and right ones stay silent. */

import assert from 'node:assert/strict';
import { read } from '../../../extension/code/read.ts';
import type { Cell, Fix } from '../../../extension/code/reading.ts';
import { programs } from './programs.ts';

function applied(cells: readonly Cell[], { edits }: Fix): Cell[] {
  return cells.map(({ text }, cell) => ({
    text: edits
      .filter(({ at }) => at.cell === cell)
      .sort((a, b) => b.at.from - a.at.from)
      .reduce((changed, { at, text: put }) => changed.slice(0, at.from) + put + changed.slice(at.to), text),
  }));
}

describe('Fixes of hand-written backpropagation', () => {
  const byHand = programs().filter(({ name }) => name.startsWith('numpy-'));
  const wrong = byHand.filter(({ name }) => name.startsWith('numpy-wrong-'));

  for (const { name, cells } of wrong) {
    it(`makes ${name} right`, function () {
      const { remarks } = read(cells);
      const fixes = remarks.flatMap(({ fix }) => fix ?? []);
      // What is missing altogether can only be told.
      if (name === 'numpy-wrong-activation') {
        assert.deepEqual(fixes, []);
        return;
      }
      assert.equal(fixes.length, 1);
      const left = read(applied(cells, fixes[0])).remarks;
      assert.deepEqual(
        left.map(({ template }) => template),
        [],
      );
    });
  }

  it('has something to say of every wrong program, and of no other', () => {
    for (const { name, cells } of byHand) {
      const said = read(cells).remarks.filter(({ severity }) => severity !== 'hint');
      assert.equal(
        said.length > 0,
        wrong.some((each) => each.name === name),
        name,
      );
    }
  });
});
