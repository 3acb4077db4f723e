/** @file The graph of arrays that hand-written NumPy code would compute: one node an operation, never a number of data. */

import type { Span } from '../reading.ts';

export interface ArrayNode {
  /** NumPy's name of the operation (`matmul`, `add`, `exp`, `sum`, `transpose` …), or where it comes from: `data`, `labels`, `random`, `zeros`. */
  readonly operation: string;
  readonly inputs: readonly (ArrayNode | number)[];
  /** Known shape; `null` if it is not. */
  readonly shape: readonly number[] | null;
  /** The operation's own: `axis`, `keepdims`, a permutation, the bounds of a slice. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** From the statement of the program inward through the user's functions; the expression last. */
  readonly path: readonly Span[];
}
