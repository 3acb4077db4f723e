/** @file Tables of pandas, as data is often loaded: nothing is known of one but that arrays come out of it. */

import type { Value } from '../python/values.ts';

const table = {};

/** A `DataFrame`, or what is made of one: a column, some of its rows. */
export const frame: Value = { kind: 'object', object: table };

export function isFrame(value: Value): boolean {
  return value.kind === 'object' && value.object === table;
}

/** What of a table is an array. */
export const arraysOf: ReadonlySet<string> = new Set(['values', 'to_numpy']);
