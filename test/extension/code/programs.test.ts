import assert from 'node:assert/strict';
import { read } from '../../../extension/code/read.ts';
import { programs, told } from './programs.ts';

describe('Reading programs', () => {
  for (const { name, cells, expected } of programs()) {
    it(`reads ${name}`, () => {
      assert.equal(told(cells, read(cells)), expected);
    });
  }
});
