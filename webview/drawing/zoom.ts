/** @file Which part of a picture is seen: nearer, farther, and beside. */

import type { Region, Triple } from '../../engine/frame.ts';

/** A picture, and how few rows and columns of one tile of it are seen where it is nearest. */
export interface Zoomable {
  readonly whole: Triple;
  readonly least: readonly [rows: number, columns: number];
}

/**
 * So many times nearer, about a place that stays where it is on the screen; of many tiles, the first step is to that one alone.
 * @param region `null` for the whole, which is also what is left when nothing is nearer any more
 */
export function zoomed(of: Zoomable, region: Region | null, factor: number, about: Triple): Region | null {
  const { whole, least } = of;
  if (whole[0] > 1) {
    if (region === null) return factor > 1 ? { from: [about[0], 0, 0], size: [1, whole[1], whole[2]] } : null;
    if (factor < 1 && region.size[1] === whole[1] && region.size[2] === whole[2]) return null;
  }
  const from = region?.from ?? [0, 0, 0];
  const size = region?.size ?? whole;
  const along = (axis: 1 | 2): [from: number, size: number] => {
    const smallest = Math.min(least[axis - 1], whole[axis]);
    const wanted = factor > 1 ? Math.floor(size[axis] / factor) : Math.ceil(size[axis] / factor);
    const length = Math.max(smallest, Math.min(whole[axis], wanted));
    const share = (about[axis] + 0.5 - from[axis]) / size[axis];
    return [clamp(Math.round(about[axis] + 0.5 - share * length), whole[axis] - length), length];
  };
  const [[row, rows], [column, columns]] = [along(1), along(2)];
  if (whole[0] === 1 && rows === whole[1] && columns === whole[2]) return null;
  return { from: [from[0], row, column], size: [1, rows, columns] };
}

/** As near as it gets, about a place. */
export function nearest(of: Zoomable, about: Triple): Region | null {
  return zoomed(of, zoomed(of, null, Infinity, about), Infinity, about);
}

/** Moved by so many rows and columns, as far as the picture goes. */
export function panned({ whole }: Zoomable, { from, size }: Region, down: number, right: number): Region {
  return {
    from: [from[0], clamp(from[1] + down, whole[1] - size[1]), clamp(from[2] + right, whole[2] - size[2])],
    size,
  };
}

/** Moved as little as shows a place of the same tile. */
export function revealing(of: Zoomable, region: Region, [, row, column]: Triple): Region {
  const { from, size } = region;
  const along = (axis: 1 | 2, place: number): number =>
    Math.min(0, place - from[axis]) + Math.max(0, place - from[axis] - size[axis] + 1);
  return panned(of, region, along(1, row), along(2, column));
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
