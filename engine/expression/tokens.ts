/** @file The text of an expression cut into tokens. */

import { ExpressionError } from './error.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
}

const pattern =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<symbol>\.{3}|\*\*|\/\/|[=!<>]=|&&|\|\||<>|[-+*/%@<>()[\],:.&|~=!^])|(?<other>\S))/uy;

/**
 * The tokens of a text, the last of which is its end.
 * @throws {ExpressionError} for a character that means nothing here
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let match; (match = pattern.exec(text));) {
    const { number, name, other }: Partial<Record<string, string>> = match.groups ?? {};
    const found = match[0].trimStart();
    const column = match.index + match[0].length - found.length + 1;
    if (other) throw new ExpressionError('The character {0} means nothing here.', column, other);
    tokens.push({ kind: number ? 'number' : name ? 'name' : 'symbol', text: found, column });
  }
  return [...tokens, { kind: 'end', text: '', column: text.trimEnd().length + 1 }];
}
