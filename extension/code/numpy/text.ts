/** @file Finding one's way in the text of an expression: its operands, its names, where to change it. */

import type { Cell, Fix, Span } from '../reading.ts';

export type Edit = Fix['edits'][number];

export function textOf(cells: readonly Cell[], { cell, from, to }: Span): string {
  return cells[cell].text.slice(from, to);
}

/** Edits that put another name where a statement or expression has this one; none where it stands only on the left of `=`. */
export function renamed(cells: readonly Cell[], at: Span, name: string, other: string): Edit[] {
  const text = textOf(cells, at);
  const start = rightSide(text);
  const words = text.matchAll(new RegExp(`(?<![\\w.'"])${name}(?!\\w|\\s*=[^=])`, 'g'));
  return [...words]
    .filter(({ index }) => index >= start)
    .map(({ index }) => ({ at: part(at, index, index + name.length), text: other }));
}

/** The two operands of a product: of `a @ b`, `np.dot(a, b)` or `a.dot(b)`. */
export function factors(cells: readonly Cell[], at: Span): readonly [Span, Span] | null {
  const text = textOf(cells, at);
  const sign = topLevel(text, '@');
  if (sign.length === 1)
    return [trimmed(cells, part(at, 0, sign[0])), trimmed(cells, part(at, sign[0] + 1, text.length))];
  const call = /^([\s\S]*?)\b(dot|matmul)\s*\(/.exec(text);
  if (!call || !text.endsWith(')')) return null;
  const open = call[0].length;
  const inside = text.slice(open, -1);
  const comma = topLevel(inside, ',');
  const end = text.length - 1;
  if (comma.length === 1) {
    const middle = open + comma[0];
    return [trimmed(cells, part(at, open, middle)), trimmed(cells, part(at, middle + 1, end))];
  }
  const of = call[1].trimEnd();
  return comma.length === 0 && of.endsWith('.')
    ? [trimmed(cells, part(at, 0, of.length - 1)), trimmed(cells, part(at, open, end))]
    : null;
}

/** Writes `.T` behind an operand, or takes it away. */
export function transposed(cells: readonly Cell[], at: Span): Edit {
  const text = textOf(cells, at);
  if (/\.T$/.test(text)) return { at, text: text.slice(0, -2) };
  return { at, text: /^[\w.[\]'"]+$/.test(text) ? `${text}.T` : `(${text}).T` };
}

/** Puts a sum where a difference stands, or the other way round: in `a + b`, in `a += b`. */
export function flipped(cells: readonly Cell[], statement: Span, expression: Span): Edit | null {
  const other = (sign: string) => (sign === '+' ? '-' : '+');
  const whole = textOf(cells, statement);
  const augmented = /(?<![<>=!])([+-])=(?!=)/.exec(whole);
  if (augmented) {
    const { index } = augmented;
    return { at: part(statement, index, index + 1), text: other(augmented[1]) };
  }
  const text = textOf(cells, expression);
  const signs = [...topLevel(text, '+'), ...topLevel(text, '-')].sort((a, b) => a - b);
  const index = signs.filter((sign) => /[\w\])]\s*$/.test(text.slice(0, sign))).at(0);
  return index === undefined ? null : { at: part(expression, index, index + 1), text: other(text[index]) };
}

/** Takes a whole line away, and puts it in after another statement. */
export function moved(cells: readonly Cell[], line: Span, behind: Span): Edit[] | null {
  const { text } = cells[line.cell];
  const start = text.lastIndexOf('\n', line.from - 1) + 1;
  const end = text.indexOf('\n', line.to);
  const rest = text.slice(line.to, end < 0 ? text.length : end);
  const indent = text.slice(start, line.from);
  if (line.cell !== behind.cell || end < 0 || indent.trim() !== '' || !/^\s*(#.*)?$/.test(rest)) return null;
  const last = text.indexOf('\n', behind.to);
  const to = last < 0 ? text.length : last;
  return [
    { at: { cell: line.cell, from: start, to: end + 1 }, text: '' },
    { at: { cell: line.cell, from: to, to }, text: `\n${text.slice(start, end)}` },
  ];
}

function part({ cell, from }: Span, start: number, end: number): Span {
  return { cell, from: from + start, to: from + end };
}

function trimmed(cells: readonly Cell[], at: Span): Span {
  const text = textOf(cells, at);
  const start = text.length - text.trimStart().length;
  return part(at, start, text.trimEnd().length);
}

/** Where this sign stands outside of all brackets. */
function topLevel(text: string, sign: string): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++;
    else if (')]}'.includes(text[i])) depth--;
    else if (depth === 0 && text[i] === sign) found.push(i);
  }
  return found;
}

/** Where the right side of an assignment begins; 0 for what is none. */
function rightSide(text: string): number {
  const sign = topLevel(text, '=').find((i) => text[i + 1] !== '=' && !'=!<>'.includes(text[i - 1] ?? ''));
  return sign === undefined ? 0 : sign + 1;
}
