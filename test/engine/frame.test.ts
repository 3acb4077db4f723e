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

/** Every cell that a picture's cell stands for, found the way a view finds them: through pool, places and strides. */
function cellsOf(part: FrameTensor, tile: number, row: number, column: number): number[] {
  const cells: number[] = [];
  const number = (axis: 0 | 1 | 2, at: number): number => {
    const place = part.from[axis] + at;
    return (part.order[axis]?.[place] ?? place) * part.strides[axis];
  };
  for (let r = row * part.pool[0]; r < Math.min((row + 1) * part.pool[0], part.tileShape[0]); r++) {
    for (let c = column * part.pool[1]; c < Math.min((column + 1) * part.pool[1], part.tileShape[1]); c++) {
      cells.push(number(0, tile) + number(1, r) + number(2, c));
    }
  }
  return cells;
}

/** That each cell shows what is farthest from zero of those it stands for; all of these. */
function showsFarthest(part: FrameTensor, numbers: Float32Array, data: Float32Array): Set<number> {
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
  return covered;
}

/** 0, 1, 2 … begun elsewhere, and backwards. */
function turned(length: number, by: number): number[] {
  return Array.from({ length }, (_, i) => (Math.abs(by) + length - 1 - i) % length);
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
          assert.equal(showsFarthest(part, numbers, data).size, data.length);
        },
      ),
    );
  });

  it('shows a part of a picture alone, in the order that is asked for, as the whole shows it', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 12 }),
      columns: fc.integer({ min: 1, max: 12 }),
      from: fc.tuple(fc.nat(13), fc.nat(13), fc.nat(13)),
      size: fc.tuple(
        fc.integer({ min: 1, max: 13 }),
        fc.integer({ min: 1, max: 13 }),
        fc.integer({ min: 1, max: 13 }),
      ),
      view: fc.constantFrom('matrix', 'tiles'),
      sorted: fc.boolean(),
      seed: fc.integer(),
      most: fc.integer({ min: 1, max: 13 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, columns, from, size, view, sorted, seed, most }) => {
        const shape = [rows * 2, columns];
        const data = Float32Array.from({ length: 2 * rows * columns }, (_, i) => Math.sin(i + seed));
        const order = sorted ? { rows: turned(2 * rows, seed), columns: turned(columns, seed) } : undefined;
        const spec = { name: 'W', shape, images: { axis: 'columns' as const, height: rows, width: 2 } };
        const all = { view, maxRows: 99, maxColumns: 99, order };
        const whole = frameOf(spec, data, all);
        const { part, numbers } = frameOf(spec, data, { ...all, region: { from, size } });
        assert.deepEqual(part.region, { from, size });
        const [, height, width] = part.whole;
        for (let tile = 0; tile < part.tiles; tile++) {
          for (let row = 0; row < part.rows; row++) {
            for (let column = 0; column < part.columns; column++) {
              const shown = numbers[(tile * part.rows + row) * part.columns + column];
              const [t, r, c] = [part.from[0] + tile, part.from[1] + row, part.from[2] + column];
              assert.equal(shown, whole.numbers[(t * height + r) * width + c]);
              assert.equal(shown, data[cellsOf(part, tile, row, column)[0]]);
            }
          }
        }
        const region = { from, size };
        const pooled = frameOf(spec, data, { ...all, region, maxRows: most, maxColumns: most });
        showsFarthest(pooled.part, pooled.numbers, data);
        for (const axis of [0, 1, 2] as const) {
          const shown = [part.tiles, ...part.tileShape][axis];
          assert.equal(part.from[axis], Math.min(from[axis], part.whole[axis] - 1));
          assert.equal(shown, Math.min(size[axis], part.whole[axis] - part.from[axis]));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves an order alone that is not of as many', () => {
    const spec = { name: 'z1', shape: [2, 3] };
    const watch = {
      view: 'matrix',
      maxRows: 9,
      maxColumns: 9,
      order: { rows: [1, 0], columns: [1, 0] },
    } as const;
    const { part, numbers } = frameOf(spec, Float32Array.of(1, 2, 3, 4, 5, 6), watch);
    assert.deepEqual(part.order, [null, [1, 0], null]);
    assert.deepEqual([...numbers], [4, 5, 6, 1, 2, 3]);
  });

  it('loses no spike of ten million cells, whole or in part', () => {
    const side = 3163;
    const data = new Float32Array(side * side).fill(0.25);
    const spikes = new Map([
      [5 * side + 7, -8],
      [1500 * side + 1700, NaN],
      [(side - 1) * side + side - 1, Infinity],
    ]);
    for (const [cell, spike] of spikes) data[cell] = spike;
    const spec = { name: 'W', shape: [side, side] };
    const room = { view: 'matrix', maxRows: 450, maxColumns: 700 } as const;
    const found = (part: FrameTensor, numbers: Float32Array): number[] =>
      [...numbers.keys()]
        .filter((i) => numbers[i] !== 0.25)
        .flatMap((i) => {
          const cells = cellsOf(part, 0, Math.floor(i / part.columns), i % part.columns);
          const held = cells.filter((cell) => spikes.has(cell));
          assert.deepEqual(
            held.map((cell) => spikes.get(cell)),
            [numbers[i]],
          );
          return held;
        });
    const whole = frameOf(spec, data, room);
    assert.ok(whole.part.rows <= 450 && whole.part.columns <= 700);
    assert.deepEqual(found(whole.part, whole.numbers), [...spikes.keys()]);
    const region = { from: [0, 1400, 1200], size: [1, 900, 1000] } as const;
    const part = frameOf(spec, data, { ...room, region });
    assert.deepEqual(part.part.pool, [2, 2]);
    assert.deepEqual(found(part.part, part.numbers), [1500 * side + 1700]);
    assert.deepEqual([part.part.stats.nan, part.part.stats.inf, part.part.stats.min], [1, 1, -8]);
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
