/** @file A model that a library builds from layers, as a model of ours, and which of its lines makes which tensor. */

import type { LayerSpec, LossSpec, ModelSpec, OptimizerSpec } from '../../../engine/model.ts';
import { compile } from '../../../engine/program.ts';
import { sizeOf } from '../../../engine/tensor.ts';
import type { Link, ReadModel, Span } from '../reading.ts';

export type Path = readonly Span[];

/** A dense layer, and where it stands. */
export interface PlacedLayer {
  readonly spec: LayerSpec;
  readonly path: Path;
  /** Where its parameters are made. */
  readonly parameterPath: Path;
  /** Of the activation, if it stands for itself. */
  readonly activationPath: Path;
}

/** Everything that is known of a model built from layers. */
export interface LayeredModel {
  readonly library: 'keras' | 'torch';
  readonly inputShape: readonly number[];
  readonly layers: readonly PlacedLayer[];
  readonly loss: LossSpec;
  readonly lossPath: Path;
  /** Where the gradient of the loss is asked for. */
  readonly lossGradientPath: Path;
  readonly l2: number;
  readonly optimizer: OptimizerSpec;
  readonly updatePath: Path;
  readonly batchSize: number;
  readonly epochs: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly dtype: 'float32' | 'float64';
  readonly examples: number | null;
  readonly at: Span;
  readonly training: Span | null;
  /** Where the batch is handed over; empty if nowhere. */
  readonly batchPath: Path;
}

/**
 * The model with its links. A person who steps wants to see the layer that the op belongs to, forward and back, then what
 * decided the loss and the update: these are the lines that were written, whereas one call of `fit` performs all ops.
 */
export function readModelOf(facts: LayeredModel): ReadModel {
  const { layers, library, examples, at, training } = facts;
  const { loss, l2, optimizer, batchSize, epochs, shuffle, seed, dtype } = facts;
  const model: ModelSpec = {
    inputShape: asImage(facts.inputShape),
    layers: layers.map(({ spec }) => spec),
    loss,
    l2,
    optimizer,
    batchSize,
    epochs,
    shuffle,
    seed,
    dtype,
  };
  const link = (tensor: string, path: Path): Link => ({ tensor, path, variable: null });
  const ops = compile(model).ops.map(({ output, phase, layer }): Link => {
    if (phase === 'update') return link(output, facts.updatePath);
    if (layer === 0) return link(output, phase === 'loss' ? facts.lossPath : facts.lossGradientPath);
    const { path, activationPath } = layers[layer - 1];
    const isActivation =
      output === (layer === layers.length ? 'y_hat' : `z${layer}`) || output === `da${layer}`;
    return link(output, isActivation ? activationPath : path);
  });
  const parameters = layers.flatMap(({ parameterPath }, i) => [
    link(`W${i + 1}`, parameterPath),
    link(`b${i + 1}`, parameterPath),
  ]);
  const batch = facts.batchPath.length > 0 ? ['X', 't'].map((name) => link(name, facts.batchPath)) : [];
  return { library, model, examples, at, training, ops, others: [...parameters, ...batch] };
}

/** Images that come flat are images all the same, and so are those with a channel. */
function asImage(shape: readonly number[]): readonly number[] {
  const [height, width] = [28, 28];
  return sizeOf(shape) === height * width ? [height, width] : shape;
}
