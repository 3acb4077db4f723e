/** @file The picture of a hover: its pixels are the colours of the numbers, and it is small enough for a hover to show. */

import assert from 'node:assert/strict';
import { convertIndexedToRgb, decode } from 'fast-png';
import { histogramOf } from '../../../engine/index.ts';
import { makeFrame } from '../../../engine/frame.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import { NumpyRandom } from '../../../engine/random.ts';
import { drawHeatmap, watchOf } from '../../../extension/pictures/heatmap.ts';
import { pictureUri, room } from '../../../extension/code/hover/picture.ts';
import { colourOf, colourScale, css, marks } from '../../../webview/drawing/colour.ts';

/** A Markdown text that is longer is cut off by VS Code. */
const longestMarkdown = 100_000;

const plain = { group: 'gradients', batched: false, layer: 1, nonNegative: false } as const;

function heatmapOf(spec: TensorSpec, data: Float32Array) {
  const tensor = { name: spec.name, shape: spec.shape, dtype: 'float32' as const, data };
  const frame = makeFrame({ step: 1, op: 0 }, [spec], { [spec.name]: tensor }, [watchOf(spec, room)]);
  return drawHeatmap(spec, frame.tensors[0], frame.data, 'dark', room);
}

/** The colours in the middle of the cells of a matrix, as the decoded PNG has them. */
function cellColours(png: Uint8Array, rows: number, columns: number): string[] {
  const image = decode(png);
  const { width, height } = image;
  const pixels = convertIndexedToRgb(image);
  const channels = pixels.length / (width * height);
  return Array.from({ length: rows * columns }, (_, cell) => {
    const x = Math.floor((((cell % columns) + 0.5) * width) / columns);
    const y = Math.floor(((Math.floor(cell / columns) + 0.5) * height) / rows);
    const [red, green, blue] = pixels.subarray((y * width + x) * channels);
    return `rgb(${red}, ${green}, ${blue})`;
  });
}

describe('the picture of a hover', () => {
  const scale = colourScale(false, 'dark');
  const signed: TensorSpec = { ...plain, name: 'da1', shape: [2, 3] };

  it('has the colours of the numbers, symmetric about zero', () => {
    const { png, range } = heatmapOf(signed, Float32Array.of(-2, -1, 0, 0, 1, 2));
    assert.equal(range, 2);
    const colours = cellColours(png, 2, 3);
    // Of two colours that are next to each other on the scale one stands for both.
    const even = { ...scale, table: scale.table.map((_, i, table) => table[i - (i % 2)]) };
    assert.deepEqual(
      colours,
      [-2, -1, 0, 0, 1, 2].map((value) => css(colourOf(value, 2, even))),
    );
    assert.equal(colours[2], css(scale.table[128]));
  });

  it('marks NaN and infinity in colours of their own', () => {
    const { png } = heatmapOf(signed, Float32Array.of(NaN, 1, Infinity, -Infinity, -1, 0));
    const colours = cellColours(png, 2, 3);
    assert.ok(marks.nan.map(css).includes(colours[0]));
    assert.ok(marks.infinite.map(css).includes(colours[2]));
    assert.ok(marks.infinite.map(css).includes(colours[3]));
  });

  it('lays a vector along', () => {
    const spec: TensorSpec = { ...plain, name: 'db1', shape: [50] };
    const { png, width, height } = heatmapOf(
      spec,
      Float32Array.from({ length: 50 }, (_, i) => i - 25),
    );
    assert.ok(width > 10 * height, `${width}×${height}`);
    const colours = cellColours(png, 1, 50);
    assert.equal(colours[25], css(scale.table[128]));
    assert.equal(new Set(colours).size, 50);
  });

  it('shows the weights of the first layer as images with gaps between them', () => {
    const images = { axis: 'columns', height: 28, width: 28 } as const;
    const spec: TensorSpec = { ...plain, name: 'W1', shape: [784, 50], images };
    const { png, width, height } = heatmapOf(spec, new Float32Array(784 * 50).fill(0.5));
    const image = decode(png);
    assert.deepEqual([image.width, image.height], [width, height]);
    assert.equal(image.palette?.[0].at(3), 0);
    assert.ok(image.data.includes(0));
  });

  it('is short enough for a hover, whatever the numbers are', () => {
    const random = new NumpyRandom(0);
    const images = { axis: 'columns', height: 28, width: 28 } as const;
    const shapes: Partial<TensorSpec>[] = [
      { shape: [784, 50], images },
      { shape: [120, 460] },
      { shape: [1000, 1000] },
      { shape: [460] },
    ];
    for (const shape of shapes) {
      const spec: TensorSpec = { ...plain, name: 'W1', shape: [], ...shape };
      const cells = spec.shape.reduce((product, length) => product * length, 1);
      const data = Float32Array.from({ length: cells }, () => random.randn());
      const uri = pictureUri(heatmapOf(spec, data), histogramOf(data, 48), 'dark');
      assert.ok(uri.length < 0.9 * longestMarkdown, `${spec.shape.join('×')}: ${uri.length}`);
      assert.match(uri, /^data:image\/svg\+xml,[^\s()<>"']*$/);
    }
  });
});
