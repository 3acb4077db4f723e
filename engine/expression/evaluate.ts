/** @file The value of an expression, found by walking its tree. */

import { ExpressionError } from './error.ts';
import { transpose } from './layout.ts';
import { binary, invert, negative } from './operators.ts';
import { oneEditAway } from './spelling.ts';
import { subscript, type Index } from './subscripts.ts';
import type { Attribute, Expression, Node, Subscript } from './syntax.ts';
import { bool, int, isTruthy, tuple, type Value } from './value.ts';

/** What the names of an expression stand for: tensors, and scalars such as `step`. */
export type Scope = (name: string) => Value | undefined;

/**
 * The value of an expression. A bare name gives the scope's own value, not a copy: a tensor of a running program changes
 * under it.
 * @throws {ExpressionError} for a name that the scope does not know and for whatever NumPy would refuse, at its column
 */
export function evaluate({ root }: Expression, scope: Scope): Value {
  return valueOf(root, scope);
}

function valueOf(node: Node, scope: Scope): Value {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'name': {
      const value = scope(node.name);
      if (value === undefined) throw unknownName(node.name, scope, node.column);
      return value;
    }
    case 'tuple':
      return tuple(node.items.map((item) => wholeNumber(valueOf(item, scope), item.column)));
    case 'unary': {
      const value = valueOf(node.operand, scope);
      if (node.operator === 'not') return bool(!isTruthy(value, node.operand.column));
      if (node.operator === '-') return negative(value, node.column);
      return node.operator === '~' ? invert(value, node.column) : value;
    }
    case 'binary':
      return binary(node.operator, valueOf(node.left, scope), valueOf(node.right, scope), node.column);
    case 'logic': {
      const left = valueOf(node.left, scope);
      return isTruthy(left, node.left.column) === (node.operator === 'or')
        ? left
        : valueOf(node.right, scope);
    }
    case 'comparison':
      return comparison(node, scope);
    case 'attribute':
      return attribute(node.name, valueOf(node.object, scope), node.column);
    case 'call': {
      const keywords: Record<string, Value> = {};
      for (const [name, value] of Object.entries(node.keywords)) keywords[name] = valueOf(value, scope);
      return node.callee.apply(
        node.arguments.map((argument) => valueOf(argument, scope)),
        keywords,
        node.column,
      );
    }
    case 'index':
      return subscript(
        valueOf(node.object, scope),
        node.subscripts.map((part) => indexOf(part, scope)),
        node.column,
      );
  }
}

/** `a < b < c` means `a < b and b < c`, with every operand evaluated once at most. */
function comparison({ first, links }: Extract<Node, { kind: 'comparison' }>, scope: Scope): Value {
  let left = valueOf(first, scope);
  let result = bool(true);
  for (const [index, { operator, operand, column }] of links.entries()) {
    if (index > 0 && !isTruthy(result, links[index - 1].column)) break;
    const right = valueOf(operand, scope);
    result = binary(operator, left, right, column);
    left = right;
  }
  return result;
}

function attribute(name: Attribute, value: Value, column: number): Value {
  switch (name) {
    case 'T':
      return transpose(value, [...value.shape.keys()].reverse(), column);
    case 'shape':
      return tuple(value.shape);
    case 'size':
      return int(value.data.length);
    case 'ndim':
      return int(value.shape.length);
  }
}

function indexOf(part: Subscript, scope: Scope): Index {
  switch (part.kind) {
    case 'at':
      return { kind: 'at', column: part.column, value: valueOf(part.node, scope) };
    case 'slice': {
      const [start, stop, step] = [part.start, part.stop, part.step].map(
        (node) => node && valueOf(node, scope),
      );
      return { kind: 'slice', column: part.column, start, stop, step };
    }
    case 'ellipsis':
      return part;
  }
}

function wholeNumber({ dtype, shape, data }: Value, column: number): number {
  if (dtype !== 'int' || shape.length > 0) {
    throw new ExpressionError('A tuple holds whole numbers here, as the shape (784, 50) does.', column);
  }
  return data[0];
}

function unknownName(name: string, scope: Scope, column: number): ExpressionError {
  const close = oneEditAway(name, (other) => scope(other) !== undefined);
  return close.length > 0
    ? new ExpressionError('There is no {0} here. Did you mean {1}?', column, name, close.join(', '))
    : new ExpressionError(
        'There is no {0} here: names are those of tensors, such as W1, and step, epoch, op, loss and accuracy.',
        column,
        name,
      );
}
