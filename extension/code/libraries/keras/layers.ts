/** @file Keras's layers. */

import type { ActivationName, BiasInitSpec, InitSpec } from '../../../../engine/model.ts';
import { LEAK } from '../../../../engine/ops/activation.ts';
import type { Call, Value } from '../../python/values.ts';
import { remark, type Span } from '../../reading.ts';
import { Arguments, nameOf, shapeOf } from '../arguments.ts';
import type { Path } from '../layered.ts';
import { Notes } from '../notes.ts';
import {
  refuseArgument,
  refuseLayer,
  refuseMissingBias,
  refuseSlope,
  refuseUnknownUnits,
} from '../refusals.ts';
import { biasInitializerOf, initializerOf, l2Of } from './initializers.ts';

/** What a layer does: a dense one, one that only activates, or one that leaves the numbers as they are. */
export type Work =
  | {
      readonly kind: 'dense';
      readonly units: number;
      readonly activation: ActivationName;
      /** Keras draws some weights by the number of inputs. */
      readonly init: (inputs: number) => InitSpec;
      readonly biasInit: BiasInitSpec | null;
      readonly l2: number;
    }
  | { readonly kind: 'activation'; readonly activation: ActivationName }
  | { readonly kind: 'flatten' }
  /** Divides pixels by 255. */
  | { readonly kind: 'scale' }
  | { readonly kind: 'none' };

export class Layer {
  constructor(
    readonly path: Path,
    /** `null` if it is refused, which the notes say. */
    readonly work: Work | null,
    readonly inputShape: readonly number[] | null,
    readonly notes: Notes,
  ) {}
}

const activations: Readonly<Record<string, ActivationName>> = {
  linear: 'linear',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  gelu: 'gelu',
  softplus: 'softplus',
  softmax: 'softmax',
};

const activationLayers: Readonly<Record<string, ActivationName>> = {
  ReLU: 'relu',
  Softmax: 'softmax',
};

const denseArguments = [
  'units',
  'activation',
  'use_bias',
  'kernel_initializer',
  'bias_initializer',
  'kernel_regularizer',
];

/** Arguments that any layer takes and that change nothing of what it computes. */
const idleArguments = [
  'name',
  'dtype',
  'trainable',
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'shape',
  'batch_size',
  'batch_shape',
];

/** The layer that Keras makes of a call of the class of this name. */
export function layerOf(name: string, call: Call): Layer {
  const notes = new Notes();
  const at = call.path[call.path.length - 1];
  const args = new Arguments(call, signatures[name] ?? []);
  const work = workOf(name, args, at, notes);
  return new Layer(call.path, work, inputShapeOf(args), notes);
}

const signatures: Readonly<Record<string, readonly string[]>> = {
  Dense: denseArguments,
  Activation: ['activation'],
  Input: ['shape'],
  InputLayer: ['shape'],
  LeakyReLU: ['negative_slope'],
  Rescaling: ['scale'],
};

function workOf(name: string, args: Arguments, at: Span, notes: Notes): Work | null {
  const allow = (...names: readonly string[]) => {
    const other = args.beyond(new Set([...idleArguments, ...names]));
    if (other !== null || args.flag(true, 'trainable') !== true)
      refuseArgument(notes, at, other ?? 'trainable', name);
  };
  switch (name) {
    case 'Dense':
      allow(...denseArguments);
      return dense(args, at, notes);
    case 'Activation': {
      allow('activation');
      const activation = activationOf(args.get('activation'), at, notes);
      return activation && { kind: 'activation', activation };
    }
    case 'ReLU':
    case 'Softmax':
      allow();
      return { kind: 'activation', activation: activationLayers[name] };
    case 'LeakyReLU': {
      allow('negative_slope', 'alpha');
      // Keras's own slope is steeper than the usual one.
      const slope = args.number(0.3, 'negative_slope', 'alpha');
      if (slope === LEAK) return { kind: 'activation', activation: 'leakyRelu' };
      refuseSlope(notes, at, slope);
      return null;
    }
    case 'Flatten':
      allow('data_format');
      return { kind: 'flatten' };
    case 'Input':
    case 'InputLayer':
      return { kind: 'none' };
    case 'Rescaling': {
      const scale = args.number(1, 'scale');
      if (scale === 1 / 255) return { kind: 'scale' };
    }
  }
  refuseLayer(notes, at, name, 'Dense, Flatten');
  return null;
}

function dense(args: Arguments, at: Span, notes: Notes): Work | null {
  const units = args.number(NaN, 'units');
  if (units === null || !Number.isInteger(units) || units < 1) {
    refuseUnknownUnits(notes, at);
    return null;
  }
  if (args.flag(true, 'use_bias') !== true) {
    refuseMissingBias(notes, at);
    return null;
  }
  const given = args.get('activation');
  const activation = given ? activationOf(given, at, notes) : 'linear';
  const init = initializerOf(args.get('kernel_initializer'), at, notes);
  const biasInit = biasInitializerOf(args.get('bias_initializer'), at, notes);
  const l2 = l2Of(args.get('kernel_regularizer'), at, notes);
  if (!activation || !init || biasInit === undefined || l2 === null) return null;
  return { kind: 'dense', units, activation, init, biasInit, l2 };
}

/** The activation that a string, a function of Keras or one of its layers stands for. */
function activationOf(value: Value | undefined, at: Span, notes: Notes): ActivationName | null {
  if (value?.kind === 'object' && value.object instanceof Layer) {
    notes.include(value.object.notes);
    const { work } = value.object;
    if (work === null) return null;
    if (work.kind === 'activation') return work.activation;
  }
  const name = nameOf(value);
  if (name !== null && Object.hasOwn(activations, name)) return activations[name];
  if (name !== null && Object.hasOwn(activationLayers, name)) return activationLayers[name];
  notes.refuse(
    at,
    remark(
      'The activation {0} cannot be followed, and so this model is not. Known are {1}.',
      name ?? '?',
      Object.keys(activations).join(', '),
    ),
  );
  return null;
}

function inputShapeOf(args: Arguments): number[] | null {
  const shape = shapeOf(args.get('input_shape', 'input_dim', 'shape'));
  if (shape) return shape;
  const batch = args.get('batch_input_shape', 'batch_shape');
  return batch?.kind === 'sequence' ? shapeOf({ kind: 'sequence', items: batch.items.slice(1) }) : null;
}
