/** @file Tensors and their parts as expressions, which is how a debugger's client names them. */

/** A tensor by its name, or a part of it: `W1`, `W1[3]`, `W1[3, 5]`. */
const part = /^\s*([A-Za-z_]\w*)\s*(?:\[\s*(\d+(?:\s*,\s*\d+)*)\s*\])?\s*$/;

export interface Part {
  readonly name: string;
  /** Empty for the whole tensor. */
  readonly index: readonly number[];
}

/** What an expression names, if it is no more than a name with plain indices. */
export function partOf(expression: string): Part | null {
  const match = part.exec(expression);
  if (!match) return null;
  const indices = match.at(2);
  return { name: match[1], index: indices === undefined ? [] : indices.split(',').map(Number) };
}

/** The expression of what stands at `i` along the first axis of another's value. */
export function elementOf(expression: string, i: number): string {
  const named = partOf(expression);
  return named ? `${named.name}[${[...named.index, i].join(', ')}]` : `(${expression})[${i}]`;
}
