/** @file Where the buttons of a debugger lead: over lines, and out of functions. */

import type { Cursor } from '../../engine/cursor.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import { landmarkFrom } from '../session/landmarks.ts';
import type { Place, SourceMap } from './sourceMap.ts';

/**
 * Where the next place in the source begins. Training stands before ops, never before a call, so that in hand-written code
 * this is mostly the next op, wherever it is computed; a line that stands for several, as a layer's does, is left as a whole.
 */
export function nextPlace({ starts }: SourceMap, { step, op }: Cursor): Cursor {
  const next = starts.find((start) => start > op);
  return next === undefined ? { step: step + 1, op: 0 } : { step, op: next };
}

/** Where the place before begins, or this one if training stands in the middle of it. */
export function previousPlace({ starts }: SourceMap, { step, op }: Cursor): Cursor {
  const previous = starts.findLast((start) => start < op);
  if (previous !== undefined) return { step, op: previous };
  return step === 0 ? { step, op: 0 } : { step: step - 1, op: starts[starts.length - 1] };
}

/** Where the innermost function of the user's is left; outside of all, where the phase ends. */
export function wayOut(map: SourceMap, cursor: Cursor, run: RunInfo): Cursor {
  const { step, op } = cursor;
  const callers = step < run.totalSteps ? map.placesOf(op).slice(1) : [];
  if (callers.length === 0) return landmarkFrom(cursor, 'phaseEnd', run);
  const isInside = (start: number) => {
    const places = map.placesOf(start);
    return (
      places.length > callers.length &&
      callers.every((place, i) => isSame(place, places.at(i - callers.length)))
    );
  };
  const out = map.starts.find((start) => start > op && !isInside(start));
  return out === undefined ? { step: step + 1, op: 0 } : { step, op: out };
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.source.path === b?.source.path && a.line === b?.line && a.column === b.column;
}
