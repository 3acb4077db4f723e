/** @file The arguments of a call, by the names that a library gives them. */

import type { Call, Value } from '../python/values.ts';

export class Arguments {
  private readonly values: ReadonlyMap<string, Value>;

  /** @param names of the positional arguments, in their order */
  constructor(call: Call, names: readonly string[]) {
    const positional = call.positional.map((value, i) => [names.at(i) ?? `#${i + 1}`, value] as const);
    this.values = new Map([...positional, ...call.named]);
  }

  /** The value of an argument, under whatever of its names; one that is left out or `None` is `undefined`. */
  get(...names: readonly string[]): Value | undefined {
    const value = names.map((name) => this.values.get(name)).find((given) => given !== undefined);
    return value?.kind === 'none' ? undefined : value;
  }

  /** A number; `otherwise` if it is left out, `null` if it is not known. */
  number(otherwise: number, ...names: readonly string[]): number | null {
    const value = this.get(...names);
    if (!value) return otherwise;
    return value.kind === 'number' ? value.value : null;
  }

  /** A truth value; `otherwise` if it is left out, `null` if it is not known. */
  flag(otherwise: boolean, ...names: readonly string[]): boolean | null {
    const value = this.get(...names);
    if (!value) return otherwise;
    return value.kind === 'boolean' ? value.value : null;
  }

  /** The first argument that is given, and not as `None` or `False`, under none of these names. */
  beyond(names: ReadonlySet<string>): string | null {
    for (const [name, value] of this.values) {
      const isOff = value.kind === 'none' || (value.kind === 'boolean' && !value.value);
      if (!names.has(name) && !isOff) return name;
    }
    return null;
  }
}

/** A shape without the axis of the batch: `(784,)`, `784`, `(28, 28, 1)`; `null` if it is not known. */
export function shapeOf(value: Value | undefined): number[] | null {
  if (value?.kind === 'number') return [value.value];
  if (value?.kind !== 'sequence') return null;
  const lengths = value.items.map((item) => (item.kind === 'number' ? item.value : null));
  return lengths.includes(null) ? null : lengths.filter((length) => length !== null);
}

/** What a string says, or how a library calls what is named: `relu` of `'relu'`, of `tf.nn.relu`. */
export function nameOf(value: Value | undefined): string | null {
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'library' ? value.path.slice(value.path.lastIndexOf('.') + 1) : null;
}

/** The seed that a generator is given, if it is one that NumPy's takes. */
export function seedOf({ positional, named }: Call): number | null {
  const value = positional.at(0) ?? named.get('seed');
  if (value?.kind !== 'number') return null;
  return Number.isInteger(value.value) && value.value >= 0 && value.value < 2 ** 32 ? value.value : null;
}
