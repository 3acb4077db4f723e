/** @file Reads expressions out of lezer's tree. What is broken in one makes that one unreadable, and nothing around it. */

import { numberOf, opening, stringOf, unescape } from './literals.ts';
import type { Argument, ComprehensionClause, Expression, Parameter } from '../syntax.ts';
import { isComma, parts, separated, spanOf, textOf, type Source, type SyntaxNode } from './nodes.ts';

/** Deeper than any person nests, and far from what a stack holds. */
const MOST_NESTED = 200;

/** Reads the expression that a node is. */
export function readExpression(source: Source, node: SyntaxNode): Expression {
  return new ExpressionReader(source, 0).read(node);
}

/** Reads what stands between commas: one expression, or with a comma or a star a tuple. */
export function readList(source: Source, nodes: readonly SyntaxNode[], depth = 0): Expression {
  const reader = new ExpressionReader(source, depth);
  const items = separated(nodes, isComma).map((item) => reader.item(item));
  if (items.length === 1 && !nodes.some(isComma)) return items[0];
  const at = { cell: source.cell, from: nodes.at(0)?.from ?? 0, to: nodes.at(-1)?.to ?? 0 };
  return { kind: 'sequence', at, form: 'tuple', items };
}

/** Reads a list of parameters: `a, b=1, *rest, c: int = 2`. */
export function readParameters(source: Source, list: SyntaxNode, depth = 0): Parameter[] {
  const reader = new ExpressionReader(source, depth);
  const inner = parts(list).filter(({ name }) => name !== '(' && name !== ')');
  return separated(inner, isComma).flatMap((nodes) => {
    const name = nodes.find((node) => node.name === 'VariableName');
    if (!name) return [];
    const star = nodes[0].name === '*' || nodes[0].name === '**' ? nodes[0].name : '';
    const equals = nodes.findIndex((node) => node.name === 'AssignOp');
    const value = equals === -1 ? undefined : nodes.at(equals + 1);
    return [{ name: textOf(source, name), star, default: value ? reader.read(value) : null } as const];
  });
}

class ExpressionReader {
  constructor(
    private readonly source: Source,
    private depth: number,
  ) {}

  read(node: SyntaxNode | undefined): Expression {
    if (!node) return { kind: 'unreadable', at: { cell: this.source.cell, from: 0, to: 0 } };
    this.depth++;
    const children = this.depth > MOST_NESTED ? [] : parts(node);
    const isBroken =
      node.type.isError || this.depth > MOST_NESTED || children.some(({ type }) => type.isError);
    const expression = isBroken ? null : this.known(node, children);
    this.depth--;
    return expression ?? { kind: 'unreadable', at: spanOf(this.source, node) };
  }

  /** One of the items between commas, which can have a star. */
  item(nodes: readonly SyntaxNode[]): Expression {
    const [first, second] = nodes.map(({ name }) => name);
    if (first === '*' && nodes.length === 2) {
      const at = spanOf(this.source, { from: nodes[0].from, to: nodes[1].to });
      return { kind: 'starred', at, value: this.read(nodes[1]) };
    }
    if (second === 'AssignOp' && nodes.length === 3) {
      const at = spanOf(this.source, { from: nodes[0].from, to: nodes[2].to });
      return { kind: 'named', at, name: textOf(this.source, nodes[0]), value: this.read(nodes[2]) };
    }
    return nodes.length === 1 ? this.read(nodes[0]) : this.read(undefined);
  }

  private known(node: SyntaxNode, children: readonly SyntaxNode[]): Expression | null {
    const at = spanOf(this.source, node);
    const text = textOf(this.source, node);
    const inner = children.slice(1, -1);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', at, name: text };
      case 'Number': {
        const value = numberOf(text);
        return value === null ? null : { kind: 'number', at, value };
      }
      case 'Boolean':
        return { kind: 'constant', at, name: text === 'True' ? 'True' : 'False' };
      case 'None':
        return { kind: 'constant', at, name: 'None' };
      case 'Ellipsis':
        return { kind: 'constant', at, name: '...' };
      case 'String':
        return { kind: 'string', at, value: stringOf(text) };
      case 'ContinuedString':
        return this.continued(node, children);
      case 'FormatString':
        return { kind: 'format', at, parts: this.formatParts(node, children) };
      case 'ParenthesizedExpression':
        return this.item(inner);
      case 'TupleExpression':
        return { kind: 'sequence', at, form: 'tuple', items: this.items(inner) };
      case 'ArrayExpression':
        return { kind: 'sequence', at, form: 'list', items: this.items(inner) };
      case 'SetExpression':
        return { kind: 'sequence', at, form: 'set', items: this.items(inner) };
      case 'DictionaryExpression':
        return { kind: 'dictionary', at, entries: this.entries(inner) };
      case 'ArrayComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryComprehensionExpression':
      case 'ComprehensionExpression':
        return this.comprehension(node, inner);
      case 'MemberExpression':
        return this.member(node, children);
      case 'CallExpression':
        return this.call(node, children);
      case 'UnaryExpression':
        return { kind: 'unary', at, operator: this.word(children[0]), operand: this.read(children.at(-1)) };
      case 'BinaryExpression':
        return this.binary(node, children);
      case 'ConditionalExpression':
        return {
          kind: 'conditional',
          at,
          then: this.read(children[0]),
          condition: this.read(children.at(2)),
          otherwise: this.read(children.at(4)),
        };
      case 'NamedExpression':
        return this.item(children);
      case 'LambdaExpression':
        return this.lambda(node, children);
      default:
        return null;
    }
  }

  private word(node: SyntaxNode): string {
    return textOf(this.source, node);
  }

  private items(nodes: readonly SyntaxNode[]): Expression[] {
    return separated(nodes, isComma).map((item) => this.item(item));
  }

  private entries(nodes: readonly SyntaxNode[]): { key: Expression | null; value: Expression }[] {
    return separated(nodes, isComma).map((entry) =>
      entry[0].name === '**'
        ? { key: null, value: this.read(entry.at(1)) }
        : { key: this.read(entry[0]), value: this.read(entry.at(2)) },
    );
  }

  private continued(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const strings = children.map((child) => this.read(child));
    const pieces = strings.flatMap((part) => {
      if (part.kind === 'string') return [part.value];
      return part.kind === 'format' ? part.parts : [part];
    });
    return { kind: 'format', at: spanOf(this.source, node), parts: pieces };
  }

  private formatParts(node: SyntaxNode, children: readonly SyntaxNode[]): (string | Expression)[] {
    const { prefix, quote } = opening(textOf(this.source, node));
    const pieces: (string | Expression)[] = [];
    let from = node.from + prefix.length + quote.length;
    const text = (to: number) => {
      if (to > from) pieces.push(unescape(this.source.text.slice(from, to)));
    };
    for (const child of children) {
      if (child.name !== 'FormatReplacement') continue;
      text(child.from);
      pieces.push(this.read(parts(child).at(1)));
      from = child.to;
    }
    text(node.to - quote.length);
    return pieces;
  }

  private comprehension(node: SyntaxNode, inner: readonly SyntaxNode[]): Expression {
    const first = inner.findIndex(({ name }) => name === 'for');
    const head = inner.slice(0, first).filter(({ name }) => name !== 'async');
    const isDictionary = head.length === 3 && head[1].name === ':';
    return {
      kind: 'comprehension',
      at: spanOf(this.source, node),
      key: isDictionary ? this.read(head[0]) : null,
      element: isDictionary ? this.read(head[2]) : this.item(head),
      clauses: this.clauses(inner.slice(first)),
    };
  }

  private clauses(nodes: readonly SyntaxNode[]): ComprehensionClause[] {
    return separated(nodes, ({ name }) => name === 'for')
      .slice(1)
      .map((clause) => {
        const [head, ...conditions] = separated(clause, ({ name }) => name === 'if');
        const split = head.findIndex(({ name }) => name === 'in');
        return {
          target: readList(this.source, head.slice(0, split), this.depth),
          iterable: this.item(head.slice(split + 1)),
          conditions: conditions.map((condition) => this.item(condition)),
        };
      });
  }

  private member(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const at = spanOf(this.source, node);
    const of = this.read(children[0]);
    const name = children.at(2);
    if (name?.name === 'PropertyName') return { kind: 'attribute', at, of, name: this.word(name) };
    const subscripts = separated(children.slice(2, -1), isComma).map((part) => this.subscript(part));
    return { kind: 'subscript', at, of, subscripts };
  }

  private subscript(nodes: readonly SyntaxNode[]): Expression {
    if (!nodes.some(({ name }) => name === ':')) return this.item(nodes);
    const bounds: (Expression | null)[] = [null];
    for (const node of nodes) {
      if (node.name === ':') bounds.push(null);
      else bounds[bounds.length - 1] = this.read(node);
    }
    const at = spanOf(this.source, { from: nodes[0].from, to: nodes[nodes.length - 1].to });
    const [start, stop = null, step = null] = bounds;
    return { kind: 'slice', at, start, stop, step };
  }

  private call(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const list = children.at(1);
    const inner = list ? parts(list) : [];
    const isBroken = inner.some(({ type }) => type.isError);
    const at = spanOf(this.source, node);
    if (!list || isBroken) return { kind: 'unreadable', at };
    return {
      kind: 'call',
      at,
      callee: this.read(children[0]),
      arguments: this.arguments(list, inner.slice(1, -1)),
    };
  }

  private arguments(list: SyntaxNode, inner: readonly SyntaxNode[]): Argument[] {
    if (inner.some(({ name }) => name === 'for'))
      return [{ name: null, star: '', value: this.comprehension(list, inner) }];
    return separated(inner, isComma).map((nodes) => {
      const [first, second] = nodes.map(({ name }) => name);
      if (first === '*' || first === '**') return { name: null, star: first, value: this.read(nodes.at(1)) };
      // `:=` is an operator of assignment to the parser too.
      if (second === 'AssignOp' && this.word(nodes[1]) === '=')
        return { name: this.word(nodes[0]), star: '', value: this.read(nodes.at(2)) };
      return { name: null, star: '', value: this.item(nodes) };
    });
  }

  /** The parser makes `a < b < c` into `(a < b) < c`, which Python does not mean. */
  private binary(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const at = spanOf(this.source, node);
    const operator = children
      .slice(1, -1)
      .map((child) => this.word(child))
      .join(' ');
    const left = this.read(children[0]);
    const right = this.read(children.at(-1));
    if (operator === 'and' || operator === 'or') return { kind: 'logic', at, operator, left, right };
    if (isComparison(operator) && children[0].name === 'BinaryExpression') {
      const middle = left.kind === 'logic' ? left.right : left;
      if (middle.kind === 'binary' && isComparison(middle.operator)) {
        const second: Expression = { kind: 'binary', at, operator, left: middle.right, right };
        return { kind: 'logic', at, operator: 'and', left, right: second };
      }
    }
    return { kind: 'binary', at, operator, left, right };
  }

  private lambda(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const at = spanOf(this.source, node);
    const list = children.find(({ name }) => name === 'ParamList');
    const value = this.read(children.at(-1));
    return {
      kind: 'lambda',
      at,
      definition: {
        name: '',
        at,
        parameters: list ? readParameters(this.source, list, this.depth) : [],
        body: [{ kind: 'return', at: value.at, value }],
        decorators: [],
      },
    };
  }
}

function isComparison(operator: string): boolean {
  return /^(?:[<>]=?|[!=]=|(?:not )?in|is(?: not)?)$/.test(operator);
}
