/** @file Which tensors are made on which line, or on the way through it: in a function that it calls. */

import type { Cursor } from '../../engine/cursor.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import { opsSince } from './age.ts';
import type { Link, Span } from './reading.ts';

/** The line of a place in a cell, from 0. */
export type LineOf = (cell: number, offset: number) => number;

/** A tensor that is made on a line, or in what the line calls. */
export interface Passing {
  readonly link: Link;
  /** Where on the line. */
  readonly at: Span;
  /** The line that called the function in which this line is, as a key; `null` for a line that nothing has called. */
  readonly caller: string | null;
}

/** By line, in the order of the links. */
export function passingLines(links: readonly Link[], lineOf: LineOf): Map<string, [Passing, ...Passing[]]> {
  const lines = new Map<string, [Passing, ...Passing[]]>();
  for (const link of links) {
    let caller: string | null = null;
    for (const at of link.path) {
      const line = lineKey(at.cell, lineOf(at.cell, at.to));
      const passing = lines.get(line);
      // The expression is on the line of its statement, which has not called it.
      if (line !== caller && !passing?.some((each) => each.link.tensor === link.tensor)) {
        if (passing) passing.push({ link, at, caller });
        else lines.set(line, [{ link, at, caller }]);
      }
      caller = line;
    }
  }
  return lines;
}

export function lineKey(cell: number, line: number): string {
  return `${cell}:${line}`;
}

/** Whether a line makes another tensor with each call: it is in a function that is called from several places. */
export function isShared(passing: readonly Passing[]): boolean {
  return new Set(passing.map(({ caller }) => caller)).size > 1;
}

/** The one that was made last. */
export function latest(passing: readonly [Passing, ...Passing[]], run: RunInfo, cursor: Cursor): Passing {
  const age = ({ link }: Passing) => opsSince(run, cursor, link.tensor) ?? Infinity;
  return passing.reduce((youngest, each) => (age(each) < age(youngest) ? each : youngest));
}
