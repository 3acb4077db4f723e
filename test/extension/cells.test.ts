/** @file Reading rectangles of cells. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Tensor } from '../../engine/tensor.ts';
import { readCells } from '../../extension/session/cells.ts';
import { SessionError } from '../../extension/session/errors.ts';

const cursor = { step: 3, op: 1 };

/** Cells count up from 0. */
function counting(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return { name: 'T', shape, dtype: 'float64', data: Float64Array.from({ length: size }, (_, i) => i) };
}

describe('reading cells', () => {
  it('gives every cell of any rectangle that begins inside, cut to the edges', () => {
    const length = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        length,
        length,
        fc.nat(8),
        fc.nat(8),
        length,
        length,
        (R, C, row, column, rows, columns) => {
          fc.pre(row < R && column < C);
          const block = readCells(counting([R, C]), cursor, { row, column, rows, columns });
          assert.deepEqual(
            [block.rows, block.columns],
            [Math.min(rows, R - row), Math.min(columns, C - column)],
          );
          const expected = [];
          for (let r = row; r < row + block.rows; r++) {
            for (let c = column; c < column + block.columns; c++) expected.push(r * C + c);
          }
          assert.deepEqual([...block.values], expected);
        },
      ),
    );
  });

  it('takes a vector for a column and a scalar for a cell', () => {
    const all = { row: 0, column: 0, rows: 100, columns: 100 };
    const vector = readCells(counting([3]), cursor, all);
    assert.deepEqual([vector.rows, vector.columns, ...vector.values], [3, 1, 0, 1, 2]);
    const scalar = readCells(counting([]), cursor, all);
    assert.deepEqual([scalar.rows, scalar.columns, ...scalar.values], [1, 1, 0]);
  });

  it('refuses what lies outside', () => {
    for (const [row, column] of [
      [2, 0],
      [0, 3],
    ]) {
      assert.throws(
        () => readCells(counting([2, 3]), cursor, { row, column, rows: 1, columns: 1 }),
        (error) => error instanceof SessionError && error.message.includes(`[${row}, ${column}]`),
      );
    }
  });

  it('refuses more than can be sent at once', () => {
    const large = counting([300, 300]);
    assert.throws(
      () => readCells(large, cursor, { row: 0, column: 0, rows: 300, columns: 300 }),
      SessionError,
    );
    assert.equal(
      readCells(large, cursor, { row: 0, column: 0, rows: 300, columns: 200 }).values.length,
      60_000,
    );
  });
});
