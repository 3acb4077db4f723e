/** @file A term's arithmetic taken apart, so that its cells can be chosen and its numbers written out. */

import type { CellValue, ExplainedTerm } from '../../engine/questions/why.ts';
import { worked } from '../ui/format.ts';

/** A stretch of a term's text: a cell that it was computed from, or what stands between. */
export interface Part {
  readonly text: string;
  readonly cell: CellValue | null;
}

/** A name, perhaps of a cell: `exp`, `dW1`, `X[3,350]`. */
const names = /[A-Za-z_]\w*(?:\[[^\]]*\])?/g;

/** The letters that stand for constants. */
const letters = /β[₁₂]|[ημρελα]/g;

/** `X[3,350]·da1[3,7]` as its two cells and the dot between them. */
export function partsOf({ text, factors }: Pick<ExplainedTerm, 'text' | 'factors'>): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(names)) {
    // An op that works cell by cell names the tensor alone.
    const cell = factors.find(
      (each) => name === each.tensor || name === `${each.tensor}[${each.index.join(',')}]`,
    );
    if (!cell) continue;
    if (index > end) parts.push({ text: text.slice(end, index), cell: null });
    end = index + name.length;
    parts.push({ text: name, cell });
  }
  if (end < text.length) parts.push({ text: text.slice(end), cell: null });
  return parts;
}

/** The same with the numbers in place of the cells and the letters: `0.5294·(−0.0312)`. */
export function writtenOut(parts: readonly Part[], symbols: Readonly<Record<string, number>>): string {
  return parts.reduce((before, { text, cell }) => {
    if (cell) return before + inside(before, cell.value);
    const plain = text.replaceAll('⊙', '·');
    return (
      before +
      plain.replace(letters, (letter) => (Object.hasOwn(symbols, letter) ? worked(symbols[letter]) : letter))
    );
  }, '');
}

/** A negative number after an operator stands in brackets. */
function inside(before: string, value: number): string {
  const text = worked(value);
  return value < 0 && !/(^|\()$/.test(before) ? `(${text})` : text;
}
