/** @file Tables of pandas, as data is often loaded: nothing is known of one but that arrays come out of it. */

/** A `DataFrame`, or a column of one. */
export class DataFrame {}

/** What of a table is an array. */
export const arraysOf: ReadonlySet<string> = new Set(['values', 'to_numpy']);
