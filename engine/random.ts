/** @file NumPy's legacy generator, bit for bit, so that a seed means here what it means in a notebook. */

import { log } from './log.ts';

/** Everything that decides what a generator draws next. */
export interface RandomState {
  readonly key: Uint32Array;
  readonly position: number;
  /** The second value of the last polar pair, if it has not been handed out yet. */
  readonly cachedNormal: number | null;
}

const N = 624;
const M = 397;

/**
 * `np.random.RandomState`: MT19937 (Matsumoto & Nishimura, 1998) and the distributions that NumPy builds on it, frozen
 * by NumPy's compatibility policy (NEP 19).
 */
export class NumpyRandom {
  private readonly key = new Uint32Array(N);
  private position = N;
  private cachedNormal: number | null = null;

  /**
   * `np.random.seed(seed)`.
   * @param seed a whole number from 0 to 2³²−1
   * @throws RangeError for any other
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`A seed is a whole number from 0 to 4294967295, not ${seed}.`);
    }
    const { key } = this;
    key[0] = seed;
    for (let i = 1; i < N; i++) {
      key[i] = Math.imul(1812433253, key[i - 1] ^ (key[i - 1] >>> 30)) + i;
    }
  }

  /** A copy of the state, to `restore` later. */
  save(): RandomState {
    return { key: this.key.slice(), position: this.position, cachedNormal: this.cachedNormal };
  }

  restore(state: RandomState): void {
    this.key.set(state.key);
    this.position = state.position;
    this.cachedNormal = state.cachedNormal;
  }

  /** The next 32 random bits, as a number from 0 to 2³²−1. */
  uint32(): number {
    if (this.position === N) this.refill();
    let y = this.key[this.position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** Uniform on [0, 1) with 53 random bits: `random_sample()`, `rand()`. */
  randomSample(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform on [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.randomSample();
  }

  /** Standard normal: the polar method (Marsaglia & Bray, 1964), which makes two values and caches one. */
  randn(): number {
    if (this.cachedNormal !== null) {
      const value = this.cachedNormal;
      this.cachedNormal = null;
      return value;
    }
    let x1, x2, r2;
    do {
      x1 = 2 * this.randomSample() - 1;
      x2 = 2 * this.randomSample() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * log(r2)) / r2);
    this.cachedNormal = f * x1;
    return f * x2;
  }

  /**
   * A whole number from `low` up to but without `high`.
   * @throws RangeError unless `low < high` and they are at most 2³² apart
   */
  randint(low: number, high: number): number {
    const span = high - low - 1;
    if (!(span >= 0 && span <= 0xffffffff)) {
      throw new RangeError(`randint needs low < high, at most 2³² apart, not ${low} and ${high}.`);
    }
    return low + this.upTo(span);
  }

  /** Shuffles in place, as `shuffle` does a list or a one-dimensional array. */
  shuffle(items: { [index: number]: number; readonly length: number }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  /** `0 … n−1` in random order. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  /** `size` draws with replacement from `0 … n−1`. */
  choice(n: number, size: number): number[] {
    return Array.from({ length: size }, () => this.randint(0, n));
  }

  /** A whole number from 0 to `max`, by masking and rejection. Draws nothing for 0. */
  private upTo(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    let value;
    do {
      value = (this.uint32() & mask) >>> 0;
    } while (value > max);
    return value;
  }

  private refill(): void {
    const { key } = this;
    for (let i = 0; i < N; i++) {
      const y = (key[i] & 0x80000000) | (key[(i + 1) % N] & 0x7fffffff);
      key[i] = key[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
