import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { log } from '../../engine/log.ts';
import { NumpyRandom } from '../../engine/random.ts';
import { golden, hasNumpy } from './golden.ts';

interface Draws {
  randn: number[];
  rand: number[];
  permutation: number[];
  randint: number[];
  randn_again: number[];
  uniform: number[];
  choice: number[];
  shuffle: number[];
}

/** The golden file's order of calls, which crosses the cached normal and both kinds of integer draws. */
function draw(seed: number): Draws {
  const random = new NumpyRandom(seed);
  const times = (n: number, next: () => number) => Array.from({ length: n }, next);
  const list = Array.from({ length: 12 }, (_, i) => i);
  const draws = {
    randn: times(9, () => random.randn()),
    rand: times(5, () => random.randomSample()),
    permutation: [...random.permutation(20)],
    randint: times(7, () => random.randint(0, 1000)),
    randn_again: times(4, () => random.randn()),
    uniform: times(3, () => random.uniform(-1, 1)),
    choice: random.choice(60000, 5),
    shuffle: list,
  };
  random.shuffle(list);
  return draws;
}

describe('NumpyRandom', () => {
  it('draws the bits that NumPy draws', function () {
    const file = golden('numpy_random_seed0.json') ?? this.skip();
    const seeds = JSON.parse(file.toString()) as Record<string, Draws & { order: string }>;
    for (const [seed, { order, ...expected }] of Object.entries(seeds)) {
      assert.deepEqual(draw(Number(seed)), expected, `seed ${seed}: ${order}`);
    }
  });

  it('agrees with the NumPy installed here over 100,000 normal deviates of many seeds', function () {
    this.timeout(60_000);
    if (!hasNumpy()) this.skip();
    const script = `
import numpy as np, sys
for seed in range(10):
    np.random.seed(seed * 429496729); sys.stdout.buffer.write(np.random.randn(10000).tobytes())`;
    const bytes = execFileSync('python3', ['-c', script], { maxBuffer: 1 << 24 });
    const expected = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    let different = 0;
    for (let seed = 0; seed < 10; seed++) {
      const random = new NumpyRandom(seed * 429496729);
      for (let i = 0; i < 10_000; i++) {
        const value = random.randn();
        const numpy = expected[seed * 10_000 + i];
        assert.ok(Math.abs(value - numpy) <= 5e-16 * Math.abs(numpy));
        if (value !== numpy) different++;
      }
    }
    // The logarithm of the C library under NumPy is not correctly rounded for about one argument in a thousand.
    assert.ok(different <= 100, `${different} of 100,000 differ`);
  });

  it('goes on from a saved state as if nothing had been between, the cached normal included', () => {
    const random = new NumpyRandom(5);
    random.randn();
    const state = random.save();
    const once = [random.randn(), random.randn(), random.uint32()];
    for (let i = 0; i < 1000; i++) random.uint32();
    random.restore(state);
    assert.deepEqual([random.randn(), random.randn(), random.uint32()], once);
  });

  it('refuses seeds and ranges that NumPy refuses', () => {
    for (const seed of [-1, 2 ** 32, 0.5, NaN]) assert.throws(() => new NumpyRandom(seed), RangeError);
    assert.throws(() => new NumpyRandom(0).randint(3, 3), RangeError);
  });
});

describe('log', () => {
  it('is exact at powers of two and within one unit of Math.log elsewhere', () => {
    assert.equal(log(1), 0);
    assert.equal(log(0.5), -Math.LN2);
    const random = new NumpyRandom(1);
    for (let i = 0; i < 10_000; i++) {
      const x = random.randomSample() ** (1 + (i % 40));
      assert.ok(Math.abs(log(x) - Math.log(x)) <= 2.3e-16 * Math.abs(Math.log(x)), String(x));
    }
  });
});
