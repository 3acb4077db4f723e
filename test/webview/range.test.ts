/** @file Colour ranges: robust, calm while running, still while stepping, locked where asked. */

import assert from 'node:assert/strict';
import { presets, statisticsOf, type Frame } from '../../engine/index.ts';
import type { FrameTensor } from '../../engine/frame.ts';
import { compile } from '../../engine/program.ts';
import { fittingRange, Ranges } from '../../webview/drawing/range.ts';

const stats = (...values: number[]): ReturnType<typeof statisticsOf> =>
  statisticsOf(Float32Array.from(values));

/** A frame with W1 of these values. */
function frame(...values: number[]): Frame {
  return frameOf({ W1: values });
}

/** A frame with tensors of these values; of their pictures, ranges read nothing. */
function frameOf(tensors: Readonly<Record<string, readonly number[]>>): Frame {
  const parts = Object.entries(tensors).map(([name, values]) => partOf(name, values));
  return { cursor: { step: 1, op: 0 }, tensors: parts, data: new ArrayBuffer(0) };
}

function partOf(tensor: string, values: readonly number[]): FrameTensor {
  return {
    tensor,
    view: 'matrix',
    shape: [values.length],
    tiles: 1,
    rows: values.length,
    columns: 1,
    pool: [1, 1],
    tileShape: [values.length, 1],
    region: undefined,
    from: [0, 0, 0],
    whole: [1, values.length, 1],
    order: [null, null, null],
    strides: [0, 1, 1],
    offset: 0,
    stats: stats(...values),
  };
}

/** Where training is while it runs; where it stands still, it has gone on. */
const underWay = { step: 0, op: 3 };

/** Shows a frame while training runs. */
function run(ranges: Ranges, frame: Frame): void {
  ranges.place({ status: 'running', cursor: underWay });
  ranges.follow({ ...frame, cursor: underWay });
}

/** Shows a frame of where training stands still. */
function stand(ranges: Ranges, frame: Frame): void {
  ranges.place({ status: 'paused', cursor: frame.cursor });
  ranges.follow(frame);
}

const program = compile(presets.numpy);

describe('the colour range', () => {
  it('ends at the largest value, rounded up to two digits', () => {
    assert.equal(fittingRange(stats(-0.4873, 0.3)), 0.49);
    assert.equal(fittingRange(stats(1, 0.25)), 1);
    assert.equal(fittingRange(stats(0, 0)), 0);
    assert.equal(fittingRange(stats(NaN, 2, Infinity)), 2);
  });

  it('leaves out outliers that would squeeze the rest', () => {
    const many = Array.from({ length: 2000 }, (_, i) => Math.sin(i));
    const range = fittingRange(stats(...many, 100));
    // The statistic itself is as fine as 1/512 of the largest value.
    assert.ok(range >= 0.98 && range <= 1.2, String(range));
  });

  it('tells small numbers apart on a bent scale, and where others lie far beyond it, until they are well within', () => {
    const ranges = new Ranges();
    ranges.start(program.tensors);
    const far = (largest: number): boolean => {
      stand(ranges, frame(0.1, largest));
      return ranges.isFine('W1');
    };
    stand(ranges, frame(1));
    assert.deepEqual([1, 15, 17, 15, 5, 3.9, 15].map(far), [false, false, true, true, true, false, false]);
    ranges.setCurve('W1', 'arcsinh');
    assert.ok(ranges.isFine('W1'));
  });

  it('follows while running, with patience for values that shrink', () => {
    const ranges = new Ranges();
    assert.equal(ranges.of('W1'), 1);
    run(ranges, frame(0.5));
    assert.equal(ranges.of('W1'), 0.5);
    run(ranges, frame(0.4));
    assert.equal(ranges.of('W1'), 0.5);
    run(ranges, frame(0.2));
    assert.equal(ranges.of('W1'), 0.2);
    run(ranges, frame(3));
    assert.equal(ranges.of('W1'), 3);
  });

  it('settles on the first frame of a pause and then holds still', () => {
    const ranges = new Ranges();
    run(ranges, frame(0.5));
    stand(ranges, frame(0.9));
    assert.equal(ranges.of('W1'), 0.9);
    stand(ranges, frame(8));
    stand(ranges, frame(0.001));
    assert.equal(ranges.of('W1'), 0.9);
    run(ranges, frame(8));
    assert.equal(ranges.of('W1'), 8);
  });

  it('does not settle on a frame that was on its way when training came to rest', () => {
    const ranges = new Ranges();
    run(ranges, frame(0.5));
    ranges.place({ status: 'finished', cursor: { step: 2, op: 0 } });
    ranges.follow({ ...frame(0.6), cursor: { step: 1, op: 5 } });
    ranges.follow({ ...frame(0.9), cursor: { step: 2, op: 0 } });
    assert.equal(ranges.of('W1'), 0.9);
    // And of steps that are taken faster than they are drawn, none has it move.
    ranges.place({ status: 'paused', cursor: { step: 4, op: 0 } });
    ranges.follow({ ...frame(8), cursor: { step: 3, op: 0 } });
    assert.equal(ranges.of('W1'), 0.9);
  });

  it('settles on what is shown already when training has come to rest with it', () => {
    const ranges = new Ranges();
    run(ranges, frame(0.9));
    run(ranges, frame(0.7));
    assert.equal(ranges.of('W1'), 0.9);
    assert.ok(ranges.place({ status: 'finished', cursor: underWay }));
    assert.equal(ranges.of('W1'), 0.7);
    ranges.place({ status: 'paused', cursor: { step: 0, op: 0 } });
    ranges.follow({ ...frame(0.1), cursor: { step: 0, op: 0 } });
    assert.equal(ranges.of('W1'), 0.7);
  });

  it('waits for the first values that are not zero, also while stepping', () => {
    const ranges = new Ranges();
    stand(ranges, frame(0));
    stand(ranges, frame(0.7));
    assert.equal(ranges.of('W1'), 0.7);
    stand(ranges, frame(0));
    assert.equal(ranges.of('W1'), 0.7);
  });

  it('does not move while locked, but can be fitted by hand', () => {
    const ranges = new Ranges();
    run(ranges, frame(0.5));
    ranges.setLocked('W1', true);
    run(ranges, frame(3));
    assert.equal(ranges.of('W1'), 0.5);
    ranges.fit('W1');
    assert.equal(ranges.of('W1'), 3);
    ranges.setLocked('W1', false);
    run(ranges, frame(7));
    assert.equal(ranges.of('W1'), 7);
  });

  it('is held at what is typed in, until it is fitted or let go', () => {
    const ranges = new Ranges();
    run(ranges, frame(0.5));
    ranges.set('W1', 0.02);
    run(ranges, frame(3));
    assert.equal(ranges.of('W1'), 0.02);
    assert.ok(ranges.isLocked('W1'));
    ranges.setLocked('W1', false);
    run(ranges, frame(3));
    assert.equal(ranges.of('W1'), 3);
  });

  it('can be one for all that are alike, and goes back to each alone', () => {
    const ranges = new Ranges();
    ranges.start(program.tensors);
    const seen = { W1: [0.5], b2: [0.01], dW1: [8], z1: [2] };
    stand(ranges, frameOf(seen));
    ranges.setCurve('b2', 'arcsinh');
    ranges.setShared('b2', true);
    for (const name of ['W1', 'b1', 'W2', 'b2']) {
      assert.equal(ranges.of(name), 0.5, name);
      assert.equal(ranges.curveOf(name), 'arcsinh', name);
    }
    assert.deepEqual([ranges.of('dW1'), ranges.of('z1')], [8, 2]);
    // One that had not been seen yet counts at once, then the range holds still while stepping.
    stand(ranges, frameOf({ W2: [0.7] }));
    assert.equal(ranges.of('b2'), 0.7);
    stand(ranges, frameOf({ W2: [9] }));
    assert.equal(ranges.of('b2'), 0.7);
    run(ranges, frameOf({ W1: [0.5] }));
    assert.equal(ranges.of('b2'), 9);
    ranges.setShared('W1', false);
    assert.deepEqual([ranges.of('W1'), ranges.curveOf('W1')], [0.5, 'arcsinh']);
    assert.equal(ranges.of('b2'), 0.01);
  });

  it('knows parameters, activations and the gradients of both as alike, each with their own', () => {
    const ranges = new Ranges();
    ranges.start(program.tensors);
    assert.deepEqual(ranges.kinOf('W1')?.members, ['W1', 'b1', 'W2', 'b2']);
    assert.deepEqual(ranges.kinOf('a1')?.members, ['a1', 'z1', 'a2', 'y_hat']);
    assert.deepEqual([...(ranges.kinOf('db2')?.members ?? [])].sort(), ['dW1', 'dW2', 'db1', 'db2']);
    assert.deepEqual([...(ranges.kinOf('dX')?.members ?? [])].sort(), ['dX', 'da1', 'dy', 'dz1']);
    for (const name of ['X', 't', 'Loss']) assert.equal(ranges.kinOf(name), null, name);
  });
});
