/** @file What travels of a frame comes out as what went in: exactly, or with the precision that is said. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeParts } from '../../engine/parts.ts';
import type { Frame, FrameTensor } from '../../engine/frame.ts';
import { statisticsOf } from '../../engine/statistics.ts';
import {
  Copies,
  Packer,
  Unpacker,
  type Parcel,
  type TensorFrame,
  type Unpacked,
} from '../../webview/drawing/parcel.ts';

/** A frame of matrices, by their names. */
function frameOf(pictures: Readonly<Record<string, Float32Array>>): Frame {
  let offset = 0;
  const tensors = Object.entries(pictures).map(([tensor, values]): FrameTensor => {
    const shape = [values.length, 1] as const;
    const part = {
      rows: values.length,
      columns: 1,
      tileShape: shape,
      pool: [1, 1] as const,
      tiles: 1,
      shape,
      region: undefined,
      from: [0, 0, 0],
      whole: [1, ...shape],
      order: [null, null, null],
    } as const;
    const at = offset;
    offset += values.length;
    return { tensor, view: 'matrix', ...part, strides: [0, 1, 1], offset: at, stats: statisticsOf(values) };
  });
  const data = new Float32Array(offset);
  tensors.forEach((part) => {
    data.set(pictures[part.tensor], part.offset);
  });
  return { cursor: { step: 1, op: 2 }, tensors, data: data.buffer };
}

function picture({ tensors }: Unpacked, name: string): Float32Array {
  const part = tensors.find(({ tensor }) => tensor === name);
  assert.ok(part);
  return part.values;
}

const numbersOf = ({ tensor, values }: TensorFrame) => [tensor, values];

/** Every number there is, NaNs and infinities with them. */
const numbers = (count: number) =>
  fc
    .uint8Array({ minLength: 64, maxLength: 64 })
    .map((bytes) => Float32Array.from({ length: count }, (_, i) => new Float32Array(bytes.buffer)[i % 16]));

describe('a parcel', () => {
  it('carries small pictures as they are, through any changes', () => {
    const frames = fc.array(fc.record({ W2: numbers(30), b2: numbers(3) }), { maxLength: 5 });
    fc.assert(
      fc.property(frames, (pictures) => {
        const [packer, unpacker] = [new Packer(writeParts), new Unpacker()];
        for (const each of pictures.flatMap((one) => [one, one])) {
          const out = unpacker.unpack(packer.pack(frameOf(each), []));
          assert.deepEqual(out.cursor, { step: 1, op: 2 });
          for (const [name, values] of Object.entries(each)) assert.deepEqual(picture(out, name), values);
        }
      }),
    );
  });

  it('carries large ones as parts of the largest of their neighbours', () => {
    const values = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(values, { minLength: 64, maxLength: 64 }), (some) => {
        // A quarter of the blocks is all zero, the last is not whole.
        const W1 = Float32Array.from({ length: 5001 }, (_, i) => (i % 256 < 64 ? 0 : some[(7 * i) % 64]));
        const out = picture(new Unpacker().unpack(new Packer(writeParts).pack(frameOf({ W1 }), [])), 'W1');
        for (let from = 0; from < W1.length; from += 64) {
          const near = W1.subarray(from, from + 64);
          const largest = Math.max(...near.map(Math.abs));
          near.forEach((value, i) => {
            assert.ok(Math.abs(out[from + i]) <= largest);
            // Below the smallest normal number nothing is seen.
            assert.ok(Math.abs(value - out[from + i]) <= largest / 253 + 2 ** -126);
          });
        }
      }),
    );
  });

  it('carries large ones to within a hundredth where that is asked for, or where not all is finite', () => {
    fc.assert(
      fc.property(numbers(5000), fc.boolean(), (some, isFine) => {
        const values = isFine ? some : some.map((value, i) => (i === 4711 ? NaN : value));
        const parcel = new Packer(writeParts).pack(frameOf({ W1: values }), isFine ? ['W1'] : []);
        const out = picture(new Unpacker().unpack(parcel), 'W1');
        values.forEach((value, i) => {
          if (!Number.isFinite(value)) assert.ok(Object.is(out[i], value), `${value} became ${out[i]}`);
          else {
            assert.ok(Math.abs(out[i]) <= Math.abs(value));
            // Below the smallest normal number nothing is seen.
            assert.ok(Math.abs(value - out[i]) <= Math.max(Math.abs(value) / 128, 2 ** -126));
          }
        });
      }),
    );
  });

  it('carries what float32 cannot hold as infinite', () => {
    const frame = frameOf({ W1: new Float32Array(5000).fill(Infinity) });
    // As it is told of a float64 tensor.
    const stats = statisticsOf(Float64Array.of(1e300));
    const tensors = frame.tensors.map((tensor) => ({ ...tensor, stats }));
    const out = picture(new Unpacker().unpack(new Packer(writeParts).pack({ ...frame, tensors }, [])), 'W1');
    assert.ok(out.every((value) => value === Infinity));
  });

  it('leaves out what the other side has already, as exactly as it is wanted', () => {
    const W1 = Float32Array.from({ length: 5000 }, (_, i) => i / 7);
    const packer = new Packer(writeParts);
    const sizes = [
      frameOf({ W1, b1: Float32Array.of(1) }),
      frameOf({ W1, b1: Float32Array.of(2) }),
      frameOf({ W1, b1: Float32Array.of(2) }),
    ].map((frame) => packer.pack(frame, []).data.byteLength);
    const packed = 5000 + 4 * Math.ceil(5000 / 64);
    assert.deepEqual(sizes, [packed + 4, 4, 0]);
    assert.equal(packer.pack(frameOf({ W1 }), []).data.byteLength, 0);
    assert.equal(packer.pack(frameOf({ W1 }), ['W1']).data.byteLength, 2 * 5000);
  });

  it('tells the parts of a picture apart, and keeps those of the last four parcels only', () => {
    const frame = frameOf({ W1: Float32Array.of(1, 2) });
    const part = (row: number): Frame => ({
      ...frame,
      tensors: frame.tensors.map((tensor) => ({
        ...tensor,
        region: { from: [0, row, 0], size: [1, 2, 1] },
      })),
    });
    const [packer, unpacker] = [new Packer(writeParts), new Unpacker()];
    const sizes = [0, 0, 1, 1, 0, 1, 2, 3, 4, 1, 0].map((row) => {
      const each = part(row);
      const parcel = packer.pack(each, []);
      assert.deepEqual(picture(unpacker.unpack(parcel), 'W1'), Float32Array.of(1, 2));
      return parcel.data.byteLength;
    });
    assert.deepEqual(sizes, [8, 0, 8, 0, 0, 0, 8, 8, 8, 0, 8]);
  });

  it('can be copied for one who has none of those before, without what was sent ahead', () => {
    const names = fc.uniqueArray(fc.constantFrom('W1', 'b1', 'W2', 'b2'));
    const lengths = fc.constantFrom(3, 5000);
    fc.assert(
      fc.property(fc.array(fc.tuple(names, lengths, fc.nat(2), fc.boolean())), (sent) => {
        const [packer, unpacker, copies] = [new Packer(writeParts), new Unpacker(), new Copies()];
        let shown: Unpacked | null = null;
        for (const [tensors, length, value, isAhead] of sent) {
          const filled = tensors.map((name): [string, Float32Array] => [
            name,
            new Float32Array(length).fill(value),
          ]);
          const parcel = packer.pack(frameOf(Object.fromEntries(filled)), []);
          copies.add(parcel, isAhead);
          const unpacked = unpacker.unpack(parcel);
          if (!isAhead) shown = unpacked;
          const whole: Parcel | null = copies.whole;
          const theirs = whole && new Unpacker().unpack(whole);
          assert.deepEqual(theirs?.tensors.map(numbersOf), shown?.tensors.map(numbersOf));
          assert.deepEqual(theirs?.cursor, shown?.cursor);
        }
      }),
    );
  });
});
