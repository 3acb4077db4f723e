/** @file What an expression is known to be. */

import type { Argument, ComprehensionClause, Expression } from '../syntax.ts';
import { none, unknown, type Call, type Scope, type Value } from '../values.ts';
import { binary, boolean, counterOf, join, keyOf, string, truth, unary, written } from './arithmetic.ts';
import { constantOf } from './builtins.ts';
import { attributeOf, call } from './calls.ts';
import { canonical } from './canonical.ts';
import { itemsOf } from './loops.ts';
import type { Machine } from './machine.ts';
import { assign } from './targets.ts';

/** More turns of a comprehension than this do not make a network. */
const MOST_ITEMS = 64;

export function evaluateExpression(machine: Machine, expression: Expression): Value {
  return machine.bounded(() => known(machine, expression), unknown);
}

function known(machine: Machine, expression: Expression): Value {
  const value = (part: Expression) => evaluateExpression(machine, part);
  switch (expression.kind) {
    case 'name':
      return machine.lookUp(expression.name);
    case 'number':
      return { kind: 'number', value: expression.value, at: expression.at };
    case 'string':
      return string(expression.value);
    case 'format':
      return format(machine, expression.parts);
    case 'constant':
      if (expression.name === 'None') return none;
      return expression.name === '...' ? { kind: 'ellipsis' } : boolean(expression.name === 'True');
    case 'sequence':
      return sequence(machine, expression.items);
    case 'dictionary':
      return dictionary(machine, expression.entries);
    case 'call':
      return calling(machine, expression);
    case 'attribute':
      return attribute(machine, expression);
    case 'subscript':
      return subscript(machine, value(expression.of), subscriptsOf(machine, expression), expression);
    case 'slice':
      return {
        kind: 'slice',
        start: expression.start ? value(expression.start) : none,
        stop: expression.stop ? value(expression.stop) : none,
        step: expression.step ? value(expression.step) : none,
      };
    case 'unary': {
      const result = operate(machine, expression.operator, [value(expression.operand)], expression);
      // `-1` is said in one place as much as `1` is.
      const isLiteral = result.kind === 'number' && expression.operand.kind === 'number';
      return isLiteral ? { ...result, at: expression.at } : result;
    }
    case 'binary':
      return operate(
        machine,
        expression.operator,
        [value(expression.left), value(expression.right)],
        expression,
      );
    case 'logic': {
      const left = value(expression.left);
      const isTrue = truth(left);
      if (isTrue !== null) return isTrue === (expression.operator === 'or') ? left : value(expression.right);
      const right = value(expression.right);
      return truth(right) === (expression.operator === 'or') ? right : unknown;
    }
    case 'conditional': {
      const isTrue = truth(value(expression.condition));
      if (isTrue === null) return join(value(expression.then), value(expression.otherwise));
      return value(isTrue ? expression.then : expression.otherwise);
    }
    case 'lambda':
      return { kind: 'function', definition: expression.definition, scope: machine.frame.scope, self: null };
    case 'comprehension':
      return comprehension(machine, expression);
    case 'named': {
      const given = value(expression.value);
      machine.bind(expression.name, given);
      machine.note(expression.name, given);
      return given;
    }
    case 'starred':
      value(expression.value);
      return unknown;
    case 'unreadable':
      return unknown;
  }
}

/** The value of an operator on values: Python's own, else what a library makes of it. */
export function operate(
  machine: Machine,
  operator: string,
  operands: readonly Value[],
  { at }: Pick<Expression, 'at'>,
): Value {
  const [a, b] = operands;
  const own = operands.length === 1 ? unary(operator, a) : binary(operator, a, b);
  if (own) return own;
  if (!operands.some(isOfLibrary)) return unknown;
  return machine.ask((library) => library.operator?.(operator, operands, machine.pathTo(at))) ?? unknown;
}

/** What stands in the brackets of `x[…]`. */
export function subscriptsOf(
  machine: Machine,
  { subscripts }: Extract<Expression, { kind: 'subscript' }>,
): Value[] {
  const values = subscripts.map((part) => evaluateExpression(machine, part));
  // `x[(a, b)]` is `x[a, b]`.
  const [only] = values;
  const isTuple = values.length === 1 && only.kind === 'sequence' && only.items.length > 0;
  const [part] = subscripts;
  return isTuple && part.kind === 'sequence' && part.form === 'tuple' ? only.items : values;
}

/** The value of `of[…]`: of Python's own containers, else what a library makes of it. */
export function subscript(
  machine: Machine,
  of: Value,
  subscripts: readonly Value[],
  { at }: Pick<Expression, 'at'>,
): Value {
  const [first] = subscripts;
  if (subscripts.length === 1 && (of.kind === 'sequence' || of.kind === 'dictionary')) {
    chooses(first);
    const key = keyOf(first);
    if (of.kind === 'dictionary') return (key === null ? null : of.entries.get(key)) ?? unknown;
    if (typeof key === 'number') return of.items.at(key) ?? unknown;
    return first.kind === 'slice' ? { kind: 'sequence', items: sliced(of.items, first) ?? [] } : unknown;
  }
  if (!isOfLibrary(of)) return unknown;
  return machine.ask((library) => library.subscript?.(of, subscripts, machine.pathTo(at))) ?? unknown;
}

/** A count of a loop that chooses from what is known makes the loop's turns different from each other. */
export function chooses(key: Value): void {
  const loop = counterOf(key);
  if (loop && loop.count !== null && loop.count <= MOST_ITEMS) loop.unrolled = true;
}

function isOfLibrary({ kind }: Value): boolean {
  return kind === 'array' || kind === 'object' || kind === 'library' || kind === 'instance';
}

function sliced(
  items: readonly Value[],
  { start, stop, step }: Extract<Value, { kind: 'slice' }>,
): Value[] | null {
  const bounds = [start, stop].map((bound) => (bound.kind === 'number' ? bound.value : undefined));
  if (step.kind === 'none') return items.slice(bounds[0], bounds[1]);
  const isReversal =
    start.kind === 'none' && stop.kind === 'none' && step.kind === 'number' && step.value === -1;
  return isReversal ? items.toReversed() : null;
}

function format(machine: Machine, parts: readonly (string | Expression)[]): Value {
  const pieces = parts.map((part) =>
    typeof part === 'string' ? string(part) : evaluateExpression(machine, part),
  );
  const texts = pieces.map(written);
  return texts.includes(null)
    ? unknown
    : string(
        texts.join(''),
        pieces.map(counterOf).find((loop) => loop),
      );
}

function sequence(machine: Machine, items: readonly Expression[]): Value {
  const values: Value[] = [];
  for (const item of items) {
    const value = evaluateExpression(machine, item.kind === 'starred' ? item.value : item);
    if (item.kind !== 'starred') values.push(value);
    else if (value.kind === 'sequence') values.push(...value.items);
    else return unknown;
  }
  return { kind: 'sequence', items: values };
}

function dictionary(
  machine: Machine,
  pairs: readonly { readonly key: Expression | null; readonly value: Expression }[],
): Value {
  const entries = new Map<string | number, Value>();
  for (const pair of pairs) {
    const value = evaluateExpression(machine, pair.value);
    const key = pair.key ? keyOf(evaluateExpression(machine, pair.key)) : null;
    if (key !== null) entries.set(key, value);
    else if (!pair.key && value.kind === 'dictionary') for (const [k, v] of value.entries) entries.set(k, v);
  }
  return { kind: 'dictionary', entries };
}

function attribute(machine: Machine, { of, name, at }: Extract<Expression, { kind: 'attribute' }>): Value {
  const owner = evaluateExpression(machine, of);
  if (owner.kind === 'library') {
    const path = canonical(`${owner.path}.${name}`);
    return (
      machine.ask((library) => library.attribute?.(owner, name, machine.pathTo(at))) ??
      constantOf(path) ?? { kind: 'library', path }
    );
  }
  return attributeOf(machine, owner, name, at);
}

function calling(machine: Machine, expression: Extract<Expression, { kind: 'call' }>): Value {
  const callee = evaluateExpression(machine, expression.callee);
  const given = argumentsOf(machine, expression.arguments);
  if (!given) return unknown;
  const path = machine.pathTo(expression.at);
  return call(machine, callee, { ...given, path, loops: machine.frame.loops });
}

/** The arguments of a call; `null` if what a star spreads is not known. */
function argumentsOf(
  machine: Machine,
  given: readonly Argument[],
): Pick<Call, 'positional' | 'named'> | null {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let isKnown = true;
  for (const { name, star, value: expression } of given) {
    const value = evaluateExpression(machine, expression);
    if (star === '*' && value.kind === 'sequence') positional.push(...value.items);
    else if (star === '**' && value.kind === 'dictionary')
      for (const [key, entry] of value.entries) named.set(String(key), entry);
    else if (star !== '') isKnown = false;
    else if (name === null) positional.push(value);
    else named.set(name, value);
  }
  return isKnown ? { positional, named } : null;
}

function comprehension(
  machine: Machine,
  { key, element, clauses }: Extract<Expression, { kind: 'comprehension' }>,
): Value {
  const scope: Scope = { names: new Map(), outer: machine.frame.scope };
  const items: Value[] = [];
  const entries = new Map<string | number, Value>();
  const take = () => {
    const value = evaluateExpression(machine, element);
    const keyValue = key ? keyOf(evaluateExpression(machine, key)) : null;
    if (keyValue !== null) entries.set(keyValue, value);
    items.push(value);
  };
  const isComplete = machine.within({ ...machine.frame, scope }, () => turns(machine, clauses, take));
  if (key) return isComplete ? { kind: 'dictionary', entries } : unknown;
  if (isComplete) return { kind: 'sequence', items };
  return { kind: 'stream', item: items.at(0) ?? unknown };
}

/** Takes the element for every turn of the clauses; whether all of its turns are known. */
function turns(
  machine: Machine,
  [clause, ...rest]: readonly ComprehensionClause[],
  take: () => void,
): boolean {
  if (!(clause as ComprehensionClause | undefined)) {
    take();
    return true;
  }
  const of = evaluateExpression(machine, clause.iterable);
  const { items, isComplete } = itemsOf(machine, of, clause.iterable.at, MOST_ITEMS);
  let allKnown = isComplete;
  for (const item of items) {
    assign(machine, clause.target, item);
    const conditions = clause.conditions.map((condition) => truth(evaluateExpression(machine, condition)));
    if (conditions.includes(null)) allKnown = false;
    if (!conditions.includes(false)) allKnown = turns(machine, rest, take) && allKnown;
  }
  return allKnown;
}
