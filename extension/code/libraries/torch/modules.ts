/** @file PyTorch's modules: linear layers, activations, and several behind each other. */

import type { ActivationName } from '../../../../engine/model.ts';
import { LEAK } from '../../../../engine/ops/activation.ts';
import type { Call, Value } from '../../python/values.ts';
import { Arguments } from '../arguments.ts';
import type { Path } from '../layered.ts';
import { Notes } from '../notes.ts';
import { refuseLayer, refuseMissingBias, refuseSlope, refuseUnknownUnits } from '../refusals.ts';

/** What a module does. PyTorch's log-softmax is the softmax that its loss takes the logarithm of. */
export type Work =
  | { readonly kind: 'linear'; readonly inputs: number; readonly units: number }
  | { readonly kind: 'activation'; readonly activation: ActivationName }
  | { readonly kind: 'logSoftmax' }
  | { readonly kind: 'none' };

export class Module {
  readonly path: Path;
  readonly notes = new Notes();
  /** `null` if it is refused, which the notes say. */
  readonly work: Work | null;

  constructor(
    readonly name: string,
    call: Call,
  ) {
    this.path = call.path;
    this.work = this.workOf(name, call);
  }

  private workOf(name: string, call: Call): Work | null {
    const at = call.path[call.path.length - 1];
    const args = new Arguments(call, signatures[name] ?? []);
    switch (name) {
      case 'Linear': {
        const [inputs, units] = [args.number(NaN, 'in_features'), args.number(NaN, 'out_features')];
        if (args.flag(true, 'bias') !== true) {
          refuseMissingBias(this.notes, at);
          return null;
        }
        if (isCount(inputs) && isCount(units)) return { kind: 'linear', inputs, units };
        refuseUnknownUnits(this.notes, at);
        return null;
      }
      case 'LogSoftmax':
        return { kind: 'logSoftmax' };
      case 'Flatten':
      case 'Identity':
        return { kind: 'none' };
      case 'GELU':
        return { kind: 'activation', activation: args.get('approximate') ? 'geluTanh' : 'gelu' };
      case 'LeakyReLU': {
        // PyTorch's own slope is the engine's.
        const slope = args.number(LEAK, 'negative_slope');
        if (slope === LEAK) return { kind: 'activation', activation: 'leakyRelu' };
        refuseSlope(this.notes, at, slope);
        return null;
      }
    }
    if (Object.hasOwn(activations, name)) return { kind: 'activation', activation: activations[name] };
    refuseLayer(this.notes, at, name, 'Linear, Flatten');
    return null;
  }
}

const signatures: Readonly<Record<string, readonly string[]>> = {
  Linear: ['in_features', 'out_features', 'bias'],
  LeakyReLU: ['negative_slope'],
  leaky_relu: ['input', 'negative_slope'],
};

const activations: Readonly<Record<string, ActivationName>> = {
  ReLU: 'relu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Softmax: 'softmax',
  Softplus: 'softplus',
};

/** Functions of `torch` and `torch.nn.functional`, and methods of a tensor, by the module that does the same. */
const functions: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
  softplus: 'Softplus',
  log_softmax: 'LogSoftmax',
  gelu: 'GELU',
  leaky_relu: 'LeakyReLU',
  flatten: 'Flatten',
  dropout: 'Dropout',
  max_pool2d: 'MaxPool2d',
};

/** The module that does what a function does, or `null` if there is none. */
export function moduleOf(name: string): string | null {
  return Object.hasOwn(functions, name) ? functions[name] : null;
}

/** `nn.Sequential`: modules one behind the other; `null` where one is not known. */
export class Sequential {
  readonly modules: (Module | null)[] = [];

  constructor(readonly path: Path) {}

  add(value: Value): void {
    if (value.kind === 'object' && value.object instanceof Sequential)
      this.modules.push(...value.object.modules);
    else this.modules.push(value.kind === 'object' && value.object instanceof Module ? value.object : null);
  }
}

function isCount(value: number | null): value is number {
  return value !== null && Number.isInteger(value) && value > 0;
}
