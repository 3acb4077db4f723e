/** @file How the code updates its parameters: where, and by the rule of which optimizer. */

import type { OptimizerSpec } from '../../../engine/model.ts';
import { coneOf } from './chain.ts';
import { close, combination, equal, ratio } from './compare.ts';
import type { Cycle } from './cycle.ts';
import type { ArrayNode, Graph } from './graph.ts';
import { noise } from './noise.ts';
import { largest, map, zip, type Numbers } from './numbers.ts';

/** Where a parameter gets its new value. */
export interface Update {
  /** Name of the parameter in the program: `W1`. */
  readonly tensor: string;
  readonly parameter: ArrayNode;
  readonly node: ArrayNode;
}

/** What an update does: an optimizer's rule, with weight decay if there is some. */
export interface Rule {
  readonly optimizer: OptimizerSpec;
  readonly l2: number;
  /** Nodes that keep the optimizer's state as the engine does, by the tensor's name: `mW1`. */
  readonly state: ReadonlyMap<string, ArrayNode>;
}

/** A parameter times this or more, and less than 1, is a parameter that decays. */
const DECAY = 0.9;

/** A coefficient as small as this is the noise of computing. */
const NEGLIGIBLE = 1e-9;

/** The updates of all parameters that are updated. */
export function updatesOf(graph: Graph, { chain, gradients }: Cycle): Update[] {
  return chain.layers.flatMap(({ W, b }, index) =>
    [
      { tensor: `W${index + 1}`, parameter: W },
      { tensor: `b${index + 1}`, parameter: b },
    ].flatMap(({ tensor, parameter }) => {
      const node = parameter && updateOf(graph, parameter, gradients);
      return node ? [{ tensor, parameter, node }] : [];
    }),
  );
}

/** The last sum or difference of the parameter's own shape that the parameter goes into. */
function updateOf(
  graph: Graph,
  parameter: ArrayNode,
  gradients: ReadonlySet<ArrayNode>,
): ArrayNode | undefined {
  const itself = new Set([parameter]);
  let update: ArrayNode | undefined;
  for (const each of itself) {
    for (const node of graph.users.get(each) ?? []) {
      if (node.operation === 'copy' || decays(node)) itself.add(node);
      const isChange = node.operation === 'add' || (node.operation === 'subtract' && node.inputs[0] === each);
      if (!isChange || node.shape?.join() !== parameter.shape?.join()) continue;
      itself.add(node);
      if (gradients.has(node)) update = node;
    }
  }
  return update;
}

/** Whether it is a parameter a little smaller, as weight decay makes it. */
function decays({ operation, inputs }: ArrayNode): boolean {
  const factor = inputs.find((input) => typeof input === 'number');
  return operation === 'multiply' && factor !== undefined && factor >= DECAY && factor < 1;
}

/** The rule of an update; `null` for one that is none of the engine's, or whose gradient is not the loss's. */
export function ruleOf(cycle: Cycle, update: Update): Rule | null {
  const { calculator, expected } = cycle;
  const g = expected.get(`d${update.tensor}`)?.value;
  const before = calculator.value(update.parameter);
  if (!g || !before) return null;

  const states = statesIn(update);
  const draw = noise();
  // As large as the gradient, so that neither hides the other.
  const size = largest(g.data.map(Math.abs));
  const given = new Map(states.map((node) => [node, map(before, () => Math.abs(draw()) * size)]));
  const moved = calculator.with(given);
  const change = (from: typeof calculator) => {
    const after = from.value(update.node);
    return after && zip(after, before, (x, y) => x - y);
  };
  const [still, R] = [change(calculator), change(moved)];
  if (!still || !R) return null;
  if (equal(still, R)) return descent(still, g, before);

  const cone = [...coneOf(update.node)].reverse();
  const kept = states.map((state) => {
    const from = given.get(state);
    const users = cone.filter((node) => node !== state && node !== update.node && cycle.gradients.has(node));
    return from && keptIn(users, from, g, (node) => moved.value(node));
  });
  if (kept.every((each) => each === 'sum')) return descent(still, g, before);
  const averages = kept.filter((each) => each !== undefined && each !== null && each !== 'sum');
  if (averages.length !== states.length) return null;
  return adaptive(averages, R, g, update) ?? momentum(averages, R, g, update);
}

/** Arrays of zeros as large as the parameter that its update hangs on. */
export function statesIn({ node, parameter }: Update): ArrayNode[] {
  const shape = parameter.shape?.join();
  return [...coneOf(node)]
    .filter(
      ({ operation, attributes, shape: own }) =>
        operation === 'full' && attributes.fill === 0 && own?.join() === shape,
    )
    .filter((each) => each !== parameter);
}

/** A running average or sum: `α·before + β·gradient`, or of its square. */
interface Average {
  readonly node: ArrayNode;
  readonly value: Numbers;
  readonly of: 'gradient' | 'square';
  readonly keep: number;
  readonly add: number;
}

/** What becomes of a state; `sum` for one that only adds up, starting anew each step. */
function keptIn(
  users: readonly ArrayNode[],
  state: Numbers,
  g: Numbers,
  valueOf: (node: ArrayNode) => Numbers | null,
): Average | 'sum' | null {
  const squares = map(g, (x) => x * x);
  for (const node of users) {
    const value = valueOf(node);
    if (!value) continue;
    for (const [of, added] of [
      ['gradient', g],
      ['square', squares],
    ] as const) {
      const [keep, add] = combination(value, [state, added]) ?? [];
      if (!(keep > NEGLIGIBLE) || Math.abs(add) < NEGLIGIBLE) continue;
      if (close(keep, 1)) return 'sum';
      if (keep < 1) return { node, value, of, keep, add };
    }
  }
  return null;
}

/** `W − η·dW`, perhaps with λ·W in the gradient. */
function descent(change: Numbers, g: Numbers, W: Numbers): Rule | null {
  const rate = ratio(change, g);
  const state = new Map<string, ArrayNode>();
  if (rate !== null) return { optimizer: { name: 'sgd', learningRate: neat(-rate) }, l2: 0, state };
  const [own, decay] = combination(change, [g, W]) ?? [];
  if (!(own < 0) || !(decay < 0)) return null;
  return { optimizer: { name: 'sgd', learningRate: neat(-own) }, l2: neat(decay / own), state };
}

/** Polyak's momentum and Nesterov's, however the velocity is scaled. */
function momentum(averages: readonly Average[], R: Numbers, g: Numbers, { tensor }: Update): Rule | null {
  const [average] = averages;
  if (averages.length !== 1 || average.of !== 'gradient') return null;
  const [ofAverage, ofGradient] = combination(R, [average.value, g]) ?? [];
  if (!Number.isFinite(ofAverage)) return null;
  const hyperparameters = { momentum: neat(average.keep) };
  const rate = -ofAverage * average.add;
  if (Math.abs(ofGradient) < NEGLIGIBLE * Math.abs(ofAverage)) {
    const state = close(ofAverage, 1) ? [[`m${tensor}`, average.node] as const] : [];
    return {
      optimizer: { name: 'momentum', learningRate: neat(rate), ...hyperparameters },
      l2: 0,
      state: new Map(state),
    };
  }
  if (!close(rate / average.keep, -ofGradient)) return null;
  const state = close(ofAverage, average.keep) ? [[`m${tensor}`, average.node] as const] : [];
  return {
    optimizer: { name: 'nesterov', learningRate: neat(-ofGradient), ...hyperparameters },
    l2: 0,
    state: new Map(state),
  };
}

/** RMSprop and Adam: the gradient, or its average, over the root of the average square. */
function adaptive(averages: readonly Average[], R: Numbers, g: Numbers, { tensor }: Update): Rule | null {
  const square = averages.find(({ of }) => of === 'square');
  const mean = averages.find(({ of }) => of === 'gradient');
  if (!square || averages.length > 2 || !close(square.keep + square.add, 1)) return null;
  if (mean && !close(mean.keep + mean.add, 1)) return null;
  const over = zip(mean ? mean.value : g, R, (x, change) => -x / change);
  if (!over) return null;
  const ones = map(R, () => 1);
  const v = [`v${tensor}`, square.node] as const;
  if (!mean) {
    // ε beside the root, or under it as in the engine.
    const [beside, epsilonBeside] = combination(over, [map(square.value, Math.sqrt), ones]) ?? [];
    const [under, epsilonUnder] =
      combination(
        map(over, (x) => x * x),
        [square.value, ones],
      ) ?? [];
    const [learningRate, epsilon] =
      beside > 0 ? [1 / beside, epsilonBeside / beside] : [1 / Math.sqrt(under), epsilonUnder / under];
    if (!(learningRate > 0)) return null;
    return {
      optimizer: {
        name: 'rmsprop',
        learningRate: neat(learningRate),
        rho: neat(square.keep),
        epsilon: short(epsilon),
      },
      l2: 0,
      state: new Map([v]),
    };
  }
  const [root, epsilon] = combination(over, [map(square.value, Math.sqrt), ones]) ?? [];
  if (!(root > 0)) return null;
  const [beta1, beta2] = [neat(mean.keep), neat(square.keep)];
  // The rate of the first update has both corrections of the bias in it.
  const correction = Math.sqrt(1 - beta2) / (1 - beta1);
  const learningRate = neat(1 / root / correction);
  if (String(learningRate).length > String(neat(1 / root)).length) return null;
  // ε stands beside the root of the corrected square, or of the square itself.
  const [inside, outside] = [epsilon / root / Math.sqrt(1 - beta2), epsilon / root].map(short);
  const corrected = String(inside).length <= String(outside).length ? inside : outside;
  return {
    optimizer: { name: 'adam', learningRate, beta1, beta2, epsilon: corrected },
    l2: 0,
    state: new Map([[`m${tensor}`, mean.node], v]),
  };
}

/** Without the noise of computing with it: 0.1, not 0.09999999999999998. */
function neat(value: number): number {
  return Number(value.toPrecision(6));
}

/** A number so small beside what it was added to that few of its digits are left. */
function short(value: number): number {
  return Number(value.toPrecision(2));
}
