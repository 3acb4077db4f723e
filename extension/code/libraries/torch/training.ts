/** @file PyTorch's optimizers and losses. */

import type { LossSpec, OptimizerSpec } from '../../../../engine/model.ts';
import type { Call, ClassValue, Value } from '../../python/values.ts';
import { remark, type Span } from '../../reading.ts';
import { Arguments } from '../arguments.ts';
import type { Path } from '../layered.ts';
import { Notes } from '../notes.ts';
import { optimizerSpecOf } from '../optimizers.ts';
import { refuseArgument, refuseOptimizer, refuseUnknownNumber } from '../refusals.ts';
import type { Module, Sequential } from './modules.ts';
import { Tensor } from './tensors.ts';

/** What an optimizer was given. */
export class Optimizer {
  readonly notes = new Notes();
  readonly path: Path;
  /** `null` if it is refused, which the notes say. */
  readonly spec: OptimizerSpec | null;
  readonly weightDecay: number;
  /** What it changes the parameters of, if that is known. */
  readonly of: Trainable | null;

  constructor(name: string, call: Call) {
    this.path = call.path;
    const at = call.path[call.path.length - 1];
    const args = new Arguments(call, ['params', 'lr']);
    const parameters = args.get('params');
    this.of =
      parameters?.kind === 'object' && parameters.object instanceof Parameters ? parameters.object.of : null;
    this.weightDecay = name === 'AdamW' ? 0 : (args.number(0, 'weight_decay') ?? NaN);
    this.spec = this.specOf(name, args, at);
    if (this.weightDecay !== 0)
      this.notes.add(
        at,
        'hint',
        remark(
          'Here weight_decay is part of the loss and leaves biases alone; PyTorch has it in the update, for biases too.',
        ),
      );
  }

  private specOf(name: string, args: Arguments, at: Span): OptimizerSpec | null {
    if (!Object.hasOwn(followed, name)) {
      refuseOptimizer(this.notes, at, name);
      return null;
    }
    const other = args.beyond(new Set([...idle, ...followed[name]]));
    if (other !== null && args.number(NaN, other) !== 0) refuseArgument(this.notes, at, other, name);
    const spec = hyperparameters(name, args);
    if (!spec || Number.isNaN(this.weightDecay)) {
      refuseUnknownNumber(this.notes, at, name);
      return null;
    }
    if ('epsilon' in spec)
      this.notes.add(
        at,
        'hint',
        remark(
          'ε stands in the update of {0} as Keras has it, not as PyTorch: a difference about as small as ε.',
          name,
        ),
      );
    return spec;
  }
}

/** What has parameters: modules, or an object of the user's class that is one. */
export type Trainable = Module | Sequential | ClassValue;

/** `model.parameters()`. */
export class Parameters {
  constructor(readonly of: Trainable) {}
}

/** Arguments that change nothing of what is computed. */
const idle = ['params', 'lr', 'foreach', 'fused', 'capturable', 'weight_decay'];

const followed: Readonly<Record<string, readonly string[]>> = {
  SGD: ['momentum', 'nesterov'],
  RMSprop: ['alpha', 'eps'],
  Adam: ['betas', 'eps'],
  AdamW: ['betas', 'eps'],
};

function hyperparameters(name: string, args: Arguments): OptimizerSpec | null {
  const betas = betasOf(args.get('betas'));
  return optimizerSpecOf(name.toLowerCase(), {
    learningRate: args.number(name === 'RMSprop' ? 0.01 : 0.001, 'lr'),
    momentum: args.number(0, 'momentum'),
    isNesterov: args.flag(false, 'nesterov'),
    rho: args.number(0.99, 'alpha'),
    beta1: betas && betas[0],
    beta2: betas && betas[1],
    epsilon: args.number(1e-8, 'eps'),
    weightDecay: args.number(0.01, 'weight_decay'),
  });
}

function betasOf(value: Value | undefined): readonly [number, number] | null {
  if (!value) return [0.9, 0.999];
  if (value.kind !== 'sequence' || value.items.length !== 2) return null;
  const [beta1, beta2] = value.items;
  return beta1.kind === 'number' && beta2.kind === 'number' ? [beta1.value, beta2.value] : null;
}

/** What a loss is, and which output it takes: before softmax, behind a log-softmax, or whatever the last layer gives. */
interface LossKind {
  readonly spec: LossSpec;
  readonly takes: 'logits' | 'logProbabilities' | 'output';
}

const losses: Readonly<Record<string, LossKind>> = {
  CrossEntropyLoss: { spec: { name: 'crossEntropy', targets: 'classIndices' }, takes: 'logits' },
  NLLLoss: { spec: { name: 'crossEntropy', targets: 'classIndices' }, takes: 'logProbabilities' },
  MSELoss: { spec: { name: 'meanSquaredError' }, takes: 'output' },
};

/** Functions of `torch.nn.functional` by the class that does the same. */
const functions: Readonly<Record<string, string>> = {
  cross_entropy: 'CrossEntropyLoss',
  nll_loss: 'NLLLoss',
  mse_loss: 'MSELoss',
  binary_cross_entropy: 'BCELoss',
  binary_cross_entropy_with_logits: 'BCEWithLogitsLoss',
  l1_loss: 'L1Loss',
};

/** The class of a loss that a function does the same as, or `null` if it is no loss. */
export function lossClassOf(name: string): string | null {
  return Object.hasOwn(functions, name) ? functions[name] : null;
}

/** `nn.CrossEntropyLoss()` and the like. */
export class Loss {
  readonly notes = new Notes();
  /** `null` if it is refused, which the notes say. */
  readonly kind: LossKind | null;

  constructor(name: string, call: Call) {
    const at = call.path[call.path.length - 1];
    const args = new Arguments(call, ['input', 'target']);
    this.kind = Object.hasOwn(losses, name) ? losses[name] : null;
    if (!this.kind) {
      this.notes.refuse(
        at,
        remark(
          'The loss {0} cannot be followed, and so this model is not. Known are CrossEntropyLoss, NLLLoss and MSELoss.',
          name,
        ),
      );
    }
    const reduction = args.get('reduction');
    const isMean = !reduction || (reduction.kind === 'string' && reduction.value === 'mean');
    const other = isMean ? args.beyond(new Set(['input', 'target', 'reduction'])) : 'reduction';
    if (other !== null && args.number(NaN, other) !== 0) refuseArgument(this.notes, at, other, name);
  }

  /** Calls the loss, or the function that it is. */
  of({ positional, named, path }: Call): LossValue {
    const input = positional.at(0) ?? named.get('input');
    const output = input?.kind === 'object' && input.object instanceof Tensor ? input.object : null;
    return new LossValue(this, output, path);
  }
}

/** What a loss came to, which can be asked for its gradients. */
export class LossValue {
  constructor(
    readonly loss: Loss,
    readonly output: Tensor | null,
    readonly path: Path,
  ) {}
}
