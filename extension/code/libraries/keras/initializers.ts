/** @file How Keras lets weights start, and what it adds to the loss for them. */

import type { BiasInitSpec, InitSpec } from '../../../../engine/model.ts';
import type { Call, Value } from '../../python/values.ts';
import { remark, type Span } from '../../reading.ts';
import { Arguments, nameOf } from '../arguments.ts';
import type { Notes } from '../notes.ts';

/** How weights start that have so many inputs. */
type Init = (inputs: number) => InitSpec;

/** An initializer or a regularizer with its arguments, as a call makes it. */
export class Configured {
  constructor(
    readonly name: string,
    readonly call: Call,
  ) {}
}

/** By the names that Keras has for them as strings; a class is the same without underscores. */
const plain: Readonly<Record<string, Init>> = {
  glorotuniform: () => ({ name: 'glorotUniform' }),
  glorotnormal: () => ({ name: 'glorotNormal' }),
  xavieruniform: () => ({ name: 'glorotUniform' }),
  xaviernormal: () => ({ name: 'glorotNormal' }),
  heuniform: () => ({ name: 'heUniform' }),
  henormal: () => ({ name: 'heNormal' }),
  lecununiform: (inputs) => ({ name: 'uniform', limit: Math.sqrt(3 / inputs) }),
  lecunnormal: (inputs) => ({ name: 'normal', std: Math.sqrt(1 / inputs) }),
  zeros: () => ({ name: 'zeros' }),
};

/** Keras draws these again where they fall further than two deviations from zero. */
const truncated = new Set(['glorotnormal', 'xaviernormal', 'henormal', 'lecunnormal', 'truncatednormal']);

const signatures: Readonly<Record<string, readonly string[]>> = {
  randomnormal: ['mean', 'stddev', 'seed'],
  truncatednormal: ['mean', 'stddev', 'seed'],
  randomuniform: ['minval', 'maxval', 'seed'],
};

/** How the weights of a layer start, Glorot uniform if nothing is said; `null` if it is refused. */
export function initializerOf(value: Value | undefined, at: Span, notes: Notes): Init | null {
  if (!value) return plain.glorotuniform;
  const { name, args } = configured(value);
  const key = name.replaceAll('_', '').toLowerCase();
  if (truncated.has(key)) {
    notes.add(
      at,
      'hint',
      remark(
        'Keras draws {0} without the numbers beyond two standard deviations; here they are drawn with them.',
        name,
      ),
    );
  }
  if (Object.hasOwn(plain, key)) return plain[key];
  const drawn = drawnFrom(key, args);
  if (drawn) return () => drawn;
  notes.refuse(
    at,
    remark('The initializer {0} cannot be followed, and so this model is not.', name === '' ? '?' : name),
  );
  return null;
}

/** How biases start: `null` at zero, `undefined` if it is refused. */
export function biasInitializerOf(
  value: Value | undefined,
  at: Span,
  notes: Notes,
): BiasInitSpec | null | undefined {
  if (!value) return null;
  const { name, args } = configured(value);
  const key = name.replaceAll('_', '').toLowerCase();
  const drawn = key === 'zeros' ? null : drawnFrom(key, args);
  if (key === 'zeros' || drawn) return drawn;
  notes.refuse(
    at,
    remark('The initializer {0} cannot be followed, and so this model is not.', name === '' ? '?' : name),
  );
  return undefined;
}

function drawnFrom(key: string, args: Arguments): BiasInitSpec | null {
  if (key === 'randomnormal' || key === 'truncatednormal') {
    const std = args.number(0.05, 'stddev');
    return args.number(0, 'mean') === 0 && std !== null ? { name: 'normal', std } : null;
  }
  if (key !== 'randomuniform') return null;
  const [low, high] = [args.number(-0.05, 'minval'), args.number(0.05, 'maxval')];
  return low !== null && high !== null && low === -high ? { name: 'uniform', limit: high } : null;
}

/** The λ of `λ · Σ W²` that Keras adds to the loss, 0 if nothing is said; `null` if it is refused. */
export function l2Of(value: Value | undefined, at: Span, notes: Notes): number | null {
  if (!value) return 0;
  const { name, args } = configured(value);
  const lambda = args.number(0.01, 'l2', 'l');
  if (/^l2$/i.test(name) && lambda !== null) return lambda;
  notes.refuse(
    at,
    remark(
      'The regularizer {0} cannot be followed, and so this model is not. Known is l2.',
      name === '' ? '?' : name,
    ),
  );
  return null;
}

function configured(value: Value): { name: string; args: Arguments } {
  if (value.kind === 'object' && value.object instanceof Configured) {
    const { name, call } = value.object;
    const key = name.replaceAll('_', '').toLowerCase();
    return { name, args: new Arguments(call, signatures[key] ?? ['l2']) };
  }
  const nothing: Call = { positional: [], named: new Map(), path: [], loops: [] };
  return { name: nameOf(value) ?? '', args: new Arguments(nothing, []) };
}
