/** @file Finds networks in the graph: products of data with weights, one feeding the next. */

import { arraysIn, type ArrayNode, type Graph, type Users } from './graph.ts';

/** A dense layer before its activation. */
export interface ChainLayer {
  readonly W: ArrayNode;
  readonly b: ArrayNode | null;
  /** `x @ W`. */
  readonly product: ArrayNode;
  /** What the product is made of. */
  readonly x: ArrayNode;
  /** `x @ W + b`. */
  readonly a: ArrayNode;
}

/** Layers that data flows through, from the batch on. */
export interface Chain {
  readonly X: ArrayNode;
  readonly layers: ChainLayer[];
}

const sources: ReadonlySet<string> = new Set(['data', 'labels', 'given']);

/** The nodes that depend on these, and these. */
export function dependents(graph: Graph, on: (node: ArrayNode) => boolean): Set<ArrayNode> {
  const found = new Set<ArrayNode>();
  for (const node of graph.nodes) {
    if (on(node) || arraysIn(node).some((input) => found.has(input))) found.add(node);
  }
  return found;
}

/** The nodes that depend on data. */
export function fromData(graph: Graph): Set<ArrayNode> {
  return dependents(graph, ({ operation }) => sources.has(operation));
}

/** All nodes that this one is computed from, and it. */
export function coneOf(node: ArrayNode): Set<ArrayNode> {
  const cone = new Set([node]);
  for (const each of cone) for (const input of arraysIn(each)) cone.add(input);
  return cone;
}

/** All networks of the program, in order, with the products of layers in which weights stand on the left. */
export function findChains(graph: Graph): { readonly chains: Chain[]; readonly columns: ArrayNode[] } {
  const data = fromData(graph);
  const chains: Chain[] = [];
  const columns: ArrayNode[] = [];
  const passed = new Map<ArrayNode, Set<Chain>>();
  for (const node of graph.nodes) {
    const through = new Set(arraysIn(node).flatMap((input) => [...(passed.get(input) ?? [])]));
    if (node.operation === 'matmul') {
      const [x, W] = arraysIn(node);
      if (isMatrix(W) && !data.has(W) && data.has(x)) {
        for (const chain of layersAt(chains, through, x, W)) {
          chain.layers.push({ W, product: node, x, ...biased(node, data, graph.users) });
          through.add(chain);
        }
      } else if (
        isMatrix(x) &&
        !data.has(x) &&
        data.has(W) &&
        hasColumnBias(node, graph.users) &&
        isDrawn(x)
      ) {
        columns.push(node);
      }
    }
    passed.set(node, through);
  }
  return { chains, columns };
}

/** The chain that the product of x and W is the next layer of; a new one where it is the first. */
function layersAt(chains: Chain[], through: ReadonlySet<Chain>, x: ArrayNode, W: ArrayNode): Chain[] {
  const original = W.operation === 'transpose' ? W.inputs[0] : W;
  const uses = (chain: Chain) => chain.layers.some((layer) => layer.W === W || layer.W === original);
  if (through.size > 0) {
    // The last one: an earlier network that the data also went through is not what goes on here.
    const chain = [...through].at(-1);
    return chain && !uses(chain) ? [chain] : [];
  }
  // Computed once more, for instance to look at it.
  const again = chains.find((chain) => chain.X === x && uses(chain));
  if (again) return [];
  const chain = { X: x, layers: [] };
  chains.push(chain);
  return [chain];
}

/** The sum of a product and a bias, if there is one. */
function biased(product: ArrayNode, data: ReadonlySet<ArrayNode>, users: Users) {
  for (const sum of users.get(product) ?? []) {
    if (sum.operation !== 'add') continue;
    const b = arraysIn(sum).find((input) => input !== product && !data.has(input) && input.shape?.length);
    if (b) return { a: sum, b };
  }
  return { a: product, b: null };
}

/** Whether a column is added to each of a product's columns, as biases are where examples are columns. */
function hasColumnBias(product: ArrayNode, users: Users): boolean {
  return (users.get(product) ?? []).some(
    (sum) =>
      sum.operation === 'add' &&
      sum.shape?.at(1) !== 1 &&
      arraysIn(sum).some(({ shape }) => shape?.length === 2 && shape[1] === 1),
  );
}

/** Whether it is a single example. */
export function isVector({ shape }: ArrayNode): boolean {
  return shape?.length === 1;
}

function isMatrix(node: ArrayNode): boolean {
  return node.shape?.length === 2 && node.shape.every((length) => length !== null);
}

function isDrawn(node: ArrayNode): boolean {
  return [...coneOf(node)].some(({ operation }) => operation === 'random');
}
