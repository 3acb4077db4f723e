/** @file Reads an expression: a Pratt parser, which climbs by how strongly an operator binds. */

import { ExpressionError } from './error.ts';
import { functions, type ExpressionFunction } from './functions.ts';
import { exact } from './operators.ts';
import { oneEditAway } from './spelling.ts';
import { attributes, type Expression, type Link, type Node, type Subscript } from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';
import { bool, float, int, type Value } from './value.ts';

/** How strongly operators bind, in Python's order. */
const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const SIGN = 9;
const binaryPowers = {
  '|': 5,
  '&': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '//': 8,
  '%': 8,
  '@': 8,
  '**': 10,
} as const;
const comparisons = ['<', '<=', '>', '>=', '==', '!='] as const;

const constants: Readonly<Partial<Record<string, Value>>> = {
  True: bool(true),
  False: bool(false),
  inf: float(Infinity),
  nan: float(NaN),
};

/** What people write who come from another language, and how it is written here. */
const otherwise: Readonly<Partial<Record<string, string>>> = {
  '=': '==',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '<>': '!=',
  '^': '**',
};

/** Bounds that no expression of a person comes near, so that none can exhaust the stack. */
const MOST_CHARACTERS = 2000;
const MOST_NESTED = 100;

/**
 * Reads an expression.
 * @throws {ExpressionError} where the text is not one
 */
export function parse(text: string): Expression {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(
      'The expression is longer than {0} characters: make it shorter.',
      MOST_CHARACTERS,
      MOST_CHARACTERS,
    );
  }
  const parser = new Parser(tokensOf(text));
  return { text, root: parser.whole() };
}

class Parser {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node {
    const root = this.expression();
    const { kind, text, column } = this.next;
    if (kind === 'end') return root;
    throw (
      foreign(this.next) ??
      new ExpressionError('An operator such as + or == should stand here instead of {0}.', column, text)
    );
  }

  private get next(): Token {
    return this.tokens[this.position];
  }

  private advance(): Token {
    return this.tokens[this.position++];
  }

  private isNext(text: string): boolean {
    return this.next.text === text && this.next.kind !== 'end';
  }

  private take(text: string): boolean {
    const isNext = this.isNext(text);
    if (isNext) this.position++;
    return isNext;
  }

  /** An expression whose operators all bind more strongly than `power`. */
  private expression(power = 0): Node {
    if (++this.depth > MOST_NESTED) {
      throw new ExpressionError(
        'The expression is nested more than {0} deep: make it simpler.',
        this.next.column,
        MOST_NESTED,
      );
    }
    let left = this.operand();
    for (let longer; (longer = this.continued(left, power));) left = longer;
    this.depth--;
    return left;
  }

  /** What `left` becomes by the operator behind it, or nothing when none follows that binds more strongly than `power`. */
  private continued(left: Node, power: number): Node | undefined {
    const { text, column } = this.next;
    if (isBinary(text) && binaryPowers[text] > power) {
      this.advance();
      // A power is grouped from the right, and its exponent can have a sign.
      const right = this.expression(text === '**' ? SIGN : binaryPowers[text]);
      return { kind: 'binary', column, operator: text, left, right };
    }
    if (isOneOf(text, comparisons) && COMPARISON > power) return this.comparison(left, column);
    if ((text === 'and' && AND > power) || (text === 'or' && OR > power)) {
      this.advance();
      return {
        kind: 'logic',
        column,
        operator: text,
        left,
        right: this.expression(text === 'and' ? AND : OR),
      };
    }
    return undefined;
  }

  private comparison(first: Node, column: number): Node {
    const links: Link[] = [];
    for (let token = this.next; isOneOf(token.text, comparisons); token = this.next) {
      this.advance();
      links.push({ column: token.column, operator: token.text, operand: this.expression(COMPARISON) });
    }
    return { kind: 'comparison', column, first, links };
  }

  /** A value, or a sign and what it stands before. */
  private operand(): Node {
    const token = this.advance();
    const { kind, text, column } = token;
    if (text === '-' || text === '+' || text === '~') {
      return { kind: 'unary', column, operator: text, operand: this.expression(SIGN) };
    }
    if (text === 'not') return { kind: 'unary', column, operator: text, operand: this.expression(NOT) };
    if (kind === 'number') return this.behind(this.number(text, column));
    if (text === '(') return this.behind(this.parenthesis(column));
    if (kind === 'name' && text !== 'and' && text !== 'or') return this.behind(this.name(text, column));
    if (kind === 'end') throw new ExpressionError('A value is missing at the end.', column);
    throw foreign(token) ?? new ExpressionError('A value should stand here instead of {0}.', column, text);
  }

  private number(text: string, column: number): Node {
    const value = /^\d+$/.test(text) ? exact(int(Number(text)), column) : float(Number(text));
    return { kind: 'constant', column, value };
  }

  /** What stands in parentheses: one value, or with a comma a tuple. */
  private parenthesis(column: number): Node {
    const items: Node[] = [];
    let isTuple = this.isNext(')');
    while (!this.isNext(')')) {
      items.push(this.expression());
      if (!this.take(',')) break;
      isTuple = true;
    }
    this.close(')', '(', column);
    return isTuple ? { kind: 'tuple', column, items } : items[0];
  }

  /** A constant, the call of a function, with or without `np.`, or a name of the scope. */
  private name(text: string, column: number): Node {
    let name = { text, column };
    const isNumpy = (text === 'np' || text === 'numpy') && this.take('.');
    if (isNumpy) {
      name = this.advance();
      if (name.text === 'linalg' && this.take('.')) name = this.advance();
    }
    const value = constants[name.text];
    if (value) return { kind: 'constant', column: name.column, value };
    const callee = functions.get(name.text);
    if (callee) return this.call(name.text, callee, name.column, []);
    if (isNumpy || this.isNext('(')) {
      throw unknownFunction(name.text, name.column);
    }
    return { kind: 'name', column, name: text };
  }

  private call(name: string, callee: ExpressionFunction, column: number, first: readonly Node[]): Node {
    const { signature, positional, keywords: allowed } = callee;
    const wrongCall = (at: number) =>
      new ExpressionError('The function {0} is called as {1}.', at, name, signature);
    const open = this.next.column;
    if (!this.take('(')) throw wrongCall(column);
    const args = [...first];
    const keywords: Record<string, Node> = {};
    while (!this.isNext(')')) {
      const { text, column: at } = this.next;
      if (this.tokens[this.position + 1]?.text === '=') {
        if (!allowed.includes(text) || text in keywords) throw wrongCall(at);
        this.position += 2;
        keywords[text] = this.expression();
      } else {
        args.push(this.expression());
        if (args.length > positional.most || Object.keys(keywords).length > 0) throw wrongCall(at);
      }
      if (!this.take(',')) break;
    }
    this.close(')', '(', open);
    if (args.length < positional.least || (args.length > 1 && 'axis' in keywords)) throw wrongCall(column);
    return { kind: 'call', column, callee, arguments: args, keywords };
  }

  /** A value with all the `.name`, `.method(…)` and `[…]` behind it. */
  private behind(value: Node): Node {
    for (;;) {
      if (this.take('.')) value = this.member(value);
      else if (this.isNext('[')) value = this.index(value);
      else return value;
    }
  }

  private member(object: Node): Node {
    const { text, column } = this.advance();
    if (isOneOf(text, attributes)) return { kind: 'attribute', column, object, name: text };
    const callee = functions.get(text);
    if (callee?.isMethod) return this.call(text, callee, column, [object]);
    throw new ExpressionError(
      'An array has no {0} here: it has .T, .shape, .size, .ndim and methods such as .max(); functions stand before it.',
      column,
      `.${text}`,
    );
  }

  private index(object: Node): Node {
    const { column } = this.advance();
    const subscripts: Subscript[] = [];
    do subscripts.push(this.subscript());
    while (this.take(',') && !this.isNext(']'));
    this.close(']', '[', column);
    return { kind: 'index', column, object, subscripts };
  }

  private subscript(): Subscript {
    const { column } = this.next;
    if (this.take('...')) return { kind: 'ellipsis', column };
    const start = this.bound();
    if (start && !this.isNext(':')) return { kind: 'at', column, node: start };
    if (!this.take(':'))
      throw new ExpressionError('An index is missing between [ and ], as in W1[0].', column);
    const stop = this.bound();
    const step = this.take(':') ? this.bound() : undefined;
    return { kind: 'slice', column, start, stop, step };
  }

  /** One of the numbers of `start:stop:step`, all of which can be left out. */
  private bound(): Node | undefined {
    return [':', ',', ']'].some((text) => this.isNext(text)) ? undefined : this.expression();
  }

  private close(closing: string, opening: string, column: number): void {
    if (this.take(closing)) return;
    throw (
      foreign(this.next) ??
      new ExpressionError(
        'Here {0} is missing, which closes the {1} of column {2}.',
        this.next.column,
        closing,
        opening,
        column,
      )
    );
  }
}

/** An error for what is written otherwise here, if this is. */
function foreign({ text, column }: Token): ExpressionError | undefined {
  const right = otherwise[text];
  return right === undefined
    ? undefined
    : new ExpressionError('For {0} write {1} here.', column, text, right);
}

function unknownFunction(name: string, column: number): ExpressionError {
  const close = oneEditAway(name, (other) => functions.has(other));
  return close.length > 0
    ? new ExpressionError('There is no function {0} here. Did you mean {1}?', column, name, close.join(', '))
    : new ExpressionError(
        'There is no function {0} here: there are {1}.',
        column,
        name,
        [...functions.keys()].join(', '),
      );
}

function isOneOf<T extends string>(text: string, list: readonly T[]): text is T {
  return list.some((item) => item === text);
}

function isBinary(text: string): text is keyof typeof binaryPowers {
  return Object.hasOwn(binaryPowers, text);
}
