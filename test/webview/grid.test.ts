/** @file Where cells lie on the canvas and in the tensor, for matrices and images, pooled and whole. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeFrame, type FrameTensor } from '../../engine/index.ts';
import { flatIndex, flatIndices, gridCell, indexOf, rowAndColumn } from '../../webview/drawing/cells.ts';
import {
  adapt,
  cellAt,
  cellBox,
  fitMatrix,
  fitTiles,
  moveCell,
  type Grid,
} from '../../webview/drawing/grid.ts';
import { valueOf } from '../../webview/drawing/raster.ts';

const side = fc.integer({ min: 1, max: 40 });
const box = fc.record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 300 }) });
const images = fc.record({ tiles: fc.integer({ min: 1, max: 60 }), rows: side, columns: side });
const anyGrid: fc.Arbitrary<Grid> = fc.oneof(
  fc.tuple(side, side, box).map(([rows, columns, room]) => fitMatrix(rows, columns, room, 6)),
  fc
    .tuple(images, box, fc.constantFrom('width' as const, 'height' as const))
    .map(([size, room, fill]) => fitTiles(size, room, 2, fill))
    .filter((grid) => grid !== null),
);

/** A cell of the grid for every number from 0 to 1. */
function someCell(grid: Grid, share: number): { tile: number; row: number; column: number } {
  const index = Math.min(
    grid.tiles * grid.rows * grid.columns - 1,
    Math.floor(share * grid.tiles * grid.rows * grid.columns),
  );
  const [tile, row, column] = indexOf(index, [grid.tiles, grid.rows, grid.columns]);
  return { tile, row, column };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the grid of a picture', () => {
  it('stays in its box', () => {
    fc.assert(
      fc.property(side, side, box, (rows, columns, room) => {
        const grid = fitMatrix(rows, columns, room, 6);
        assert.ok(grid.width <= room.width && grid.height <= room.height);
        assert.ok(grid.cell.width >= 1 && grid.cell.height >= 1);
      }),
    );
    fc.assert(
      fc.property(images, box, fc.constantFrom('width', 'height'), (size, room, fill) => {
        const grid = fitTiles(size, room, 2, fill);
        if (grid !== null) assert.ok(grid.width <= room.width && grid.height <= room.height);
      }),
    );
  });

  it('finds every cell again by any of its pixels', () => {
    fc.assert(
      fc.property(anyGrid, share, share, share, (grid, which, right, down) => {
        const cell = someCell(grid, which);
        const { x, y, width, height } = cellBox(grid, cell);
        const inside = [x + Math.min(0.999, right) * width, y + Math.min(0.999, down) * height] as const;
        assert.deepEqual(cellAt(grid, ...inside), cell);
      }),
    );
  });

  it('has nothing in the gaps and outside', () => {
    const grid = fitTiles({ tiles: 5, rows: 4, columns: 4 }, { width: 8, height: 8 }, 2, 'height');
    assert.ok(grid !== null);
    assert.deepEqual([grid.across, grid.gap, grid.width, grid.height], [2, 1, 5, 8]);
    for (const [x, y] of [
      [2.5, 0],
      [0, 2.5],
      [3.5, 6.5],
      [-1, 0],
      [99, 0],
    ]) {
      assert.equal(cellAt(grid, x, y), null, `${x}, ${y}`);
    }
  });

  it('gives images as many whole pixels as fit', () => {
    const grid = fitTiles({ tiles: 50, rows: 28, columns: 28 }, { width: 360, height: 150 }, 2, 'height');
    assert.ok(grid !== null);
    assert.deepEqual([grid.pool[0], grid.cell.width, grid.across, grid.height], [1, 1, 10, 148]);
    assert.equal(
      fitTiles({ tiles: 5000, rows: 28, columns: 28 }, { width: 60, height: 60 }, 2, 'height'),
      null,
    );
  });

  it('moves by cells, over the borders of tiles, and stays at the edge', () => {
    const grid = fitTiles({ tiles: 3, rows: 2, columns: 2 }, { width: 10, height: 10 }, 2, 'height');
    assert.ok(grid !== null);
    assert.equal(grid.across, 2);
    const corner = { tile: 0, row: 1, column: 1 };
    assert.deepEqual(moveCell(grid, corner, 1, 0), { tile: 1, row: 1, column: 0 });
    assert.deepEqual(moveCell(grid, corner, 0, 1), { tile: 2, row: 0, column: 1 });
    assert.deepEqual(moveCell(grid, { tile: 1, row: 1, column: 0 }, 0, 1), { tile: 1, row: 1, column: 0 });
    assert.deepEqual(moveCell(grid, corner, -Infinity, -Infinity), { tile: 0, row: 0, column: 0 });
  });

  it('keeps its cells when the sender pools, and when the last mini-batch is smaller', () => {
    const plan = fitMatrix(784, 50, { width: 75, height: 150 }, 6);
    assert.deepEqual([plan.pool, plan.rows], [[6, 1], 131]);
    const pooled = adapt(plan, { tiles: 1, rows: 131, columns: 50 }, [784, 50]);
    assert.deepEqual([pooled.pool, pooled.rows, pooled.cell], [[1, 1], 131, plan.cell]);
    const finer = adapt(plan, { tiles: 1, rows: 392, columns: 50 }, [784, 50]);
    assert.deepEqual([finer.pool, finer.rows, finer.cell], [[3, 1], 131, plan.cell]);
    const batch = fitMatrix(32, 10, { width: 80, height: 150 }, 6);
    const last = adapt(batch, { tiles: 1, rows: 16, columns: 10 }, [16, 10]);
    assert.deepEqual([last.cell, last.rows], [batch.cell, 16]);
  });
});

describe('the cells behind a picture', () => {
  it('numbers cells as NumPy does', () => {
    assert.deepEqual(indexOf(7, [3, 4]), [1, 3]);
    assert.equal(flatIndex([1, 3], [3, 4]), 7);
    assert.deepEqual(indexOf(0, []), []);
    assert.deepEqual(rowAndColumn(3, [5]), { row: 3, column: 0 });
    assert.deepEqual(rowAndColumn(7, [3, 4]), { row: 1, column: 3 });
  });

  const rows = 12;
  const columns = 5;
  const data = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(7 * i + 1));
  const spec = {
    name: 'W',
    group: 'parameters',
    shape: [rows, columns],
    batched: false,
    layer: 1,
    nonNegative: false,
    images: { axis: 'columns', height: 3, width: 4 },
  } as const;

  function frameOf(
    view: 'matrix' | 'tiles',
    maxRows: number,
    maxColumns: number,
  ): FrameTensor & { values: Float32Array } {
    const tensors = { W: { name: 'W', shape: spec.shape, dtype: 'float32' as const, data } };
    const frame = makeFrame({ step: 0, op: 0 }, [spec], tensors, [
      { tensor: 'W', view, maxRows, maxColumns },
    ]);
    return { ...frame.tensors[0], values: new Float32Array(frame.data) };
  }

  for (const view of ['matrix', 'tiles'] as const) {
    it(`shows of the cells behind it the one farthest from zero (${view})`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 5 }),
          box,
          share,
          (r, c, room, which) => {
            const tensor = frameOf(view, r, c);
            const size = { tiles: tensor.tiles, rows: tensor.rows, columns: tensor.columns };
            const grid =
              view === 'tiles'
                ? fitTiles(size, room, 1, 'width')
                : fitMatrix(size.rows, size.columns, room, 6);
            fc.pre(grid !== null);
            const cell = someCell(grid, which);
            const behind = flatIndices(tensor, grid, cell);
            const farthest = Math.max(...behind.map((flat) => Math.abs(data[flat])));
            assert.equal(Math.abs(valueOf(tensor, grid, cell.tile, cell.row, cell.column)), farthest);
            for (const flat of behind) assert.deepEqual(gridCell(tensor, grid, flat), cell);
          },
        ),
      );
    });
  }
});
