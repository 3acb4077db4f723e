/** @file Python's own functions, and the methods of its lists, dictionaries and strings, as far as a program's shape hangs on them. */

import type { Span } from '../../reading.ts';
import { none, unknown, type Call, type Value } from '../values.ts';
import { boolean, counterOf, keyOf, number, string, truth, written } from './arithmetic.ts';

/** What Python's own functions do by way of the libraries, whose values they are given too. */
export interface Tools {
  /** What a loop over a value takes, again and again. */
  readonly item: (of: Value) => Value;
  readonly add: (a: Value, b: Value) => Value;
}

type Builtin = (call: Call, tools: Tools) => Value;

const builtins: Readonly<Record<string, Builtin>> = {
  print: () => none,
  range: ({ positional }) => range(positional),
  len: ({ positional: [of] }) => length(of),
  int: ({ positional: [of] }) => (of.kind === 'number' ? { ...of, value: Math.trunc(of.value) } : unknown),
  float: ({ positional: [of] }) => (of.kind === 'number' ? of : unknown),
  bool: ({ positional: [of] }) => {
    const known = truth(of);
    return known === null ? unknown : boolean(known);
  },
  str: ({ positional: [of] }) => {
    const text = written(of);
    return text === null ? unknown : string(text, counterOf(of));
  },
  list: ({ positional: [of] }) => listOf(of),
  tuple: ({ positional: [of] }) => listOf(of),
  set: ({ positional: [of] }) => listOf(of),
  dict: (call) => dictionaryOf(call),
  zip: ({ positional }, { item }) => zip(positional, item),
  enumerate: ({ positional: [of, start], path }, { item }) => enumerate(of, start, item, path),
  reversed: ({ positional: [of] }) => reversed(of),
  sum: ({ positional: [of] }, { add }) =>
    of.kind === 'sequence' && of.items.length > 0 ? of.items.reduce((a, b) => add(a, b)) : unknown,
  max: ({ positional }) => fold(several(positional), Math.max),
  min: ({ positional }) => fold(several(positional), Math.min),
  abs: ({ positional: [of] }) => (of.kind === 'number' ? number(Math.abs(of.value)) : unknown),
  round: ({ positional }) => {
    const [of] = positional;
    return positional.length === 1 && of.kind === 'number' ? number(Math.round(of.value)) : unknown;
  },
  isinstance: () => unknown,
  type: () => unknown,
  sorted: () => unknown,
  map: () => unknown,
  filter: () => unknown,
  any: () => unknown,
  all: () => unknown,
  open: () => unknown,
  input: () => unknown,
  hasattr: () => unknown,
  getattr: () => unknown,
  iter: ({ positional: [of] }) => of,
  next: ({ positional: [of] }, { item }) => item(of),
};

/** Other libraries' functions that only pass on what they are given. */
const passing: Readonly<Record<string, Builtin>> = {
  'tqdm.tqdm': ({ positional: [of] }) => of,
  'tqdm.trange': ({ positional }) => range(positional),
  'collections.OrderedDict': (call) => dictionaryOf(call),
  'copy.copy': ({ positional: [of] }) => of,
  'copy.deepcopy': ({ positional: [of] }) => of,
  'itertools.count': () => ({ kind: 'range', start: 0, stop: null, step: 1 }),
};

const mathFunctions: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  ceil: Math.ceil,
  floor: Math.floor,
};

const mathConstants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, inf: Infinity };

export function isBuiltin(name: string): boolean {
  return Object.hasOwn(builtins, name);
}

/** Calls a function of Python's own or of its standard library, or one that only passes something on. */
export function callBuiltin(path: string, call: Call, tools: Tools): Value {
  const [module, name] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
  const [first] = call.positional;
  if (module === 'math' && Object.hasOwn(mathFunctions, name))
    return call.positional.length === 1 && first.kind === 'number'
      ? number(mathFunctions[name](first.value))
      : unknown;
  if (module === 'builtins' && Object.hasOwn(builtins, name)) {
    // With the wrong number of arguments it would fail; those with none to look at are the ones that need none.
    if (call.positional.length === 0 && !/^(?:print|dict|zip|open|input)$/.test(name))
      return /^(?:list|tuple|set)$/.test(name) ? { kind: 'sequence', items: [] } : unknown;
    return builtins[name](call, tools);
  }
  return Object.hasOwn(passing, path) && call.positional.length > 0 ? passing[path](call, tools) : unknown;
}

/** A value of the standard library: `math.pi`. */
export function constantOf(path: string): Value | null {
  const name = path.startsWith('math.') ? path.slice('math.'.length) : '';
  return Object.hasOwn(mathConstants, name) ? number(mathConstants[name]) : null;
}

function dictionaryOf({ positional, named }: Call): Value {
  const first = positional.at(0);
  const entries = new Map<string | number, Value>();
  if (positionalDictionary(first)) for (const [key, value] of first.entries) entries.set(key, value);
  const pairs = first?.kind === 'sequence' ? first.items : [];
  for (const pair of pairs) {
    const [name, value] = pair.kind === 'sequence' ? pair.items : [];
    const key = pair.kind === 'sequence' && pair.items.length === 2 ? keyOf(name) : null;
    if (key !== null) entries.set(key, value);
  }
  for (const [key, value] of named) entries.set(key, value);
  return { kind: 'dictionary', entries };
}

/** Calls a method of a list, a dictionary or a string; `null` if it is of something else. */
export function callMethod(of: Value, name: string, { positional, named }: Call): Value | null {
  if (of.kind === 'sequence') return sequenceMethod(of.items, name, positional);
  if (of.kind === 'dictionary') return dictionaryMethod(of.entries, name, positional, named);
  if (of.kind !== 'string') return null;
  if (name === 'lower' || name === 'upper') {
    return string(name === 'lower' ? of.value.toLowerCase() : of.value.toUpperCase(), of.counter);
  }
  if (name !== 'format') return unknown;
  let next = 0;
  const pieces = positional.map(written);
  const text = of.value.replace(/\{(\d*)\}/g, (_, index: string) => {
    return pieces[index === '' ? next++ : Number(index)] ?? '{}';
  });
  return text.includes('{')
    ? unknown
    : string(
        text,
        positional.map(counterOf).find((loop) => loop),
      );
}

function sequenceMethod(items: Value[], name: string, positional: readonly Value[]): Value {
  const first = positional.at(0);
  switch (name) {
    case 'append':
      if (first) items.push(first);
      return none;
    case 'extend':
      if (first?.kind === 'sequence') items.push(...first.items);
      return none;
    case 'insert': {
      const value = positional.at(1);
      if (first?.kind === 'number' && value) items.splice(first.value, 0, value);
      return none;
    }
    case 'reverse':
      items.reverse();
      return none;
    case 'pop':
      return (first?.kind === 'number' ? items.splice(first.value, 1)[0] : items.pop()) ?? unknown;
    case 'copy':
      return { kind: 'sequence', items: [...items] };
    default:
      return unknown;
  }
}

function dictionaryMethod(
  entries: Map<string | number, Value>,
  name: string,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  const first = positional.at(0);
  const asValue = (key: string | number): Value => (typeof key === 'string' ? string(key) : number(key));
  switch (name) {
    case 'keys':
      return { kind: 'sequence', items: [...entries.keys()].map(asValue) };
    case 'values':
      return { kind: 'sequence', items: [...entries.values()] };
    case 'items':
      return {
        kind: 'sequence',
        items: [...entries].map(([key, value]) => ({ kind: 'sequence', items: [asValue(key), value] })),
      };
    case 'get': {
      const key = first ? keyOf(first) : null;
      return key === null ? unknown : (entries.get(key) ?? positional.at(1) ?? none);
    }
    case 'update':
      if (positionalDictionary(first)) for (const [key, value] of first.entries) entries.set(key, value);
      for (const [key, value] of named) entries.set(key, value);
      return none;
    case 'copy':
      return { kind: 'dictionary', entries: new Map(entries) };
    default:
      return unknown;
  }
}

/** How many times a loop over a range runs; `null` if that is not known. */
export function rangeLength(range: Extract<Value, { kind: 'range' }>): number | null {
  return range.stop === null ? null : Math.max(0, Math.ceil((range.stop - range.start) / range.step));
}

function range(positional: readonly Value[]): Value {
  const [start, stop] = positional.length === 1 ? [number(0), positional[0]] : positional;
  const step = positional.at(2) ?? number(1);
  if (start.kind !== 'number' || step.kind !== 'number' || step.value === 0)
    return { kind: 'stream', item: unknown };
  return {
    kind: 'range',
    start: start.value,
    stop: stop.kind === 'number' ? stop.value : null,
    step: step.value,
  };
}

function length(of: Value): Value {
  if (of.kind === 'sequence') return number(of.items.length);
  if (of.kind === 'dictionary') return number(of.entries.size);
  if (of.kind === 'string') return number(of.value.length);
  const count = of.kind === 'range' ? rangeLength(of) : null;
  return count === null ? unknown : number(count);
}

/** More items of a range than this are no list of layers. */
const MOST_ITEMS = 64;

function listOf(of: Value): Value {
  if (of.kind === 'sequence') return { kind: 'sequence', items: [...of.items] };
  if (of.kind === 'dictionary') return dictionaryMethod(of.entries, 'keys', [], new Map());
  const count = of.kind === 'range' ? rangeLength(of) : null;
  if (of.kind !== 'range' || count === null || count > MOST_ITEMS) return of;
  const { start, step } = of;
  return { kind: 'sequence', items: Array.from({ length: count }, (_, i) => number(start + i * step)) };
}

function zip(positional: readonly Value[], item: Tools['item']): Value {
  const lists = positional.map(listOf);
  if (lists.length > 0 && lists.every((list) => list.kind === 'sequence')) {
    const count = Math.min(...lists.map(({ items }) => items.length));
    return {
      kind: 'sequence',
      items: Array.from({ length: count }, (_, i) => ({
        kind: 'sequence',
        items: lists.map(({ items }) => items[i]),
      })),
    };
  }
  return { kind: 'stream', item: { kind: 'sequence', items: lists.map(item) } };
}

function enumerate(of: Value, start: Value | undefined, item: Tools['item'], path: readonly Span[]): Value {
  const first = start?.kind === 'number' ? start.value : 0;
  if (of.kind !== 'sequence') {
    // The loop that takes from it counts.
    const counter = { at: path[path.length - 1], count: null, unrolled: false };
    return { kind: 'stream', item: { kind: 'sequence', items: [number(first, counter), item(of)] } };
  }
  return {
    kind: 'sequence',
    items: of.items.map((item, i) => ({ kind: 'sequence', items: [number(first + i), item] })),
  };
}

function reversed(of: Value): Value {
  if (of.kind === 'sequence') return { kind: 'sequence', items: of.items.toReversed() };
  const count = of.kind === 'range' ? rangeLength(of) : null;
  if (of.kind !== 'range' || count === null) return unknown;
  const { start, step } = of;
  return { kind: 'range', start: start + (count - 1) * step, stop: start - step, step: -step };
}

function several(positional: readonly Value[]): Value {
  return positional.length === 1 ? positional[0] : { kind: 'sequence', items: [...positional] };
}

function fold(of: Value, combine: (a: number, b: number) => number): Value {
  if (of.kind !== 'sequence' || of.items.length === 0) return unknown;
  const numbers = of.items.filter((item) => item.kind === 'number').map(({ value }) => value);
  return numbers.length === of.items.length ? number(numbers.reduce((a, b) => combine(a, b))) : unknown;
}

function positionalDictionary(value: Value | undefined): value is Extract<Value, { kind: 'dictionary' }> {
  return value?.kind === 'dictionary';
}
