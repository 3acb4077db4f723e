/** @file Reads the cells of some Python into statements. Never throws: what is broken is left out, the rest stays. */

import { readExpression, readList, readParameters } from './parsing/expressions.ts';
import { neutralise } from './parsing/neutralise.ts';
import type { Trees } from './parsing/trees.ts';
import { isComma, parts, separated, spanOf, textOf, type Source, type SyntaxNode } from './parsing/nodes.ts';
import type { Cell } from '../reading.ts';
import type { Expression, FunctionDefinition, ImportBinding, Statement } from './syntax.ts';

/** Blocks nested deeper than any person nests them. */
const MOST_NESTED = 50;

/**
 * Reads the statements of all cells of a notebook, or of a file as its only one.
 *
 * @param trees what an earlier reading of the same code has left, and what this one leaves
 */
export function parse(cells: readonly Cell[], trees: Trees): Statement[][] {
  const texts = cells.map(({ text }) => neutralise(text));
  return trees
    .parse(texts)
    .map((tree, cell) => new StatementReader({ text: texts[cell], cell }).block(tree.topNode));
}

class StatementReader {
  private depth = 0;

  constructor(private readonly source: Source) {}

  /** The statements in a node: the cell itself, a body, several behind each other on one line. */
  block(node: SyntaxNode): Statement[] {
    if (this.depth > MOST_NESTED) return [];
    this.depth++;
    const statements = parts(node).flatMap((child) => this.statements(child));
    this.depth--;
    return statements;
  }

  private statements(node: SyntaxNode): Statement[] {
    if (node.name === 'StatementGroup') return this.block(node);
    if (node.name === 'TryStatement') return this.tried(parts(node));
    const statement = this.statement(node, parts(node));
    return statement ? [statement] : [];
  }

  private statement(node: SyntaxNode, children: readonly SyntaxNode[]): Statement | null {
    const at = spanOf(this.source, node);
    const rest = children.slice(1);
    switch (node.name) {
      case 'ExpressionStatement':
        return { kind: 'expression', at, value: readList(this.source, children) };
      case 'AssignStatement':
        return this.assignment(node, children);
      case 'UpdateStatement':
        return {
          kind: 'augment',
          at,
          target: readExpression(this.source, children[0]),
          operator: children.length > 1 ? this.word(children[1]).slice(0, -1) : '',
          value: readList(this.source, children.slice(2)),
        };
      case 'ImportStatement':
        return { kind: 'import', at, bindings: importBindings(children.map((child) => this.word(child))) };
      case 'FunctionDefinition':
        return { kind: 'function', at, definition: this.functionDefinition(node, []) };
      case 'ClassDefinition':
        return this.classDefinition(node, children);
      case 'DecoratedStatement':
        return this.decorated(children);
      case 'ReturnStatement':
        return { kind: 'return', at, value: rest.length > 0 ? readList(this.source, rest) : null };
      case 'YieldStatement':
        return { kind: 'yield', at, value: readList(this.source, rest) };
      case 'IfStatement':
        return this.conditional(node, children);
      case 'MatchStatement':
        return this.match(node, children);
      case 'ForStatement':
      case 'WhileStatement':
        return this.loop(node, children);
      case 'WithStatement':
        return this.withStatement(node, children);
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'RaiseStatement':
        return { kind: 'leave', at };
      case 'ScopeStatement':
        return {
          kind: 'global',
          at,
          names: rest.filter(({ name }) => name === 'VariableName').map((name) => this.word(name)),
        };
      default:
        return null;
    }
  }

  private word(node: SyntaxNode): string {
    return textOf(this.source, node);
  }

  private body(node: SyntaxNode | undefined): Statement[] {
    return node ? this.block(node) : [];
  }

  /** `a = b = value`, where a target can have a type; with a type alone there is no value. */
  private assignment(node: SyntaxNode, children: readonly SyntaxNode[]): Statement | null {
    const groups = separated(
      children.filter(({ name }) => name !== 'TypeDef'),
      ({ name }) => name === 'AssignOp',
    );
    if (!children.some(({ name }) => name === 'AssignOp')) return null;
    const hasValue = children.at(-1)?.name !== 'AssignOp' && groups.length > 1;
    const value: Expression = hasValue
      ? readList(this.source, groups[groups.length - 1])
      : { kind: 'unreadable', at: spanOf(this.source, node) };
    const targets = (hasValue ? groups.slice(0, -1) : groups).filter((group) => group.length > 0);
    return {
      kind: 'assign',
      at: spanOf(this.source, node),
      targets: targets.map((group) => readList(this.source, group)),
      value,
    };
  }

  private functionDefinition(node: SyntaxNode, decorators: readonly string[]): FunctionDefinition {
    const children = parts(node);
    const name = children.find((child) => child.name === 'VariableName');
    const list = children.find((child) => child.name === 'ParamList');
    return {
      name: name ? this.word(name) : '',
      at: spanOf(this.source, node),
      parameters: list ? readParameters(this.source, list) : [],
      body: this.body(children.find((child) => child.name === 'Body')),
      decorators,
    };
  }

  private classDefinition(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const at = spanOf(this.source, node);
    const name = children.find((child) => child.name === 'VariableName');
    const list = children.find((child) => child.name === 'ArgList');
    const bases = list
      ? separated(parts(list).slice(1, -1), isComma)
          .filter((base) => base.length === 1)
          .map(([base]) => readExpression(this.source, base))
      : [];
    const body = this.body(children.find((child) => child.name === 'Body'));
    return { kind: 'class', at, definition: { name: name ? this.word(name) : '', at, bases, body } };
  }

  private decorated(children: readonly SyntaxNode[]): Statement | null {
    const decorators = children
      .filter(({ name }) => name === 'Decorator')
      .map((decorator) => this.word(decorator).slice(1).trim());
    const last = children.at(-1);
    if (last?.name !== 'FunctionDefinition') return last ? this.statement(last, parts(last)) : null;
    return {
      kind: 'function',
      at: spanOf(this.source, last),
      definition: this.functionDefinition(last, decorators),
    };
  }

  private conditional(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const branches: { condition: Expression; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    let condition: SyntaxNode[] | null = null;
    for (const child of children) {
      if (child.name === 'if' || child.name === 'elif') condition = [];
      else if (child.name === 'else') condition = null;
      else if (child.name !== 'Body') condition?.push(child);
      else if (condition)
        branches.push({ condition: readList(this.source, condition), body: this.block(child) });
      else otherwise = this.block(child);
    }
    return { kind: 'if', at: spanOf(this.source, node), branches, otherwise };
  }

  /** Which case it is, is not known. */
  private match(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const at = spanOf(this.source, node);
    const clauses = children.filter(({ name }) => name === 'MatchBody').flatMap(parts);
    const branches = clauses
      .filter(({ name }) => name === 'MatchClause')
      .map((clause) => ({
        condition: { kind: 'unreadable', at } as const,
        body: this.body(parts(clause).find(({ name }) => name === 'Body')),
      }));
    return { kind: 'if', at, branches, otherwise: [] };
  }

  private loop(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const at = spanOf(this.source, node);
    const bodies = children.filter(({ name }) => name === 'Body');
    const head = children.slice(
      0,
      Math.max(
        0,
        children.findIndex(({ name }) => name === 'Body'),
      ),
    );
    const [body, otherwise] = [this.body(bodies.at(0)), this.body(bodies.at(1))];
    const after = (word: string) => head.slice(head.findIndex(({ name }) => name === word) + 1);
    if (node.name === 'WhileStatement')
      return { kind: 'while', at, condition: readList(this.source, after('while')), body, otherwise };
    const [target = []] = separated(after('for'), ({ name }) => name === 'in');
    return {
      kind: 'for',
      at,
      target: readList(this.source, target),
      iterable: readList(this.source, after('in')),
      body,
      otherwise,
    };
  }

  private withStatement(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const head = children.filter(({ name }) => name !== 'Body' && name !== 'with' && name !== 'async');
    const items = separated(head, isComma)
      .filter((item) => item.length > 0)
      .map((item) => {
        const target = item.at(2);
        return {
          value: readExpression(this.source, item[0]),
          target: item.at(1)?.name === 'as' && target ? readExpression(this.source, target) : null,
        };
      });
    const body = this.body(children.find(({ name }) => name === 'Body'));
    return { kind: 'with', at: spanOf(this.source, node), items, body };
  }

  /** What is done when nothing fails. */
  private tried(children: readonly SyntaxNode[]): Statement[] {
    const statements: Statement[] = [];
    let isHandler = false;
    for (const child of children) {
      if (child.name === 'Body') statements.push(...(isHandler ? [] : this.block(child)));
      else if (/^(try|except|else|finally)$/.test(child.name)) isHandler = child.name === 'except';
    }
    return statements;
  }
}

/** What an import binds, from its words: `import a.b as c`, `from a import b as c, d`. */
function importBindings(words: readonly string[]): ImportBinding[] {
  const split = words.indexOf('import');
  if (split === -1) return [];
  const from = words[0] === 'from' ? words.slice(1, split).join('') : null;
  const list = words.slice(split + 1).filter((word) => word !== '(' && word !== ')');
  const bindings: ImportBinding[] = [];
  for (let next = list; next.length > 0;) {
    const comma = next.indexOf(',');
    const item = comma === -1 ? next : next.slice(0, comma);
    next = comma === -1 ? [] : next.slice(comma + 1);
    if (item.length === 0) continue;
    const as = item.indexOf('as');
    const path = (as === -1 ? item : item.slice(0, as)).join('');
    const alias = as === -1 ? undefined : item.at(as + 1);
    if (from !== null) bindings.push({ path: path === '*' ? from : `${from}.${path}`, name: alias ?? path });
    // `import a.b` binds `a`, from which `b` is taken later.
    else bindings.push(alias === undefined ? { path: item[0], name: item[0] } : { path, name: alias });
  }
  return bindings;
}
