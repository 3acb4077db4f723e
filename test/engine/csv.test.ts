/** @file CSV files: what NumPy makes of them, and that nothing is lost on the way. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { csvLines, type CsvTable } from '../../engine/formats/csv.ts';

const csv = (table: CsvTable): string => [...csvLines(table)].join('');

function parse(text: string): number[][] {
  const special = new Map([
    ['nan', NaN],
    ['inf', Infinity],
    ['-inf', -Infinity],
  ]);
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => line.split(',').map((word) => special.get(word) ?? Number(word)));
}

describe('a tensor as CSV', () => {
  it('has a line for each row, and one number a line of a vector', () => {
    assert.equal(
      csv({ shape: [2, 3], data: Float64Array.of(1, -2, 0.5, 0, 1e-20, 3) }),
      '1,-2,0.5\n0,1e-20,3\n',
    );
    assert.equal(csv({ shape: [2], data: Float32Array.of(0.1, 2) }), '0.1\n2\n');
    assert.equal(csv({ shape: [], data: Float32Array.of(7) }), '7\n');
  });

  it('reads back as the same float32 numbers, to the last bit', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1 }), (data) => {
        const read = parse(csv({ shape: [1, data.length], data }))[0];
        assert.deepEqual(Float32Array.from(read, Math.fround), data);
      }),
    );
  });

  it('reads back as the same float64 numbers, to the last bit', () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1 }), (data) => {
        assert.deepEqual(Float64Array.from(parse(csv({ shape: [data.length], data })).flat()), data);
      }),
    );
  });

  it('is what numpy.loadtxt reads', function () {
    const program =
      "import sys, numpy as np; print(np.loadtxt(sys.stdin, dtype='f4', delimiter=',').tobytes().hex())";
    const data = Float32Array.of(
      0.1,
      -3.4028235e38,
      1.17549435e-38,
      NaN,
      Infinity,
      -Infinity,
      16777217,
      1e-45,
    );
    const { status, stdout } = spawnSync('python3', ['-c', program], {
      input: csv({ shape: [2, 4], data }),
      encoding: 'utf8',
    });
    if (status !== 0) this.skip();
    assert.equal(stdout.trim(), Buffer.from(data.buffer).toString('hex'));
  });
});
