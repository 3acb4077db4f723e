import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeFrame, type FrameTensor, type Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';

const plain = { group: 'parameters', batched: false, layer: 1, nonNegative: false } as const;
const cursor = { step: 0, op: 0 };

function frameOf(
  spec: Omit<TensorSpec, keyof typeof plain>,
  data: Float32Array,
  watch: Omit<Watch, 'tensor'>,
) {
  const tensor = { name: spec.name, shape: spec.shape, dtype: 'float32' as const, data };
  const frame = makeFrame(cursor, [{ ...plain, ...spec }], { [spec.name]: tensor }, [
    { tensor: spec.name, ...watch },
  ]);
  return { part: frame.tensors[0], numbers: new Float32Array(frame.data), frame };
}

/** Every cell that a picture's cell stands for, found the way a view finds them: through pool and strides. */
function cellsOf(part: FrameTensor, tile: number, row: number, column: number): number[] {
  const cells: number[] = [];
  for (let r = row * part.pool[0]; r < Math.min((row + 1) * part.pool[0], part.tileShape[0]); r++) {
    for (let c = column * part.pool[1]; c < Math.min((column + 1) * part.pool[1], part.tileShape[1]); c++) {
      cells.push(tile * part.strides[0] + r * part.strides[1] + c * part.strides[2]);
    }
  }
  return cells;
}

const value = fc.oneof(
  { weight: 20, arbitrary: fc.float({ noNaN: true, min: -100, max: 100 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
);

describe('makeFrame', () => {
  it('shows of every pooled cell the value farthest from zero, NaN before all, and covers each cell once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom<['matrix' | 'tiles', 'rows' | 'columns']>(
          ['matrix', 'rows'],
          ['tiles', 'rows'],
          ['tiles', 'columns'],
        ),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        fc.infiniteStream(value),
        (height, width, many, [view, axis], maxRows, maxColumns, values) => {
          const shape = axis === 'rows' ? [many, height * width] : [height * width, many];
          const data = Float32Array.from(
            { length: many * height * width },
            () => values.next().value as number,
          );
          const spec = { name: 'W', shape, images: { axis, height, width } };
          const { part, numbers, frame } = frameOf(spec, data, { view, maxRows, maxColumns });
          assert.ok(part.rows <= maxRows && part.columns <= maxColumns);
          assert.equal(frame.data.byteLength, 4 * part.tiles * part.rows * part.columns);
          const covered = new Set<number>();
          let at = part.offset;
          for (let tile = 0; tile < part.tiles; tile++) {
            for (let row = 0; row < part.rows; row++) {
              for (let column = 0; column < part.columns; column++) {
                const cells = cellsOf(part, tile, row, column);
                const members = cells.map((cell) => data[cell]);
                const farthest = members.some(Number.isNaN) ? NaN : Math.max(...members.map(Math.abs));
                assert.ok(members.some((member) => Object.is(member, numbers[at]) || member === numbers[at]));
                assert.ok(Object.is(Math.abs(numbers[at]), farthest), `${numbers[at]} of ${members.join()}`);
                for (const cell of cells) covered.add(cell);
                at++;
              }
            }
          }
          assert.equal(covered.size, data.length);
        },
      ),
    );
  });

  it('shows each column of first-layer weights as the image that the unit looks for', () => {
    // Two inputs high, two wide, three units: unit 1 has weights 1, 4, 7, 10.
    const data = Float32Array.from({ length: 12 }, (_, i) => i);
    const spec = { name: 'W1', shape: [4, 3], images: { axis: 'columns' as const, height: 2, width: 2 } };
    const { numbers } = frameOf(spec, data, { view: 'tiles', maxRows: 28, maxColumns: 28 });
    assert.deepEqual([...numbers.subarray(4, 8)], [1, 4, 7, 10]);
  });

  it('makes a vector a column and a scalar a cell, and shows what holds no images as a matrix', () => {
    const vector = frameOf({ name: 'b1', shape: [3] }, Float32Array.of(1, 2, 3), {
      view: 'tiles',
      maxRows: 9,
      maxColumns: 9,
    });
    assert.deepEqual([vector.part.tiles, vector.part.rows, vector.part.columns], [1, 3, 1]);
    const scalar = frameOf({ name: 'Loss', shape: [] }, Float32Array.of(0.5), {
      view: 'matrix',
      maxRows: 9,
      maxColumns: 9,
    });
    assert.deepEqual([[...scalar.numbers], scalar.part.rows], [[0.5], 1]);
  });

  it('leaves out what the program does not have, and packs the rest one behind the other', () => {
    const tensors = Object.fromEntries(
      ['a', 'b'].map((name, i) => [
        name,
        { name, shape: [2], dtype: 'float64' as const, data: Float64Array.of(i, i + 0.5) },
      ]),
    );
    const specs = ['a', 'b'].map((name) => ({ ...plain, name, shape: [2] }));
    const watch = (tensor: string): Watch => ({ tensor, view: 'matrix', maxRows: 10, maxColumns: 10 });
    const frame = makeFrame(cursor, specs, tensors, [watch('b'), watch('W7'), watch('a')]);
    assert.deepEqual(
      frame.tensors.map(({ tensor, offset }) => [tensor, offset]),
      [
        ['b', 0],
        ['a', 2],
      ],
    );
    assert.deepEqual([...new Float32Array(frame.data)], [1, 1.5, 0, 0.5]);
  });
});
