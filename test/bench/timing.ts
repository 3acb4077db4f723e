/** @file Taking the time of something that is done many times. */

/** Milliseconds that `work` takes, `times` times. */
export function timesOf(times: number, work: (turn: number) => void): number[] {
  return Array.from({ length: times }, (_, turn) => {
    const begin = performance.now();
    work(turn);
    return performance.now() - begin;
  });
}

/** The value that a share of all does not exceed: 0.5 for the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** A row of a table: how long something takes as a rule, nearly always, and at worst. */
export function spreadOf(times: readonly number[]): object {
  return {
    'p50 ms': round(percentile(times, 0.5)),
    'p99 ms': round(percentile(times, 0.99)),
    'most ms': round(Math.max(...times)),
  };
}

/** Three significant digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
