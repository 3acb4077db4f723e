/** @file How the batch is taken from the data: which examples, in which order. */

import { coneOf } from './chain.ts';
import type { ArrayNode } from './graph.ts';

export interface Batches {
  /** How many of the first examples are used; `null` for all. */
  readonly examples: number | null;
  /** Examples there are, if known. */
  readonly count: number | null;
  /** In a new order each epoch. */
  readonly shuffle: boolean;
  /** Where examples are drawn anew for each batch, whether they have been seen or not. */
  readonly drawn: ArrayNode | null;
  /** Whether a loop takes one batch after the other. */
  readonly many: boolean;
  /** Whether its pixels go from 0 to 255. */
  readonly bytes: boolean;
  /** Where something is taken off them, as their mean is. */
  readonly shifted: ArrayNode | null;
}

/** @param shuffled arrays that `np.random.shuffle` puts into another order */
export function batchesOf(X: ArrayNode, shuffled: ReadonlySet<ArrayNode>): Batches {
  let batches: Batches = {
    examples: null,
    count: null,
    shuffle: false,
    drawn: null,
    many: false,
    bytes: false,
    shifted: null,
  };
  let node = X;
  let isScaled = false;
  for (;;) {
    if (node.operation === 'permuted' || shuffled.has(node)) batches = { ...batches, shuffle: true };
    if (node.operation === 'divide' || node.operation === 'multiply') isScaled = true;
    if (node.operation === 'subtract') batches = { ...batches, shifted: node };
    const first = node.attributes.subscripts?.at(0);
    if (first?.kind === 'slice') {
      if (first.repeats) batches = { ...batches, many: true };
      else if ((first.start ?? 0) === 0 && first.stop !== null && first.stop > 0) {
        batches = { ...batches, examples: first.stop };
      }
    } else if (first?.kind === 'array') {
      const order = [...coneOf(indexOf(node, first.input))];
      const drawn = order.find(({ operation }) => operation === 'choice') ?? null;
      const slices = order.some(({ attributes }) =>
        attributes.subscripts?.some((each) => each.kind === 'slice' && each.repeats),
      );
      const permuted = order.some((each) => each.operation === 'permutation' || shuffled.has(each));
      batches = {
        ...batches,
        shuffle: batches.shuffle || permuted || drawn !== null,
        drawn: batches.drawn ?? drawn,
        many: batches.many || slices || drawn !== null,
      };
    } else if (first?.kind === 'index' && first.repeats) batches = { ...batches, many: true };
    const next = node.inputs.find((input) => typeof input !== 'number');
    if (!next) {
      const bytes = node.attributes.bytes === true && !isScaled;
      return { ...batches, bytes, count: batches.examples ?? node.shape?.[0] ?? null };
    }
    node = next;
  }
}

function indexOf(node: ArrayNode, input: number): ArrayNode {
  const index = node.inputs[input];
  return typeof index === 'number' ? node : index;
}
