/** @file Assigning: to names, attributes, items, and several at once. */

import type { Expression } from '../syntax.ts';
import { unknown, type Value } from '../values.ts';
import { keyOf } from './arithmetic.ts';
import { chooses, evaluateExpression, subscript, subscriptsOf } from './expressions.ts';
import type { Machine } from './machine.ts';

/** Gives what an expression names a value. */
export function assign(machine: Machine, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'name':
      machine.bind(target.name, value);
      machine.note(target.name, value);
      return;
    case 'sequence':
      unpack(machine, target, value);
      return;
    case 'starred':
      assign(machine, target.value, value);
      return;
    case 'attribute': {
      const of = evaluateExpression(machine, target.of);
      if (of.kind === 'instance') machine.write(of.attributes, target.name, value);
      machine.note(nameOf(machine, target), value);
      return;
    }
    case 'subscript':
      assignItem(machine, target, value);
  }
}

function unpack(machine: Machine, target: Extract<Expression, { kind: 'sequence' }>, value: Value): void {
  const { items: targets, at } = target;
  const star = targets.findIndex(({ kind }) => kind === 'starred');
  if (value.kind !== 'sequence') {
    targets.forEach((part, i) => {
      const index: Value = { kind: 'number', value: i, at: null };
      const isItem = star === -1 && (value.kind === 'array' || value.kind === 'object');
      assign(machine, part, isItem ? subscript(machine, value, [index], { at }) : unknown);
    });
    return;
  }
  const { items } = value;
  const behind = star === -1 ? 0 : targets.length - star - 1;
  targets.forEach((part, i) => {
    if (i === star)
      assign(machine, part, { kind: 'sequence', items: items.slice(star, items.length - behind) });
    else assign(machine, part, items.at(star === -1 || i < star ? i : i - targets.length) ?? unknown);
  });
}

function assignItem(
  machine: Machine,
  target: Extract<Expression, { kind: 'subscript' }>,
  value: Value,
): void {
  const of = evaluateExpression(machine, target.of);
  const subscripts = subscriptsOf(machine, target);
  const key = subscripts.length === 1 ? keyOf(subscripts[0]) : null;
  if (of.kind === 'dictionary') {
    if (typeof key === 'string') chooses(subscripts[0]);
    if (key !== null) machine.write(of.entries, key, value);
  } else if (of.kind === 'sequence') {
    chooses(subscripts[0]);
    if (typeof key === 'number' && Math.abs(key) < of.items.length)
      of.items[key < 0 ? key + of.items.length : key] = value;
  } else if (of.kind === 'array' || of.kind === 'object') {
    const path = machine.pathTo(target.at);
    const changed = machine.ask((library) => library.assignSubscript?.(of, subscripts, value, path));
    assign(machine, target.of, changed ?? unknown);
    return;
  }
  machine.note(nameOf(machine, target), value);
}

/** As it is written, but with the key itself where a variable stands for it: `params['W1']`. */
function nameOf(machine: Machine, target: Expression): string {
  if (target.kind === 'name') return target.name;
  if (target.kind === 'attribute') return `${nameOf(machine, target.of)}.${target.name}`;
  if (target.kind !== 'subscript') return '';
  const key = keyOf(subscriptsOf(machine, target).at(0) ?? unknown);
  return `${nameOf(machine, target.of)}[${typeof key === 'string' ? `'${key}'` : (key ?? '…')}]`;
}
