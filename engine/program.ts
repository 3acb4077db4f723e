/** @file The program: the ordered list of ops of one training step, compiled from a model. */

import type { ModelSpec } from './model.ts';
import { activations } from './ops/activation.ts';
import { affine, biasGradient, inputGradient, weightGradient, type AffineNames } from './ops/affine.ts';
import { lossOf } from './ops/loss.ts';
import type { Op, OpInfo, Pass, ProgramConstants, TensorSpec } from './ops/op.ts';
import { optimizerOf } from './ops/optimizer.ts';
import { sizeOf } from './tensor.ts';

/** A program without its code: what travels to a view. Plain JSON. */
export interface ProgramInfo {
  /** All tensors; those that are not gradients or optimizer state come in the order in which data flows. */
  readonly tensors: readonly TensorSpec[];
  readonly ops: readonly OpInfo[];
  readonly constants: ProgramConstants;
}

export interface Program extends ProgramInfo {
  readonly ops: readonly Op[];
  /** The ops up to the gradients, but for the unread ones. */
  readonly passes: readonly Pass[];
  /** The update of each parameter in as few passes over the memory as there can be: to the bit what its ops make one by one. */
  readonly updates: readonly Pass[];
  /** Ops of whose output nothing else in a step comes: neither another op nor the state that the next step begins with. */
  readonly unread: readonly Op[];
}

/** A dense layer with its activation: the names of its tensors and its size. */
interface Layer extends AffineNames {
  readonly z: string;
  readonly dz: string;
  readonly inputs: number;
  readonly units: number;
}

/**
 * The ops of one training step, in the notebook's order: forward layer by layer, the loss, backward (each layer's weights
 * and bias, then its input; the first layer's input before them), then the updates.
 *
 * @param model one that `parseModel` has let through
 */
export function compile(model: ModelSpec): Program {
  const loss = lossOf(model.loss);
  const throughLogits = loss.gradientOf === 'logits';
  const layers = layersOf(model, throughLogits);
  const lossNames = { y: 'y_hat', t: 't', dy: 'dy', weights: layers.map(({ W }) => W) };
  const optimizer = optimizerOf(model.optimizer);
  const parameters = layers.flatMap(({ layer, W, b, dW, db }) => [
    { layer, W, dW, mW: `m${W}`, vW: `v${W}` },
    { layer, W: b, dW: db, mW: `m${b}`, vW: `v${b}` },
  ]);

  const gradients: Op[] = [];
  for (const layer of layers) {
    gradients.push(affine(layer), activations[activationOf(model, layer)].forward(layer));
  }
  gradients.push(loss.value(lossNames, model.l2 !== 0), loss.gradient(lossNames));
  for (const layer of layers.toReversed()) {
    const isOutput = layer.layer === layers.length;
    if (!(isOutput && throughLogits)) gradients.push(activations[activationOf(model, layer)].backward(layer));
    const own = [weightGradient(layer, model.l2 !== 0), biasGradient(layer)];
    gradients.push(...(layer.layer === 1 ? [inputGradient(layer), ...own] : [...own, inputGradient(layer)]));
  }
  const updates = parameters.map((names) => optimizer.update(names));
  const ops = [...gradients, ...updates.flatMap((update) => update.ops)];
  const unread = gradients.filter(
    ({ phase, output }) => phase === 'backward' && !ops.some(({ inputs }) => inputs.includes(output)),
  );

  return {
    ops,
    passes: gradients.filter((op) => !unread.includes(op)),
    updates: updates.map(({ pass }) => pass),
    unread,
    tensors: tensorsOf(model, layers, throughLogits, optimizer.state),
    constants: { ...optimizer.constants, ...(model.l2 === 0 ? {} : { l2: model.l2 }) },
  };
}

/** How many trainable numbers a model has: every weight and bias. */
export function parameterCount(program: ProgramInfo): number {
  return program.tensors
    .filter(({ group }) => group === 'parameters')
    .reduce((total, { shape }) => total + sizeOf(shape), 0);
}

function activationOf(model: ModelSpec, { layer }: Layer) {
  return model.layers[layer - 1].activation;
}

/** Names as in the notebook: `X W1 b1 a1 z1 W2 b2 a2 y_hat`, and `dy` for the gradient that the loss hands back. */
function layersOf(model: ModelSpec, throughLogits: boolean): Layer[] {
  const last = model.layers.length;
  return model.layers.map(({ units }, index) => {
    const layer = index + 1;
    return {
      layer,
      x: layer === 1 ? 'X' : `z${layer - 1}`,
      W: `W${layer}`,
      b: `b${layer}`,
      a: `a${layer}`,
      z: layer === last ? 'y_hat' : `z${layer}`,
      dx: layer === 1 ? 'dX' : `dz${layer - 1}`,
      dW: `dW${layer}`,
      db: `db${layer}`,
      da: layer === last && throughLogits ? 'dy' : `da${layer}`,
      dz: layer === last ? 'dy' : `dz${layer}`,
      inputs: index === 0 ? sizeOf(model.inputShape) : model.layers[index - 1].units,
      units,
    };
  });
}

function tensorsOf(
  model: ModelSpec,
  layers: readonly Layer[],
  throughLogits: boolean,
  state: readonly ('mW' | 'vW')[],
): TensorSpec[] {
  const B = model.batchSize;
  const K = layers[layers.length - 1].units;
  const images = (axis: 'rows' | 'columns') => {
    const [height, width] = model.inputShape;
    return model.inputShape.length === 2 ? { images: { axis, height, width } } : {};
  };

  const values: TensorSpec[] = [
    {
      ...plain('X', 'batch', [B, sizeOf(model.inputShape)]),
      batched: true,
      nonNegative: true,
      ...images('rows'),
    },
  ];
  const gradients: TensorSpec[] = [];
  for (const layer of layers) {
    const { W, b, a, z, da, dW, db, dx, x, inputs, units } = layer;
    const ofLayer = { layer: layer.layer };
    const { nonNegative } = activations[activationOf(model, layer)];
    const asImages = layer.layer === 1 ? images('columns') : {};
    values.push(
      { ...plain(W, 'parameters', [inputs, units]), ...ofLayer, ...asImages },
      { ...plain(b, 'parameters', [units]), ...ofLayer },
      { ...plain(a, 'activations', [B, units]), ...ofLayer, batched: true },
      { ...plain(z, 'activations', [B, units]), ...ofLayer, batched: true, nonNegative },
    );
    const ofInput = layer.layer === 1 ? images('rows') : {};
    const previous = { layer: layer.layer - 1, batched: true, gradientOf: x, ...ofInput };
    gradients.push(
      { ...plain(da, 'gradients', [B, units]), ...ofLayer, batched: true, gradientOf: a },
      { ...plain(dW, 'gradients', [inputs, units]), ...ofLayer, gradientOf: W, ...asImages },
      { ...plain(db, 'gradients', [units]), ...ofLayer, gradientOf: b },
      { ...plain(dx, 'gradients', [B, inputs]), ...previous },
    );
  }
  if (!throughLogits) {
    gradients.push({
      ...plain('dy', 'gradients', [B, K]),
      layer: layers.length,
      batched: true,
      gradientOf: 'y_hat',
    });
  }
  values.push(
    {
      ...plain('t', 'batch', lossOf(model.loss).targetShape(B, K)),
      batched: true,
      nonNegative: true,
    },
    { ...plain('Loss', 'activations', []), nonNegative: true },
  );
  const moments = values
    .filter(({ group }) => group === 'parameters')
    .flatMap((parameter) =>
      state.map((moment) => ({
        ...parameter,
        name: `${moment[0]}${parameter.name}`,
        group: 'optimizer' as const,
        nonNegative: moment === 'vW',
      })),
    );
  return [...values, ...gradients, ...moments];
}

function plain(name: string, group: TensorSpec['group'], shape: number[]): TensorSpec {
  return { name, group, shape, batched: false, layer: 0, nonNegative: false };
}
