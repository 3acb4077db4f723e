/** @file Keras's optimizers and losses. */

import type { LossSpec, OptimizerSpec } from '../../../../engine/model.ts';
import type { Call, Value } from '../../python/values.ts';
import { remark } from '../../reading.ts';
import { Arguments, nameOf } from '../arguments.ts';
import type { Path } from '../layered.ts';
import { Notes } from '../notes.ts';
import { optimizerSpecOf } from '../optimizers.ts';
import { refuseArgument, refuseOptimizer, refuseUnknownNumber } from '../refusals.ts';

export class Optimizer {
  constructor(
    readonly path: Path,
    /** `null` if it is refused, which the notes say. */
    readonly spec: OptimizerSpec | null,
    readonly notes: Notes,
  ) {}
}

export class Loss {
  constructor(
    readonly path: Path,
    /** `null` if it is refused, which the notes say. */
    readonly spec: LossSpec | null,
    /** Whether it takes the numbers before softmax. */
    readonly fromLogits: boolean,
    readonly notes: Notes,
  ) {}
}

const nothing: Call = { positional: [], named: new Map(), path: [], loops: [] };

const signatures: Readonly<Record<string, readonly string[]>> = {
  sgd: ['learning_rate', 'momentum', 'nesterov'],
  rmsprop: ['learning_rate', 'rho', 'momentum', 'epsilon', 'centered'],
  adam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'amsgrad'],
  adamw: ['learning_rate', 'weight_decay', 'beta_1', 'beta_2', 'epsilon', 'amsgrad'],
};

/** What each takes that can be followed. */
const followed: Readonly<Record<string, readonly string[]>> = {
  sgd: ['momentum', 'nesterov'],
  rmsprop: ['rho', 'epsilon'],
  adam: ['beta_1', 'beta_2', 'epsilon'],
  adamw: ['beta_1', 'beta_2', 'epsilon', 'weight_decay'],
};

/** The optimizer that Keras makes of a call of the class of this name. */
export function optimizerOf(name: string, call: Call): Optimizer {
  const notes = new Notes();
  const at = call.path[call.path.length - 1];
  const key = name.toLowerCase();
  const args = new Arguments(call, Object.hasOwn(signatures, key) ? signatures[key] : []);
  if (!Object.hasOwn(followed, key)) {
    refuseOptimizer(notes, at, name);
    return new Optimizer(call.path, null, notes);
  }
  const other = args.beyond(new Set([...followed[key], 'learning_rate', 'lr', 'name', 'jit_compile']));
  if (other !== null && args.number(NaN, other) !== 0) refuseArgument(notes, at, other, name);
  const spec = hyperparameters(key, args);
  if (!spec) refuseUnknownNumber(notes, at, name);
  return new Optimizer(call.path, spec, notes);
}

/** The optimizer that `compile` is given: an object, or the name of one with Keras's own numbers. */
export function optimizerIn(value: Value | undefined, compileCall: Call): Optimizer {
  if (value?.kind === 'object' && value.object instanceof Optimizer) return value.object;
  // `compile` without one takes RMSprop.
  return optimizerOf(value ? (nameOf(value) ?? '?') : 'rmsprop', { ...nothing, path: compileCall.path });
}

function hyperparameters(name: string, args: Arguments): OptimizerSpec | null {
  return optimizerSpecOf(name, {
    learningRate: args.number(name === 'sgd' ? 0.01 : 0.001, 'learning_rate', 'lr'),
    momentum: args.number(0, 'momentum'),
    isNesterov: args.flag(false, 'nesterov'),
    rho: args.number(0.9, 'rho'),
    beta1: args.number(0.9, 'beta_1'),
    beta2: args.number(0.999, 'beta_2'),
    epsilon: args.number(1e-7, 'epsilon'),
    weightDecay: args.number(0.004, 'weight_decay'),
  });
}

const losses: Readonly<Record<string, LossSpec>> = {
  sparsecategoricalcrossentropy: { name: 'crossEntropy', targets: 'classIndices' },
  categoricalcrossentropy: { name: 'crossEntropy', targets: 'oneHot' },
  meansquarederror: { name: 'meanSquaredError' },
  mse: { name: 'meanSquaredError' },
};

/** The loss that Keras makes of a call of the class of this name. */
export function lossOf(name: string, call: Call): Loss {
  const notes = new Notes();
  const at = call.path[call.path.length - 1];
  const key = name.replaceAll('_', '').toLowerCase();
  const args = new Arguments(call, ['from_logits']);
  if (!Object.hasOwn(losses, key)) {
    notes.refuse(
      at,
      remark(
        'The loss {0} cannot be followed, and so this model is not. Known are the categorical cross-entropies and the mean squared error.',
        name,
      ),
    );
    return new Loss(call.path, null, false, notes);
  }
  const other = args.beyond(new Set(['from_logits', 'name', 'reduction', 'dtype']));
  if (other !== null && args.number(NaN, other) !== 0) refuseArgument(notes, at, other, name);
  const fromLogits = args.flag(false, 'from_logits');
  if (fromLogits === null) refuseArgument(notes, at, 'from_logits', name);
  return new Loss(call.path, losses[key], fromLogits === true, notes);
}

/** The loss that `compile` is given: an object, a function, or the name of one; `null` if there is none. */
export function lossIn(value: Value | undefined, compileCall: Call): Loss | null {
  if (!value) return null;
  if (value.kind === 'object' && value.object instanceof Loss) return value.object;
  return lossOf(nameOf(value) ?? '?', { ...nothing, path: compileCall.path });
}
