/** @file The columns and their lines come from the program alone, for any model. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { presets, type ModelSpec } from '../../engine/index.ts';
import { compile } from '../../engine/program.ts';
import { columnsOf, type Column } from '../../webview/drawing/columns.ts';
import { breakLines, layOut } from '../../webview/panel/layout.ts';

const { keras } = presets;

function pairs(model: ModelSpec): string[] {
  return columnsOf(compile(model)).map(
    ({ layer, value, below }) => `${layer} ${value.name}/${below?.name ?? '–'}`,
  );
}

const relu = (units: number) => ({ units, activation: 'relu', init: { name: 'heNormal' } }) as const;
const deep: ModelSpec = { ...keras, layers: [relu(64), relu(32), keras.layers[1]] };

describe('the columns', () => {
  it('pair the notebook’s values with their gradients, and the targets with the prediction', () => {
    assert.deepEqual(pairs(keras), [
      ...['1 X/dX', '1 W1/dW1', '1 b1/db1', '1 a1/da1', '1 z1/dz1'],
      ...['2 W2/dW2', '2 b2/db2', '2 a2/dy', '2 y_hat/t', '3 Loss/–'],
    ]);
  });

  it('grow with the depth of the network', () => {
    assert.deepEqual(pairs(deep), [
      ...['1 X/dX', '1 W1/dW1', '1 b1/db1', '1 a1/da1', '1 z1/dz1'],
      ...['2 W2/dW2', '2 b2/db2', '2 a2/da2', '2 z2/dz2'],
      ...['3 W3/dW3', '3 b3/db3', '3 a3/dy', '3 y_hat/t', '4 Loss/–'],
    ]);
  });

  it('give the targets a column of their own where the prediction has a gradient', () => {
    const mse: ModelSpec = { ...keras, loss: { name: 'meanSquaredError' } };
    assert.deepEqual(pairs(mse).slice(-4), ['2 a2/da2', '2 y_hat/dy', '3 t/–', '3 Loss/–']);
  });
});

describe('the lines', () => {
  const tiles = (name: string) => (/^d?(X|W1)$/.test(name) ? 'tiles' : 'matrix');
  const room = (width: number) => ({ width, height: 900, pixelRatio: 1 });
  const names = (lines: readonly (readonly Column[])[]) =>
    lines.map((line) => line.map(({ value }) => value.name).join(' '));

  it('put the notebook’s network on one line where there is room', () => {
    const { lines } = layOut(columnsOf(compile(keras)), tiles, room(1568));
    assert.deepEqual(names(lines), ['X W1 b1 a1 z1 W2 b2 a2 y_hat Loss']);
    assert.ok(Math.max(...lines[0].map(({ height }) => height)) > 150);
  });

  it('break between layers where there is less', () => {
    const { lines } = layOut(columnsOf(compile(keras)), tiles, room(868));
    assert.deepEqual(names(lines), ['X W1 b1 a1 z1', 'W2 b2 a2 y_hat Loss']);
  });

  it('leave the loss in company, and give images the width that is left over', () => {
    const columns = columnsOf(compile(keras));
    fc.assert(
      fc.property(fc.integer({ min: 360, max: 1500 }), (width) => {
        const { lines, gap } = layOut(columns, tiles, room(width));
        assert.notEqual(lines.at(-1)?.length, 1);
        if (lines.length === 1) return;
        for (const line of lines.filter((line) => line.every(({ value }) => tiles(value.name) === 'tiles'))) {
          const used = line.reduce((sum, column) => sum + column.width, 0) + gap * (line.length - 1);
          // Images come in whole.
          assert.ok(width - used < 30, `${used} of ${width}`);
        }
      }),
    );
  });

  it('share a layer among lines where it does not fit, and lose no column', () => {
    const columns = columnsOf(compile(deep));
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 2000 }), (width) => {
        const { lines, gap } = layOut(columns, tiles, room(width));
        assert.deepEqual(names([lines.flat()]), names([columns]));
        for (const line of lines) {
          const total = line.reduce((sum, column) => sum + column.width, 0) + gap * (line.length - 1);
          assert.ok(total <= width, `${total} of ${width}`);
        }
      }),
    );
  });

  it('leave no column alone that could have company', () => {
    const [column] = columnsOf(compile(keras));
    const four = Array.from({ length: 4 }, () => ({
      ...column,
      box: { width: 350, height: 100, fill: 'height' as const },
      width: 100,
      height: 100,
      reduced: false,
    }));
    assert.deepEqual(
      breakLines(four, 350).map((line) => line.length),
      [2, 2],
    );
  });
});
