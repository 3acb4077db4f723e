/** @file Where training is in a source that is shown while it is stepped through: the user's code, or the listing. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { listingOf, opAtLine } from '../../engine/listing.ts';
import type { ProgramInfo } from '../../engine/program.ts';
import { DebugError } from './services.ts';

/** Lines and columns count from 1. */
export interface Place {
  readonly source: DebugProtocol.Source;
  readonly line: number;
  readonly column: number;
  /** What stands there, if that says more than the op does. */
  readonly text: string | null;
}

/** A line that training comes to, and the ops that come next each time that it does. */
export interface Stops {
  readonly line: number;
  readonly ops: readonly number[];
}

export interface SourceMap {
  /** Where an op is computed, innermost first: then the call of the function that this is in, and so on. At least one. */
  placesOf(op: number): readonly Place[];
  /** The ops that begin a place of their own, in order: what is gone to by stepping over lines. */
  readonly starts: readonly number[];
  /** Where a step begins. */
  readonly loop: Place;
  /** Where to stand when there is nothing left to run. */
  readonly end: Place;
  /**
   * What a breakpoint on a line of a file stops at.
   * @throws DebugError if training does not come to that line or file
   */
  stopsAt(path: string, line: number): Stops;
}

/** @param source the listing, as the client finds it */
export function listingMap(program: ProgramInfo, source: DebugProtocol.Source): SourceMap {
  const listing = listingOf(program);
  const place = (line: number): Place => ({ source, line, column: 1, text: null });
  return {
    placesOf: (op) => [place(listing.lines[op])],
    starts: [...program.ops.keys()],
    loop: place(listing.loop),
    end: place(listing.end),
    stopsAt: (path, line) => {
      if (path !== source.path) throw isElsewhere();
      const op = opAtLine(listing, line);
      if (op !== undefined) return { line: listing.lines[op], ops: [op] };
      throw new DebugError('No operation comes after this line. Set the breakpoint on a line further up.');
    },
  };
}

export function isElsewhere(): DebugError {
  return new DebugError(
    'Training does not run through this code. Set the breakpoint in the code whose model is trained.',
  );
}
