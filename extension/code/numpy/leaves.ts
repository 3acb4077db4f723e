/** @file What stands in for the batch, its targets and the parameters when a network is computed on made-up numbers. */

import { coneOf, dependents, fromData, type Chain } from './chain.ts';
import type { ArrayNode, Graph } from './graph.ts';
import { labelOf, noise } from './noise.ts';
import { fill, type Numbers } from './numbers.ts';
import type { Sizes } from './sizes.ts';

export class Leaves {
  /** Nodes that depend on weights or biases of the network. */
  readonly trained: ReadonlySet<ArrayNode>;
  private readonly data: ReadonlySet<ArrayNode>;
  private readonly fromX: ReadonlySet<ArrayNode>;
  private readonly towardsX: ReadonlySet<ArrayNode>;
  private readonly draw = noise();

  constructor(
    private readonly graph: Graph,
    private readonly chain: Chain,
    private readonly sizes: Sizes,
    private readonly classes: number,
  ) {
    const parameters = new Set(chain.layers.flatMap(({ W, b }) => [W, b]));
    this.trained = dependents(graph, (node) => parameters.has(node));
    this.data = fromData(graph);
    this.fromX = dependents(graph, (node) => node === chain.X);
    this.towardsX = coneOf(chain.X);
  }

  /** The value of a node that nothing computes; `undefined` for one that its inputs do. */
  readonly valueOf = (node: ArrayNode): Numbers | null | undefined => {
    const { chain, sizes } = this;
    if (node === chain.X) {
      return fill([sizes.rows, sizes.of(chain.layers[0].W.shape?.[0] ?? null)], this.draw);
    }
    const isParameter = chain.layers.some(({ W, b }) => node === W || node === b);
    const isDrawn = isParameter || node.operation === 'random';
    // Small, so that no probability comes near the ε that is added to it before its logarithm is taken.
    if (isDrawn) return fill((node.shape ?? []).map(sizes.of), () => this.draw() / 2);
    if (this.isTarget(node)) return this.target(node);
    return undefined;
  };

  /** Whether a node is made of data other than the batch's inputs: of labels. */
  isTarget(node: ArrayNode): boolean {
    const { data, trained, fromX, towardsX } = this;
    return data.has(node) && !trained.has(node) && !fromX.has(node) && !towardsX.has(node);
  }

  /** The targets of the batch, as the network's output meets them: rows with a one, or class indices. */
  targets(): { readonly node: ArrayNode; readonly oneHot: boolean } | null {
    const met = this.graph.nodes
      .filter((node) => this.trained.has(node))
      .flatMap(({ inputs }) => inputs.filter((input) => typeof input !== 'number'))
      .filter((input) => this.isTarget(input));
    for (const each of met) {
      // Further back, only what is known to be rows of a one is.
      const rows = [...coneOf(each)].find(
        (node) => (node === each || node.shape) && this.isTarget(node) && this.isOneHot(node),
      );
      if (rows) return { node: rows, oneHot: true };
    }
    const indices = met.find((node) => this.rankOf(node) === 1);
    return indices ? { node: indices, oneHot: false } : null;
  }

  private isOneHot(node: ArrayNode): boolean {
    return this.rankOf(node) === 2 && (node.shape === null || node.shape[1] === this.classes);
  }

  private rankOf(node: ArrayNode): number {
    if (node.shape) return node.shape.length;
    const isIndex = (this.graph.users.get(node) ?? []).some(
      ({ operation, inputs }) =>
        (operation === 'subscript' || operation === 'put') && inputs.lastIndexOf(node) > 0,
    );
    return isIndex ? 1 : 2;
  }

  private target(node: ArrayNode): Numbers | null | undefined {
    const { sizes, classes } = this;
    if (node.operation === 'transpose' || node.shape?.length === 0) return undefined;
    const rank = this.rankOf(node);
    const width = node.shape?.[1] ?? classes;
    if (rank === 1) return fill([sizes.rows], (example) => labelOf(example, classes));
    if (rank === 2 && width === 1 && classes > 1) {
      return fill([sizes.rows, 1], (example) => labelOf(example, classes));
    }
    if (rank !== 2 || width !== classes) return fill((node.shape ?? []).map(sizes.of), this.draw);
    return fill([sizes.rows, classes], (cell) =>
      Number(labelOf(Math.floor(cell / classes), classes) === cell % classes),
    );
  }
}
