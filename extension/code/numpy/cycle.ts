/** @file A network of the program understood: its activations and loss, and which node computes which tensor. */

import type { ActivationName, LossSpec, ModelSpec } from '../../../engine/model.ts';
import { Calculator } from './calculator.ts';
import { dependents, isVector, type Chain, type ChainLayer } from './chain.ts';
import { close, equal, ratio } from './compare.ts';
import type { ArrayNode, Graph } from './graph.ts';
import { Leaves } from './leaves.ts';
import type { Numbers } from './numbers.ts';
import { activate, stepOf, type Expected } from './oracle.ts';
import { Sizes } from './sizes.ts';

/** What a node computes: a tensor of the program, times a factor. */
export interface Role {
  readonly tensor: string;
  readonly factor: number;
}

export interface Cycle {
  readonly chain: Chain;
  /** `null` for one that is none of the engine's; `y_hat`'s last. */
  readonly activations: readonly (ActivationName | null)[];
  /** Where each activation comes out. */
  readonly outputs: readonly ArrayNode[];
  readonly targets: { readonly node: ArrayNode; readonly oneHot: boolean } | null;
  readonly loss: LossSpec;
  /** The network as the engine computes it on the made-up numbers. */
  readonly model: ModelSpec;
  /** What is minimised, and how many times the engine's loss it is; `null` if the code does not compute it, or not one known. */
  readonly lossValue: { readonly node: ArrayNode; readonly factor: number } | null;
  readonly roles: ReadonlyMap<ArrayNode, Role>;
  readonly expected: ReadonlyMap<string, Expected>;
  readonly calculator: Calculator;
  /** Nodes that depend on a parameter, and on targets too: gradients and what comes of them. */
  readonly gradients: ReadonlySet<ArrayNode>;
  /** Examples in a batch, if known. */
  readonly batch: number | null;
}

const activationNames: readonly ActivationName[] = [
  'softmax',
  'sigmoid',
  'tanh',
  'relu',
  'leakyRelu',
  'gelu',
  'geluTanh',
  'softplus',
];

/**
 * Computes a network on made-up numbers, here and in the engine, and recognises tensors by their values.
 * @param assigned the nodes that the code gives a name
 * @param l2 of the weight decay in its loss
 */
export function understand(graph: Graph, chain: Chain, assigned: ReadonlySet<ArrayNode>, l2: number): Cycle {
  const { layers, X } = chain;
  const units = layers.map(({ W }) => W.shape?.[1] ?? 1);
  const inputs = layers[0].W.shape?.[0] ?? 1;
  const classes = units[units.length - 1];
  const batch = isVector(X) ? 1 : (X.shape?.[0] ?? X.attributes.rows ?? null);
  const sizes = new Sizes(batch, classes, [inputs, ...units]);
  const leaves = new Leaves(graph, chain, sizes, classes);
  const calculator = new Calculator(sizes, leaves.valueOf);
  const aimed = dependents(graph, (node) => leaves.isTarget(node));
  const gradients = new Set([...leaves.trained].filter((node) => aimed.has(node)));

  const ends = layers.map((layer, index) =>
    index + 1 < layers.length
      ? { name: nameOf(calculator, layer, layers[index + 1].x), node: layers[index + 1].x }
      : output(graph, calculator, layer, leaves.trained, aimed),
  );
  const targets = leaves.targets();
  const values = new Map<string, Numbers>();
  const give = (name: string, node: ArrayNode | null) => {
    const value = node && calculator.value(node);
    if (value) values.set(name, value);
  };
  give('X', X);
  if (targets) give('t', targets.node);
  layers.forEach(({ W, b }, index) => {
    give(`W${index + 1}`, W);
    give(`b${index + 1}`, b);
  });

  const model: ModelSpec = {
    inputShape: [sizes.of(inputs)],
    layers: ends.map(({ name }, index) => ({
      units: sizes.of(units[index]),
      activation: name ?? 'linear',
      init: { name: 'zeros' },
    })),
    loss: { name: 'meanSquaredError' },
    l2,
    optimizer: { name: 'sgd', learningRate: 1 },
    batchSize: sizes.rows,
    epochs: 1,
    shuffle: false,
    seed: 0,
    dtype: 'float64',
  };
  const targetsName = targets?.oneHot === false ? 'classIndices' : 'oneHot';
  const losses: LossSpec[] =
    ends[ends.length - 1].name === 'softmax'
      ? [{ name: 'crossEntropy', targets: targetsName }, model.loss]
      : [model.loss];
  const scalars = graph.nodes.filter((node) => gradients.has(node) && node.shape?.length === 0);
  let found: Pick<Cycle, 'loss' | 'lossValue' | 'expected'> | undefined;
  for (const loss of losses) {
    const expected = stepOf({ ...model, loss }, values);
    const lossValue = lossAmong(scalars, assigned, leaves.trained, calculator, expected, [
      batch ?? sizes.rows,
      classes,
    ]);
    found ??= { loss, lossValue, expected };
    if (lossValue && !found.lossValue) found = { loss, lossValue, expected };
  }
  const { loss, lossValue, expected } = found ?? {
    loss: model.loss,
    lossValue: null,
    expected: new Map<string, Expected>(),
  };
  // A gradient for a few rows that stand for all of a large batch is as much larger as the mean is over fewer.
  const spread = 1 / sizes.repeats(batch);
  const scaled = new Map(
    [...expected].map(([name, { spec, value }]) => [
      name,
      spec.group === 'gradients' && spec.batched
        ? { spec, value: { shape: value.shape, data: value.data.map((x) => x * spread) } }
        : { spec, value },
    ]),
  );
  const cycle = {
    chain,
    activations: ends.map(({ name }) => name),
    outputs: ends.map(({ node }) => node),
    targets,
    loss,
    model: { ...model, loss },
    lossValue,
    expected: scaled,
    calculator,
    gradients,
    batch,
  };
  return { ...cycle, roles: rolesOf(graph, cycle, leaves.trained) };
}

/** Which tensor each node is by its value. */
function rolesOf(
  graph: Graph,
  { chain, targets, lossValue, expected, calculator, gradients }: Omit<Cycle, 'roles'>,
  trained: ReadonlySet<ArrayNode>,
): Map<ArrayNode, Role> {
  const roles = new Map<ArrayNode, Role>();
  const candidates = candidatesOf(expected);
  const give = (node: ArrayNode | null | undefined, tensor: string) => {
    if (node) roles.set(node, { tensor, factor: 1 });
  };
  give(chain.X, 'X');
  give(targets?.node, 't');
  give(lossValue?.node, 'Loss');
  chain.layers.forEach(({ W, b }, index) => {
    give(W, `W${index + 1}`);
    give(b, `b${index + 1}`);
  });
  for (const node of graph.nodes) {
    if (!trained.has(node) || roles.has(node) || node.shape?.length === 0) continue;
    const value = calculator.value(node);
    const role = value && roleOf(value, candidates, gradients.has(node));
    if (role) roles.set(node, role);
  }
  return roles;
}

/** What a value may be, in the order of preference: where the output is linear, `dy` is the gradient before it too. */
export function candidatesOf(
  expected: ReadonlyMap<string, Expected>,
): readonly (readonly [string, Expected])[] {
  return [...expected].sort(([a], [b]) => Number(b === 'dy') - Number(a === 'dy'));
}

/** The tensor that a value is: a gradient may be some times it, an activation is it exactly. */
export function roleOf(
  value: Numbers,
  candidates: ReturnType<typeof candidatesOf>,
  isGradient: boolean,
): Role | null {
  for (const [tensor, { spec, value: wanted }] of candidates) {
    if (spec.group !== (isGradient ? 'gradients' : 'activations') || spec.shape.length === 0) continue;
    const factor = ratio(value, wanted);
    if (factor !== null && (isGradient || close(factor, 1))) return { tensor, factor };
  }
  return null;
}

function nameOf(calculator: Calculator, { a }: ChainLayer, node: ArrayNode): ActivationName | null {
  const [before, after] = [calculator.value(a), calculator.value(node)];
  if (!before || !after) return null;
  if (equal(before, after)) return 'linear';
  return activationNames.find((name) => equal(activate(name, before), after)) ?? null;
}

/** The activation of the last layer: the first node that is one of its sum, or the sum itself. */
function output(
  graph: Graph,
  calculator: Calculator,
  layer: ChainLayer,
  trained: ReadonlySet<ArrayNode>,
  aimed: ReadonlySet<ArrayNode>,
): { readonly name: ActivationName | null; readonly node: ArrayNode } {
  const later = dependents(graph, (node) => node === layer.a);
  const before = calculator.value(layer.a);
  if (!before) return { name: null, node: layer.a };
  const candidates = [...later].filter((node) => node !== layer.a && trained.has(node) && !aimed.has(node));
  for (const name of activationNames) {
    const after = activate(name, before);
    const node = candidates.find((candidate) => {
      const value = calculator.value(candidate);
      return value && equal(value, after);
    });
    if (node) return { name, node };
  }
  return { name: 'linear', node: layer.a };
}

/** The loss as the code computes it: a sum or a mean, of squares perhaps a half. */
function lossAmong(
  scalars: readonly ArrayNode[],
  assigned: ReadonlySet<ArrayNode>,
  trained: ReadonlySet<ArrayNode>,
  calculator: Calculator,
  expected: ReadonlyMap<string, Expected>,
  sizes: readonly [number, number],
): Cycle['lossValue'] {
  const mean = expected.get('Loss')?.value.data[0] ?? NaN;
  const [rows, classes] = sizes;
  const factors = [1, rows, classes, rows * classes].flatMap((factor) => [factor, factor / 2]);
  const matches = scalars.flatMap((node) => {
    const value = calculator.value(node)?.data[0] ?? NaN;
    const factor = factors.find((each) => close(value, each * mean, 1e-4));
    return factor === undefined ? [] : [{ node, factor }];
  });
  let match = matches.at(0) ?? null;
  for (const next of matches) {
    // On through the steps of one expression, and from a sum to its mean.
    const goesOn = match && next.node.inputs.includes(match.node);
    if (goesOn && match && (!assigned.has(match.node) || (next.factor === 1 && match.factor !== 1)))
      match = next;
  }
  // With a penalty that is none of the engine's, it is something else that is minimised.
  const isPenalised = scalars.some(
    ({ operation, inputs }) =>
      match &&
      operation === 'add' &&
      inputs.includes(match.node) &&
      inputs.some((input) => input !== match.node && typeof input !== 'number' && trained.has(input)),
  );
  return isPenalised ? null : match;
}
