/** @file Models written by hand in NumPy: what is trained, how, and which lines do it. */

import type { ActivationName, LayerSpec, ModelSpec, OptimizerSpec } from '../../../engine/model.ts';
import type { Assignment, Evaluation } from '../python/values.ts';
import { remark, type ReadModel, type Remark, type Span } from '../reading.ts';
import { batchesOf, type Batches } from './batches.ts';
import { dependents, findChains, isVector, type Chain } from './chain.ts';
import { close } from './compare.ts';
import { understand, type Cycle } from './cycle.ts';
import type { ArrayNode, Graph } from './graph.ts';
import type { NumpyLibrary } from './library.ts';
import { opLinks, otherLinks, type Trained } from './links.ts';
import { Names } from './names.ts';
import { ruleOf, statesIn, updatesOf, type Rule, type Update } from './updates.ts';
import { changeOf } from './rates.ts';
import { startOf, type Start } from './weights.ts';

export interface Recognised {
  readonly models: readonly ReadModel[];
  readonly remarks: readonly Remark[];
  /** All networks, also those that are not trained. */
  readonly trained: readonly Trained[];
  readonly names: Names;
}

/** More would take too long: when a network is computed on made-up numbers, no unit of its last layer is left out. */
const MOST_CLASSES = 1000;

/** Finds the models in an evaluated program. */
export function recognise(library: NumpyLibrary, evaluation: Evaluation): Recognised {
  const { graph } = library;
  const names = new Names(evaluation, library);
  const { chains, columns } = findChains(graph);
  const trained = chains
    .filter((chain) => classesOf(chain) <= MOST_CLASSES)
    .map((chain) => {
      const plain = train(library, understand(graph, chain, names.nodes, 0));
      const l2 = Math.max(0, ...[...plain.rules.values()].map((rule) => rule.l2));
      return l2 > 0 ? train(library, understand(graph, chain, names.nodes, l2), l2) : plain;
    });
  const remarks: Remark[] = columns
    .slice(0, 1)
    .map((node) =>
      hint(
        node,
        remark(
          'Not understood: the weights stand on the left of the data here, so that examples are columns. With examples as rows it is {0}.',
          'X @ W + b',
        ),
      ),
    );

  const models: ReadModel[] = [];
  trained.forEach((each, index) => {
    if (each.updates.length === 0) return;
    const later = trained
      .slice(index + 1)
      .some((other) => other.updates.length > 0 && isAlike(each.cycle, other.cycle));
    if (later) return;
    const [model, said] = new Description(each, library, names, evaluation.assignments).read();
    remarks.push(...said);
    if (!model) return;
    const ops = opLinks(model.model, each, names);
    const alike = trained.map(({ cycle }) => cycle).filter((cycle) => isAlike(cycle, each.cycle));
    models.push({ ...model, ops, others: otherLinks(ops, [each.cycle, ...alike], names) });
  });
  return { models, remarks, trained, names };
}

function classesOf({ layers }: Chain): number {
  return layers[layers.length - 1].W.shape?.[1] ?? 0;
}

function train({ graph }: NumpyLibrary, cycle: Cycle, l2 = 0): Trained {
  const updates = updatesOf(graph, cycle);
  const rules = new Map<(typeof updates)[number], Rule>();
  for (const update of updates) {
    const rule = ruleOf(cycle, update);
    if (rule) rules.set(update, { ...rule, l2: update.tensor.startsWith('W') ? l2 || rule.l2 : 0 });
  }
  const isStateful = [...rules.values()].some(({ optimizer }) => optimizer.name !== 'sgd');
  return { cycle: isStateful ? withoutState(graph, cycle, updates) : cycle, updates, rules };
}

/** In the first step, an average of gradients is the gradient; but it is not meant to be. */
function withoutState(graph: Graph, cycle: Cycle, updates: readonly Update[]): Cycle {
  const states = new Set(updates.flatMap(statesIn));
  const averages = dependents(graph, (node) => states.has(node));
  return { ...cycle, roles: new Map([...cycle.roles].filter(([node]) => !averages.has(node))) };
}

/** Whether a network is another one, or its first layers. */
function isAlike(cycle: Cycle, whole: Cycle): boolean {
  return cycle.chain.layers.every(
    ({ W }, index) =>
      W.shape?.join() === whole.chain.layers.at(index)?.W.shape?.join() &&
      cycle.activations[index] === whole.activations.at(index),
  );
}

/** Examples in a batch where the code does not say. */
const USUAL_BATCH = 32;

/** A network put into the words of a `ModelSpec`, with what of it these words cannot say. */
class Description {
  private readonly said: Remark[] = [];

  constructor(
    private readonly trained: Trained,
    private readonly library: NumpyLibrary,
    private readonly names: Names,
    private readonly assignments: readonly Assignment[],
  ) {}

  read(): [Omit<ReadModel, 'ops' | 'others'> | null, readonly Remark[]] {
    const { cycle, updates } = this.trained;
    if (isVector(cycle.chain.X)) {
      this.hint(
        cycle.chain.layers[0].product,
        remark(
          'Not understood: one example at a time goes through here, as a vector. A batch has its examples as rows: {0}.',
          'X @ W + b',
        ),
      );
      return [null, this.said];
    }
    const activations = this.activations();
    const optimizer = activations && this.isLossKnown() ? this.optimizer() : null;
    if (!activations || !optimizer) return [null, this.said];
    const [first] = cycle.chain.layers;
    const starts = cycle.chain.layers.map(({ W, b }) => this.start(W, b));
    const inputs = first.W.shape?.[0] ?? 0;
    const batches = batchesOf(cycle.chain.X, this.library.generator.shuffled);
    if (batches.bytes) {
      this.hint(
        cycle.chain.X,
        remark('The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.'),
      );
    }
    if (batches.shifted && inputs === 784) {
      this.hint(
        batches.shifted,
        remark('The pixels are normalised here; in the training that is shown they go from 0 to 1.'),
      );
    }
    const loops = (this.names.of(updates[0].node)?.loops ?? []).filter((loop) => !loop.unrolled);
    const l2 = Math.max(0, ...[...this.trained.rules.values()].map((rule) => rule.l2));
    const batchSize = this.batchSize(batches);
    const model: ModelSpec = {
      inputShape: inputs === 784 ? [28, 28] : [inputs],
      layers: cycle.chain.layers.map(({ W }, index): LayerSpec => ({
        units: W.shape?.[1] ?? 0,
        activation: activations[index],
        init: starts[index].init ?? { name: 'normal', std: 0.01 },
      })),
      loss: cycle.loss,
      l2,
      optimizer,
      batchSize,
      epochs: epochsOf(
        batches,
        loops.map(({ count }) => count),
        batchSize,
      ),
      shuffle: this.shuffles(batches),
      seed: starts[0].seed ?? 0,
      dtype: starts.every(({ float32 }) => float32) ? 'float32' : 'float64',
    };
    const at = this.names.of(first.W)?.path[0] ?? first.W.path[0];
    return [
      { library: 'numpy', model, examples: batches.examples, at, training: this.training(loops.at(0)?.at) },
      this.said,
    ];
  }

  private activations(): ActivationName[] | null {
    const { activations, outputs } = this.trained.cycle;
    const unknown = activations.indexOf(null);
    if (unknown >= 0) {
      this.hint(
        outputs[unknown],
        remark(
          'Not understood: this is none of the activations known here (sigmoid, tanh, relu, leaky relu of slope 0.01, gelu, softplus, softmax).',
        ),
      );
    }
    const known = activations.filter((name) => name !== null);
    return known.length === activations.length ? known : null;
  }

  private isLossKnown(): boolean {
    const { cycle } = this.trained;
    const { lossValue, roles, loss, outputs } = cycle;
    const last = outputs[outputs.length - 1];
    const hasGradient = [...roles.values()].some(({ tensor }) => tensor === 'dy');
    if (!lossValue && !hasGradient) {
      this.hint(
        last,
        remark(
          'Not understood: what is minimised here is neither the cross-entropy of a softmax nor the mean squared error.',
        ),
      );
      return false;
    }
    if (lossValue && !close(lossValue.factor, 1)) {
      const factor = Number(lossValue.factor.toPrecision(6));
      this.hint(
        lossValue.node,
        loss.name === 'crossEntropy'
          ? remark(
              'The loss here is {0} times the one that is trained, which is the mean over the examples; the learning rate makes up for it.',
              factor,
            )
          : remark(
              'The loss here is {0} times the one that is trained, which is the mean over all cells; the learning rate makes up for it.',
              factor,
            ),
      );
    }
    return true;
  }

  private optimizer(): OptimizerSpec | null {
    const { updates, rules, cycle } = this.trained;
    const all = [...rules.values()].map((rule) => rule.optimizer);
    const found = all.find(({ learningRate }) => learningRate > 0) ?? all.at(0);
    if (!found) {
      const [{ node, tensor }] = updates;
      this.hint(
        node,
        remark(
          'Not understood: this updates {0} by none of the rules known here (gradient descent, momentum, Nesterov, RMSprop, Adam).',
          this.names.of(node)?.name ?? tensor,
        ),
      );
      return null;
    }
    // A wrong sign, and a gradient a batch too large, are spoken of where the gradients are checked.
    const optimizer = { ...found, learningRate: Math.abs(found.learningRate) };
    for (const [{ node, tensor }, rule] of rules) {
      const rate = Math.abs(rule.optimizer.learningRate);
      const times = rate / optimizer.learningRate;
      const { batch } = cycle;
      const isTooLarge = batch !== null && (close(times, batch) || close(1 / times, batch));
      if (isTooLarge || isSame({ ...rule.optimizer, learningRate: rate }, optimizer)) continue;
      this.hint(
        node,
        remark(
          '{0} is updated with other numbers than the parameters before it; in training, all are updated alike.',
          this.names.of(node)?.name ?? tensor,
        ),
      );
      break;
    }
    const change = changeOf(optimizer.learningRate, this.assignments);
    if (change) {
      this.said.push({
        at: change.path[change.path.length - 1],
        severity: 'hint',
        ...remark(
          'The learning rate changes here; in the training that is shown it stays at {0}.',
          optimizer.learningRate,
        ),
      });
    }
    return optimizer;
  }

  private start(W: ArrayNode, b: ArrayNode | null): Start {
    const start = startOf(W);
    if (!start.init) {
      this.hint(
        W,
        remark(
          'Not understood: weights that start like this cannot be drawn here; they start normally distributed with a deviation of 0.01 instead.',
        ),
      );
    }
    if (start.modern) {
      this.hint(
        W,
        remark(
          'In training, weights are drawn by the generator of {0}, whose numbers differ from those of {1}.',
          'np.random.seed',
          'np.random.default_rng',
        ),
      );
    }
    if (!b)
      this.hint(
        W,
        remark('This layer has no bias; the one that is trained here has one, which starts at zero.'),
      );
    return start;
  }

  private batchSize({ count, many }: Batches): number {
    const { batch, chain } = this.trained.cycle;
    if (batch !== null) return batch;
    if (!many && count !== null) return count;
    this.hint(
      chain.layers[0].product,
      remark('How many examples a batch has is not known here; {0} are taken.', USUAL_BATCH),
    );
    return USUAL_BATCH;
  }

  private shuffles({ shuffle, drawn }: Batches): boolean {
    if (drawn) {
      this.hint(
        drawn,
        remark(
          'Batches are drawn at random here; training goes through all examples in a random order instead.',
        ),
      );
    }
    return shuffle;
  }

  private training(loop: Span | undefined): Span | null {
    if (loop) return loop;
    const { chain } = this.trained.cycle;
    return chain.layers[0].a.path[0];
  }

  private hint(node: ArrayNode, text: Pick<Remark, 'template' | 'args'>): void {
    this.said.push(hint(node, text));
  }
}

/** Epochs from the counts of the loops around the update, the outermost first. */
function epochsOf(
  { count, many, drawn }: Batches,
  loops: readonly (number | null)[],
  batchSize: number,
): number {
  const outer = loops.at(0) ?? null;
  if (outer === null) return 1;
  if (loops.length > 1 || !many) return Math.max(1, outer);
  // One loop, of as many updates.
  return drawn && count ? Math.max(1, Math.ceil((outer * batchSize) / count)) : 1;
}

function isSame(a: OptimizerSpec, b: OptimizerSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** At the innermost expression, which is what is not understood. */
function hint(node: ArrayNode, text: Pick<Remark, 'template' | 'args'>): Remark {
  return { ...text, severity: 'hint', at: node.path[node.path.length - 1] };
}
