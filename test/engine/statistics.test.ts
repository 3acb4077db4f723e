import assert from 'node:assert/strict';
import fc from 'fast-check';
import { histogramOf, statisticsOf } from '../../engine/statistics.ts';

const finite = fc.float64Array({
  minLength: 1,
  maxLength: 300,
  noNaN: true,
  noDefaultInfinity: true,
  min: -1e6,
  max: 1e6,
});

describe('statisticsOf', () => {
  it('equals the textbook formulas', () => {
    fc.assert(
      fc.property(finite, (numbers) => {
        // The square of less than 1e-100 has no digits left.
        const data = numbers.map((x) => (Math.abs(x) < 1e-100 ? 0 : x));
        const stats = statisticsOf(data);
        const sum = (f: (x: number) => number) => data.reduce((total, x) => total + f(x), 0);
        const mean = sum((x) => x) / data.length;
        const largest = Math.max(...data.map(Math.abs));
        const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * (largest + 1e-300);
        assert.deepEqual(
          [stats.min, stats.max, stats.nan, stats.inf],
          [Math.min(...data), Math.max(...data), 0, 0],
        );
        assert.ok(close(stats.mean, mean));
        assert.ok(close(stats.std, Math.sqrt(sum((x) => (x - mean) ** 2) / data.length)));
        assert.ok(close(stats.norm / Math.sqrt(data.length), Math.sqrt(sum((x) => x * x) / data.length)));
        const sorted = [...data.map(Math.abs)].sort((a, b) => a - b);
        const percentile = sorted[Math.ceil(0.995 * data.length) - 1];
        assert.ok(stats.robustMax >= percentile * (1 - 1e-12), `${stats.robustMax} < ${percentile}`);
        assert.ok(stats.robustMax <= percentile + largest / 512 + 1e-300);
      }),
    );
  });

  it('counts NaN and the infinities and leaves them out of the rest', () => {
    const stats = statisticsOf(Float32Array.of(NaN, 1, Infinity, 3, -Infinity, NaN));
    assert.deepEqual(
      [stats.nan, stats.inf, stats.min, stats.max, stats.mean, stats.std, stats.norm],
      [2, 2, 1, 3, 2, 1, Math.sqrt(10)],
    );
    const nothing = statisticsOf(Float64Array.of(NaN));
    assert.deepEqual([nothing.nan, nothing.min, nothing.max, nothing.robustMax], [1, 0, 0, 0]);
  });

  it('does not take a sum that is too large for a value that is', () => {
    const { nan, inf, min, max } = statisticsOf(Float64Array.of(1.5e308, 1, 1.5e308));
    assert.deepEqual([nan, inf, min, max], [0, 0, 1, 1.5e308]);
  });

  it('keeps the range of the bulk when a single cell spikes', () => {
    const data = new Float32Array(1000).fill(1);
    data[500] = 1000;
    assert.ok(statisticsOf(data).robustMax <= 2 * (1000 / 512));
  });
});

describe('histogramOf', () => {
  it('counts every finite value once, where it belongs', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 40 }), (data, bins) => {
        const { counts, min, max } = histogramOf(data, bins);
        assert.equal(
          counts.reduce((a, b) => a + b),
          data.length,
        );
        if (max > min) assert.ok(counts[0] > 0 && counts[bins - 1] > 0);
      }),
    );
    assert.deepEqual(histogramOf(Float32Array.of(0, 1, 2, 3, 4, NaN, Infinity), 4).counts, [1, 1, 1, 2]);
    assert.deepEqual(histogramOf(Float32Array.of(5, 5), 3), { min: 5, max: 5, counts: [2, 0, 0] });
  });
});
