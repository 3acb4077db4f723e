/** @file What statements do. */

import type { Span } from '../../reading.ts';
import type { ClassDefinition, Expression, Statement } from '../syntax.ts';
import { none, type ClassValue, type Loop, type Value } from '../values.ts';
import { truth } from './arithmetic.ts';
import { attributeOf, call } from './calls.ts';
import { canonical } from './canonical.ts';
import { evaluateExpression, operate } from './expressions.ts';
import { countOf, itemsOf } from './loops.ts';
import type { Completion, Machine } from './machine.ts';
import { assign } from './targets.ts';

/** A loop with more turns than this is not one over the layers of a network. */
const MOST_TURNS = 64;

/** Runs the statements of a block, up to one that leaves it. */
export function run(machine: Machine, statements: readonly Statement[]): Completion {
  for (const statement of statements) {
    const completion = machine.bounded(() => runStatement(machine, statement), 'on');
    if (completion !== 'on') return completion;
  }
  return 'on';
}

function runStatement(machine: Machine, statement: Statement): Completion {
  const { frame } = machine;
  at(machine, statement.at);
  const value = (expression: Expression) => evaluateExpression(machine, expression);
  switch (statement.kind) {
    case 'expression':
      value(statement.value);
      return 'on';
    case 'assign': {
      const given = value(statement.value);
      for (const target of statement.targets) assign(machine, target, given);
      return 'on';
    }
    case 'augment':
      assign(
        machine,
        statement.target,
        operate(machine, statement.operator, [value(statement.target), value(statement.value)], statement),
      );
      return 'on';
    case 'import':
      for (const { path, name } of statement.bindings) {
        if (name === '*') machine.importAll(canonical(path));
        else machine.bind(name, { kind: 'library', path: canonical(path) });
      }
      return 'on';
    case 'function': {
      const { definition } = statement;
      machine.bind(definition.name, { kind: 'function', definition, scope: frame.scope, self: null });
      return 'on';
    }
    case 'class':
      defineClass(machine, statement.definition);
      return 'on';
    case 'return':
      frame.returns.push(statement.value ? value(statement.value) : none);
      return 'returned';
    case 'yield':
      frame.yields.push(value(statement.value));
      return 'on';
    case 'if':
      return choose(machine, statement.branches, statement.otherwise);
    case 'for':
      return runFor(machine, statement);
    case 'while':
      return runWhile(machine, statement);
    case 'with':
      for (const item of statement.items) {
        const entered = enter(machine, value(item.value), item.value.at);
        if (item.target) assign(machine, item.target, entered);
      }
      return run(machine, statement.body);
    case 'leave':
      return 'left';
    case 'global':
      for (const name of statement.names) frame.outside.add(name);
      return 'on';
  }
}

/** The head of a compound statement stands for all of it where its own expressions are computed. */
function at({ frame }: Machine, span: Span): void {
  frame.here = [...frame.path, span];
}

function enter(machine: Machine, manager: Value, place: Span): Value {
  const { loops } = machine.frame;
  const method = attributeOf(machine, manager, '__enter__', place);
  const entered = call(machine, method, {
    positional: [],
    named: new Map(),
    path: machine.pathTo(place),
    loops,
  });
  return entered.kind === 'unknown' ? manager : entered;
}

function defineClass(machine: Machine, definition: ClassDefinition): void {
  const bases = definition.bases.map((base) => evaluateExpression(machine, base));
  for (const base of bases) {
    if (base.kind === 'library')
      for (const library of machine.libraries) library.subclass?.(canonical(base.path), definition);
  }
  const scope = { names: new Map<string, Value>(), outer: machine.frame.scope };
  const base = bases.find((value): value is ClassValue => value.kind === 'class') ?? null;
  machine.within({ ...machine.frame, scope }, () => run(machine, definition.body));
  machine.bind(definition.name, { kind: 'class', definition, scope, base });
}

function choose(
  machine: Machine,
  branches: Extract<Statement, { kind: 'if' }>['branches'],
  otherwise: readonly Statement[],
): Completion {
  const ways: (() => Completion)[] = [];
  for (const { condition, body } of branches) {
    at(machine, condition.at);
    const isTrue = truth(evaluateExpression(machine, condition));
    if (isTrue !== false) ways.push(() => run(machine, body));
    if (isTrue === true) return ways.length === 1 ? ways[0]() : machine.branch(ways);
  }
  ways.push(() => run(machine, otherwise));
  return ways.length === 1 ? ways[0]() : machine.branch(ways);
}

function runFor(machine: Machine, statement: Extract<Statement, { kind: 'for' }>): Completion {
  const of = evaluateExpression(machine, statement.iterable);
  const loop: Loop = {
    at: statement.at,
    count: countOf(of),
    unrolled: of.kind === 'sequence' || of.kind === 'dictionary',
  };
  const { items, isComplete } = itemsOf(machine, of, statement.iterable.at, MOST_TURNS, loop);
  loop.unrolled &&= isComplete;
  const isUnrolled = () => loop.unrolled;
  const turn = (item: Value): Completion => {
    at(machine, statement.at);
    assign(machine, statement.target, item);
    return run(machine, statement.body);
  };
  const completion = inLoop(machine, loop, () => {
    if (!isUnrolled() && items.length > 0) {
      const first = machine.repeat(() => turn(items[0]));
      // The first turn may have shown that the others are not like it.
      if (first === 'returned' || !isUnrolled()) return first;
    }
    const rest = of.kind === 'range' ? items.slice(1) : items;
    for (const item of rest) {
      const ended = turn(item);
      if (ended === 'returned') return ended;
    }
    return 'on';
  });
  return completion === 'returned' ? completion : run(machine, statement.otherwise);
}

function runWhile(machine: Machine, statement: Extract<Statement, { kind: 'while' }>): Completion {
  at(machine, statement.condition.at);
  if (truth(evaluateExpression(machine, statement.condition)) !== false) {
    const loop: Loop = { at: statement.at, count: null, unrolled: false };
    const completion = inLoop(machine, loop, () => machine.repeat(() => run(machine, statement.body)));
    if (completion === 'returned') return completion;
  }
  return run(machine, statement.otherwise);
}

function inLoop(machine: Machine, loop: Loop, what: () => Completion): Completion {
  const { frame } = machine;
  const outer = frame.loops;
  frame.loops = [...outer, loop];
  const completion = what();
  frame.loops = outer;
  return completion;
}
