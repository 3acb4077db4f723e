/** @file Lezer's trees of the cells that were read last, so that of an edited cell only what the edit touches is parsed again. */

import { TreeFragment, type Tree } from '@lezer/common';
import { parser } from '@lezer/python';

interface Parsed {
  readonly text: string;
  readonly tree: Tree;
}

/** What is left of one reading of some code for the next. */
export class Trees {
  private parsed: readonly Parsed[] = [];

  /** The trees of all cells of the code: those that the parser makes of the texts, whatever they were before. */
  parse(texts: readonly string[]): Tree[] {
    const unchanged = new Map(this.parsed.map((each) => [each.text, each]));
    // A cell that was edited stands where it stood, unless others have come or gone too.
    this.parsed = texts.map((text, cell) => unchanged.get(text) ?? parse(text, this.parsed.at(cell)));
    return this.parsed.map(({ tree }) => tree);
  }
}

function parse(text: string, before: Parsed | undefined): Parsed {
  if (!before) return { text, tree: parser.parse(text) };
  const shorter = Math.min(text.length, before.text.length);
  let from = 0;
  while (from < shorter && text[from] === before.text[from]) from++;
  let behind = 0;
  while (behind < shorter - from && text.at(-1 - behind) === before.text.at(-1 - behind)) behind++;
  const change = {
    fromA: from,
    toA: before.text.length - behind,
    fromB: from,
    toB: text.length - behind,
  };
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(before.tree), [change]);
  return { text, tree: parser.parse(text, fragments) };
}
