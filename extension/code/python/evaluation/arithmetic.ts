/** @file Operators on what is known: numbers, strings, truth values, lists. */

import { unknown, type Loop, type NumberValue, type Value } from '../values.ts';

export function number(value: number, counter?: Loop): NumberValue {
  return counter ? { kind: 'number', value, at: null, counter } : { kind: 'number', value, at: null };
}

export function boolean(value: boolean, counter?: Loop): Value {
  return counter ? { kind: 'boolean', value, counter } : { kind: 'boolean', value };
}

export function string(value: string, counter?: Loop): Value {
  return counter ? { kind: 'string', value, counter } : { kind: 'string', value };
}

/** The loop whose count a value was computed from. */
export function counterOf(value: Value): Loop | undefined {
  return 'counter' in value ? value.counter : undefined;
}

/** Whether a value counts as true; `null` if that is not known, or differs from one turn of a loop to the next. */
export function truth(value: Value): boolean | null {
  if (counterOf(value)?.unrolled === false) return null;
  switch (value.kind) {
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'sequence':
      return value.items.length > 0;
    case 'dictionary':
      return value.entries.size > 0;
    case 'function':
    case 'class':
    case 'instance':
    case 'method':
    case 'object':
      return true;
    default:
      return null;
  }
}

/** Two ways through the code join: what they agree on stays known. */
export function join(a: Value, b: Value): Value {
  if (a === b || equal(a, b) === true) return a;
  if (a.kind === 'sequence' && b.kind === 'sequence' && a.items.length === b.items.length)
    return { kind: 'sequence', items: a.items.map((item, i) => join(item, b.items[i])) };
  return unknown;
}

/** Whether two values are equal; `null` if that is not known. */
export function equal(a: Value, b: Value): boolean | null {
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'none' && b.kind === 'none') return true;
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    if (a.items.length !== b.items.length) return false;
    const items = a.items.map((item, i) => equal(item, b.items[i]));
    return items.includes(false) ? false : items.includes(null) ? null : true;
  }
  if (isPlain(a) && isPlain(b)) return false;
  return null;
}

/** The value of `a operator b`, or `null` if Python's own types do not tell. */
export function binary(operator: string, a: Value, b: Value): Value | null {
  const counter = counterOf(a) ?? counterOf(b);
  if (operator === 'is' || operator === 'is not') return identity(operator, a, b);
  if (operator === 'in' || operator === 'not in') {
    const found = contains(b, a);
    return found === null ? null : boolean(found === (operator === 'in'), counter);
  }
  if (operator === '==' || operator === '!=') {
    const same = equal(a, b);
    return same === null ? null : boolean(same === (operator === '=='), counter);
  }
  if (a.kind === 'number' && b.kind === 'number') return onNumbers(operator, a.value, b.value, counter);
  if (a.kind === 'string' && b.kind === 'string') {
    if (operator === '+') return string(a.value + b.value, counter);
  }
  if (a.kind === 'string' && operator === '%') return formatted(a.value, b, counter);
  if (a.kind === 'sequence' && b.kind === 'sequence' && operator === '+')
    return { kind: 'sequence', items: [...a.items, ...b.items] };
  if (a.kind === 'sequence' && b.kind === 'number' && operator === '*') return repeated(a.items, b.value);
  if (a.kind === 'number' && b.kind === 'sequence' && operator === '*') return repeated(b.items, a.value);
  return null;
}

/** The value of `operator a`, or `null` if Python's own types do not tell. */
export function unary(operator: string, a: Value): Value | null {
  if (operator === 'not') {
    const known = truth(a);
    return known === null ? null : boolean(!known, counterOf(a));
  }
  if (a.kind !== 'number') return null;
  if (operator === '-') return { ...a, value: -a.value };
  if (operator === '+') return a;
  return operator === '~' ? number(~a.value, a.counter) : null;
}

function onNumbers(operator: string, a: number, b: number, counter: Loop | undefined): Value | null {
  switch (operator) {
    case '+':
      return number(a + b, counter);
    case '-':
      return number(a - b, counter);
    case '*':
      return number(a * b, counter);
    case '/':
      return b === 0 ? null : number(a / b, counter);
    case '//':
      return b === 0 ? null : number(Math.floor(a / b), counter);
    case '%':
      return b === 0 ? null : number(a - b * Math.floor(a / b), counter);
    case '**':
      return number(a ** b, counter);
    case '<':
      return boolean(a < b, counter);
    case '<=':
      return boolean(a <= b, counter);
    case '>':
      return boolean(a > b, counter);
    case '>=':
      return boolean(a >= b, counter);
    case '<<':
      return number(a * 2 ** b, counter);
    default:
      return null;
  }
}

/** `None` alone is asked for by identity; what is known to be something else is not it. */
function identity(operator: string, a: Value, b: Value): Value | null {
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  if (a.kind !== 'none' && b.kind !== 'none') {
    const same = equal(a, b);
    return same === null ? null : boolean(same === (operator === 'is'));
  }
  return boolean((a.kind === b.kind) === (operator === 'is'));
}

function contains(container: Value, item: Value): boolean | null {
  if (container.kind === 'string' && item.kind === 'string') return container.value.includes(item.value);
  if (container.kind === 'dictionary') {
    const key = keyOf(item);
    return key === null ? null : container.entries.has(key);
  }
  if (container.kind !== 'sequence') return null;
  const found = container.items.map((other) => equal(other, item));
  return found.includes(true) ? true : found.includes(null) ? null : false;
}

/** What a value is as a key of a dictionary, if it can be one here. */
export function keyOf(value: Value): string | number | null {
  return value.kind === 'string' || value.kind === 'number' ? value.value : null;
}

/** Longer lists than a person writes out are not worth making. */
const MOST_ITEMS = 4096;

function repeated(items: readonly Value[], times: number): Value | null {
  const count = Math.max(0, Math.floor(times));
  if (count * Math.max(1, items.length) > MOST_ITEMS) return null;
  return { kind: 'sequence', items: Array.from({ length: count }, () => items).flat() };
}

/** `'W%d' % i`: what the names of parameters are made with; anything more is for printing. */
function formatted(template: string, value: Value, counter: Loop | undefined): Value | null {
  const values = value.kind === 'sequence' ? value.items : [value];
  const pieces = values.map(written);
  if (pieces.includes(null)) return null;
  let next = 0;
  const text = template.replace(/%[ds]/g, (place) => pieces.at(next++) ?? place);
  return string(text, counter ?? values.map(counterOf).find((loop) => loop));
}

/** What `str` makes of a value, if it is a plain one. */
export function written(value: Value): string | null {
  if (value.kind === 'string') return value.value;
  return value.kind === 'number' ? String(value.value) : null;
}

function isPlain({ kind }: Value): boolean {
  return (
    kind === 'number' || kind === 'string' || kind === 'boolean' || kind === 'none' || kind === 'sequence'
  );
}
