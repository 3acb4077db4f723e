/** @file Calls: the user's functions and classes are followed, everything else is asked of Python's own or of a library. */

import type { Span } from '../../reading.ts';
import type { FunctionDefinition } from '../syntax.ts';
import { none, unknown, type Call, type ClassValue, type FunctionValue, type Value } from '../values.ts';
import { join } from './arithmetic.ts';
import { callBuiltin, callMethod } from './builtins.ts';
import { canonical } from './canonical.ts';
import { evaluateExpression, operate } from './expressions.ts';
import { itemOf } from './loops.ts';
import type { Frame, Machine } from './machine.ts';
import { run } from './statements.ts';

/** How often a function may be in the middle of itself: what it would do further in is not known. */
const MOST_RECURSIONS = 3;

/** Calls a value; the path of the call ends with the call itself. */
export function call(machine: Machine, callee: Value, given: Call): Value {
  switch (callee.kind) {
    case 'library':
      return callLibrary(machine, canonical(callee.path), given);
    case 'function':
      return callFunction(machine, callee, given);
    case 'class':
      return construct(machine, callee, given);
    case 'instance': {
      const method =
        memberOf(callee.of, '__call__') ?? memberOf(callee.of, 'forward') ?? memberOf(callee.of, 'call');
      if (method?.kind === 'function') return callFunction(machine, { ...method, self: callee }, given);
      return machine.ask((library) => library.method(callee, '__call__', given)) ?? unknown;
    }
    case 'object':
      return machine.ask((library) => library.method(callee, '__call__', given)) ?? unknown;
    case 'method': {
      const { of, name } = callee;
      return (
        callMethod(of, name, given) ?? machine.ask((library) => library.method(of, name, given)) ?? unknown
      );
    }
    default:
      return unknown;
  }
}

/** Calls the program's functions that nothing has called, with an argument for every parameter without a default. */
export function callUncalled(machine: Machine, argument: () => Value): void {
  for (const value of machine.program.names.values()) {
    if (value.kind !== 'function' || machine.called.has(value.definition)) continue;
    const { parameters, at } = value.definition;
    const needed = parameters.filter(({ star, default: otherwise }) => star === '' && !otherwise);
    call(machine, value, { positional: needed.map(argument), named: new Map(), path: [at], loops: [] });
  }
}

/** An attribute of a value: of the user's objects, else what a library makes of it, else a method to be called. */
export function attributeOf(machine: Machine, of: Value, name: string, at: Span): Value {
  if (of.kind === 'unknown' || of.kind === 'none') return unknown;
  if (of.kind === 'class') return memberOf(of, name) ?? unknown;
  if (of.kind === 'instance') {
    const own = of.attributes.get(name);
    if (own) return own;
    const member = memberOf(of.of, name);
    if (member?.kind === 'function') return bound(machine, member, of, at);
    if (member) return member;
  }
  const value = machine.ask((library) => library.attribute?.(of, name, machine.pathTo(at)));
  return value ?? { kind: 'method', of, name };
}

function callLibrary(machine: Machine, path: string, given: Call): Value {
  if (path === 'builtins.super') return parentOf(machine);
  const answer = machine.ask((library) => library.call(path, given));
  if (answer) return answer;
  const at = given.path[given.path.length - 1];
  return callBuiltin(path, given, {
    item: (of) => itemOf(machine, of, at),
    add: (a, b) => operate(machine, '+', [a, b], { at }),
  });
}

/** `super()`: the object that the method belongs to, as one of its base. */
function parentOf(machine: Machine): Value {
  const [self] = machine.frame.scope.names.values();
  const instance = self as Value | undefined;
  if (instance?.kind !== 'instance' || !instance.of.base) return unknown;
  return { kind: 'instance', of: instance.of.base, attributes: instance.attributes };
}

function memberOf(of: ClassValue, name: string): Value | null {
  for (let owner: ClassValue | null = of; owner; owner = owner.base) {
    const member = owner.scope.names.get(name);
    if (member) return member;
  }
  return null;
}

function bound(machine: Machine, method: FunctionValue, self: Value, at: Span): Value {
  const { decorators } = method.definition;
  if (decorators.includes('staticmethod')) return method;
  const isProperty = decorators.includes('property');
  const withSelf = { ...method, self };
  if (!isProperty) return withSelf;
  const { loops } = machine.frame;
  return callFunction(machine, withSelf, {
    positional: [],
    named: new Map(),
    path: machine.pathTo(at),
    loops,
  });
}

function construct(machine: Machine, of: ClassValue, given: Call): Value {
  const instance: Value = { kind: 'instance', of, attributes: new Map() };
  const initialiser = memberOf(of, '__init__');
  if (initialiser?.kind === 'function') callFunction(machine, { ...initialiser, self: instance }, given);
  return instance;
}

function callFunction(machine: Machine, { definition, scope, self }: FunctionValue, given: Call): Value {
  const names = new Map<string, Value>();
  // The call itself is not part of the way inward: the statement that it stands in is.
  const frame = machine.frameOf({ names, outer: scope }, definition, given.path.slice(0, -1));
  return machine.bounded(() => {
    const recursions = machine.calls.filter((other) => other === definition).length;
    if (recursions >= MOST_RECURSIONS) return unknown;
    machine.calls.push(definition);
    machine.called.add(definition);
    const result = machine.within(frame, () => {
      bindParameters(
        machine,
        definition,
        self ? { ...given, positional: [self, ...given.positional] } : given,
      );
      const completion = run(machine, definition.body);
      return resultOf(frame, completion !== 'returned');
    });
    machine.calls.pop();
    return result;
  }, unknown);
}

function resultOf({ returns, yields }: Frame, isEndReached: boolean): Value {
  if (yields.length > 0) return { kind: 'stream', item: yields.reduce(join) };
  // A function that returns something in some cases is called in these.
  const values = isEndReached && returns.length === 0 ? [none] : returns;
  return values.length === 0 ? unknown : values.reduce(join);
}

function bindParameters(
  machine: Machine,
  { parameters }: FunctionDefinition,
  { positional, named }: Call,
): void {
  let next = 0;
  const left = new Map<string | number, Value>(named);
  const bind = (name: string, value: Value) => {
    machine.bind(name, value);
    machine.note(name, value, true);
  };
  for (const { name, star, default: otherwise } of parameters) {
    if (star === '*') {
      bind(name, { kind: 'sequence', items: positional.slice(next) });
      next = positional.length;
    } else if (star === '**') bind(name, { kind: 'dictionary', entries: left });
    else {
      const value = left.get(name) ?? (next < positional.length ? positional[next++] : null);
      left.delete(name);
      bind(name, value ?? (otherwise ? evaluateExpression(machine, otherwise) : unknown));
    }
  }
}
