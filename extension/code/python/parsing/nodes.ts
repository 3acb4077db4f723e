/** @file Lezer's tree as the readers of expressions and statements walk it. */

import type { parser } from '@lezer/python';
import type { Span } from '../../reading.ts';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** The text of one cell that a tree belongs to. */
export interface Source {
  readonly text: string;
  readonly cell: number;
}

/** The parts of a node, keywords and punctuation too, comments left out. */
export function parts(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') found.push(child);
  }
  return found;
}

/** Where it stands, without the end of the line that the parser counts to a statement with a body. */
export function spanOf(
  { cell, text }: Source,
  { from, to }: { readonly from: number; readonly to: number },
): Span {
  return { cell, from, to: from + text.slice(from, to).trimEnd().length };
}

export function textOf(
  { text }: Source,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  return text.slice(from, to);
}

/** The stretches between the separators; none behind a last one. */
export function separated(
  nodes: readonly SyntaxNode[],
  isSeparator: (node: SyntaxNode) => boolean,
): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (isSeparator(node)) groups.push([]);
    else groups[groups.length - 1].push(node);
  }
  if (groups[groups.length - 1].length === 0) groups.pop();
  return groups;
}

export const isComma = ({ name }: SyntaxNode): boolean => name === ',';
