/** @file Numbers that add up to one: in what order they are told, and what they come to. */

interface Part {
  readonly value: number;
}

/** For sorting; NaN before all. */
export function largestFirst(a: Part, b: Part): number {
  return sizeOf(b) - sizeOf(a) || 0;
}

export function sumOf(parts: readonly Part[]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}

function sizeOf({ value }: Part): number {
  return Number.isNaN(value) ? Infinity : Math.abs(value);
}
