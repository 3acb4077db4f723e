/** @file Computes nodes of the graph on made-up numbers, each once. */

import type { ArrayNode } from './graph.ts';
import { compute, scalar, type Numbers } from './numbers.ts';
import type { Sizes } from './sizes.ts';

export class Calculator {
  private readonly known: Map<ArrayNode, Numbers | null>;

  /**
   * @param sizes how large the arrays are
   * @param leaf what stands for a node that nothing computes; `undefined` for one that its inputs do
   * @param given values that nodes are to have whatever their inputs are
   * @param parent one that has computed the same without them
   */
  constructor(
    readonly sizes: Sizes,
    private readonly leaf: (node: ArrayNode) => Numbers | null | undefined,
    given: ReadonlyMap<ArrayNode, Numbers> = new Map(),
    private readonly parent: Calculator | null = null,
  ) {
    this.known = new Map(given);
  }

  /** The same with other values for some nodes, and so for all that is computed from them. */
  with(given: ReadonlyMap<ArrayNode, Numbers>): Calculator {
    return new Calculator(this.sizes, this.leaf, given, this);
  }

  /** The value of a node; `null` if it cannot be computed. */
  value(node: ArrayNode): Numbers | null {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const value = this.worked(node);
    this.known.set(node, value);
    return value;
  }

  /** The values of a node's inputs; `null` if one of them cannot be computed. */
  inputs(node: ArrayNode): Numbers[] | null {
    const values = node.inputs.map((input) =>
      typeof input === 'number' ? scalar(input) : this.value(input),
    );
    return values.every((value) => value !== null) ? values : null;
  }

  private worked(node: ArrayNode): Numbers | null {
    const { parent } = this;
    if (parent) {
      const arrays = node.inputs.filter((input) => typeof input !== 'number');
      if (arrays.every((input) => this.value(input) === parent.value(input))) return parent.value(node);
    }
    const made = this.leaf(node);
    if (made !== undefined) return made;
    const inputs = this.inputs(node);
    return inputs && compute(node, inputs, this.sizes);
  }
}
