/** @file The user's code as the source that is stepped through. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ProgramInfo } from '../../engine/program.ts';
import type { ReadModel, Span } from '../code/reading.ts';
import { DebugError } from './services.ts';
import { isElsewhere, type Place, type SourceMap } from './sourceMap.ts';

/** A file, or a cell of a notebook, as the client finds it. */
export interface CodeCell {
  readonly source: DebugProtocol.Source;
  readonly text: string;
}

/** A place on the way to an op. */
interface Frame extends Place {
  readonly cell: number;
  readonly lastLine: number;
  /** The lines of the calls that lead here, and this one: the same for two ops if training has not left the line between. */
  readonly route: string;
}

/**
 * An op that has no place of its own in the code, such as a gradient that nobody there asks for, is where the op before it is.
 * @returns `null` if the code has a place for none of the ops
 */
export function codeMap(
  { ops }: ProgramInfo,
  cells: readonly CodeCell[],
  { ops: links, training }: ReadModel,
): SourceMap | null {
  const paths = new Map(links.map(({ tensor, path }) => [tensor, withoutStatements(path)]));
  let path = ops.map(({ output }) => paths.get(output)).find((each) => each !== undefined);
  if (!path) return null;
  /** Of each op, outermost first. */
  const pathOf = ops.map(({ output }) => (path = paths.get(output) ?? path ?? []));
  const keys = pathOf.map((spans) => JSON.stringify(spans));
  const positionIn = cells.map(({ text }) => positions(text));
  const placeOf = ({ cell, from }: Span): Place => ({
    source: cells[cell].source,
    ...positionIn[cell](from),
  });
  const frames = pathOf.map((spans): Frame[] =>
    spans.map((span, depth) => ({
      ...placeOf(span),
      cell: span.cell,
      lastLine: positionIn[span.cell](Math.max(span.to - 1, span.from)).line,
      route: spans
        .slice(0, depth + 1)
        .map((each) => `${each.cell}:${placeOf(each).line}`)
        .join(),
    })),
  );
  const loop = training ? placeOf(training) : frames[0][0];
  return {
    placesOf: (op) => frames[op].toReversed(),
    starts: [...ops.keys()].filter((op) => op === 0 || keys[op] !== keys[op - 1]),
    loop,
    end: loop,
    stopsAt: (file, line) => {
      const cell = cells.findIndex(({ source }) => source.path === file);
      if (cell < 0) throw isElsewhere();
      const around = frames
        .flat()
        .filter((frame) => frame.cell === cell && frame.line <= line && frame.lastLine >= line);
      // A call may stretch over lines, and the calls in it begin at later ones.
      const first = Math.max(...around.map((frame) => frame.line));
      const routes = new Set(around.filter((frame) => frame.line === first).map(({ route }) => route));
      const isOn = (op: number, route: string) => frames[op].some((frame) => frame.route === route);
      const comes = (op: number) =>
        [...routes].some((route) => isOn(op, route) && !(op > 0 && isOn(op - 1, route)));
      if (routes.size > 0) return { line: first, ops: [...ops.keys()].filter(comes) };
      if (training?.cell === cell && loop.line === line) return { line, ops: [0] };
      throw new DebugError(
        'Training computes nothing in this line. Set the breakpoint on a line that makes a tensor.',
      );
    },
  };
}

/** Without the statements and calls that a later span of the path is a part of: what is left are the frames of a stack. */
function withoutStatements(path: readonly Span[]): readonly Span[] {
  return path.filter((outer, i) =>
    path
      .slice(i + 1)
      .every(({ cell, from, to }) => cell !== outer.cell || from < outer.from || to > outer.to),
  );
}

/** Finds the line and column of an offset, and the text of the line. */
function positions(text: string): (offset: number) => Omit<Place, 'source'> {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: ending }) => index + ending.length);
  const starts = [0, ...ends];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    const [start, end] = starts.slice(line);
    return { line: line + 1, column: offset - start + 1, text: text.slice(start, end).trim() };
  };
}
