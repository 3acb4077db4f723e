/** @file Whether two models are the same, whatever objects they are in. */

import type { ModelSpec } from './model.ts';

/** Whether all that decides a run is equal in both. */
export function sameModel(a: ModelSpec, b: ModelSpec): boolean {
  return same(a, b);
}

/** Of plain JSON. What is left out is what is undefined. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const left = new Map<string, unknown>(Object.entries(a));
  const right = new Map<string, unknown>(Object.entries(b));
  return [...left.keys(), ...right.keys()].every((key) => same(left.get(key), right.get(key)));
}
