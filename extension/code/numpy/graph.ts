/** @file The graph of arrays that hand-written NumPy code would compute: one node an operation, never a number of data. */

import type { Span } from '../reading.ts';

/** Lengths of the axes; `null` for one that is not known. */
export type Shape = readonly (number | null)[];

/** One of what stands in `x[…]`. */
export type Subscript =
  /** One item; `repeats` where a loop moves it on. */
  | { readonly kind: 'index'; readonly index: number; readonly repeats: boolean }
  /** `length` of what it takes, if known. */
  | {
      readonly kind: 'slice';
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number;
      readonly length: number | null;
      readonly repeats: boolean;
    }
  /** `None`. */
  | { readonly kind: 'new' }
  /** `...`. */
  | { readonly kind: 'rest' }
  /** An array of indices: the input of this number. */
  | { readonly kind: 'array'; readonly input: number }
  /** An array of truth values, as large as the array itself: the input of this number. */
  | { readonly kind: 'mask'; readonly input: number };

/** What numbers are drawn from: a normal distribution of mean 0 and deviation 1, or evenly from 0 to 1. */
export type Distribution = 'normal' | 'uniform';

export interface Attributes {
  /** Axes that a reduction runs over, counted from the front; left out for all. */
  readonly axes?: readonly number[];
  readonly keepdims?: boolean;
  /** Where the axes of a transposition come from. */
  readonly permutation?: readonly number[];
  readonly subscripts?: readonly Subscript[];
  /** Of a constant array. */
  readonly fill?: number;
  /** Of `arange`. */
  readonly start?: number;
  readonly step?: number;
  readonly distribution?: Distribution;
  /** Of the generator that numbers are drawn from; `null` where the code sets none. */
  readonly seed?: number | null;
  /** Whether the generator is one of `default_rng`. */
  readonly modern?: boolean;
  readonly dtype?: string;
  /** Of images: whether their pixels go from 0 to 255. */
  readonly bytes?: boolean;
  /** Number of rows, for an array whose shape is not known. */
  readonly rows?: number;
}

export interface ArrayNode {
  /** NumPy's name of the operation (`matmul`, `add`, `exp`, `sum`, `transpose` …), or where it comes from: `data`, `labels`, `random`, `given` (anything) … */
  readonly operation: string;
  readonly inputs: readonly (ArrayNode | number)[];
  /** Known shape; `null` if it is not. */
  readonly shape: Shape | null;
  readonly attributes: Attributes;
  /** From the statement of the program inward through the user's functions; the expression last. */
  readonly path: readonly Span[];
}

/** All nodes in the order in which they are computed, so that inputs come first. */
export class Graph {
  readonly nodes: ArrayNode[] = [];
  private using: Users | null = null;

  /** Which nodes each node is an input of; to be asked for when all have been added. */
  get users(): Users {
    return (this.using ??= usersAmong(this.nodes));
  }

  add(
    operation: string,
    inputs: readonly (ArrayNode | number)[],
    shape: Shape | null,
    path: readonly Span[],
    attributes: Attributes = {},
  ): ArrayNode {
    const node = { operation, inputs, shape: shape && shape.map(possible), path, attributes };
    this.nodes.push(node);
    return node;
  }
}

/** Longer than any axis of MNIST; while `1e-3` is being typed, an axis may be `1e9` long. */
const LONGEST = 1e6;

/** A length that an axis can have; any other number says nothing of it. */
function possible(length: number | null): number | null {
  return length !== null && Number.isInteger(length) && length >= 0 && length <= LONGEST ? length : null;
}

/** The inputs of a node that are arrays. */
export function arraysIn(node: ArrayNode): ArrayNode[] {
  return node.inputs.filter((input) => typeof input !== 'number');
}

/** Which nodes each node is an input of, in their order. */
export type Users = ReadonlyMap<ArrayNode, readonly ArrayNode[]>;

function usersAmong(nodes: readonly ArrayNode[]): Users {
  const users = new Map<ArrayNode, ArrayNode[]>();
  for (const node of nodes) {
    for (const input of arraysIn(node)) {
      const all = users.get(input);
      if (all) all.push(node);
      else users.set(input, [node]);
    }
  }
  return users;
}
