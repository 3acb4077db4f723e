/** @file What there is to say of code that trains something by hand in which no network is seen. */

import type { Assignment, Evaluation, Value } from '../python/values.ts';
import { remark, type Cell, type Remark, type Span } from '../reading.ts';
import { coneOf } from './chain.ts';

/**
 * The first line on which weights that were drawn at random become smaller by something, again and again: what gradient
 * descent looks like, whatever it is of.
 */
export function unseen({ assignments }: Evaluation, cells: readonly Cell[]): Remark[] {
  const drawn = new Set(assignments.filter(({ value }) => isDrawn(value)).map(({ name }) => name));
  const descent = assignments.find(
    (each) => drawn.has(each.name) && each.loops.length > 0 && isDescent(each, cells),
  );
  const at = descent?.path.at(-1);
  return descent && at
    ? [
        {
          at,
          severity: 'hint',
          ...remark('No network is seen here: by what {0} is changed cannot be followed.', descent.name),
        },
      ]
    : [];
}

/** Random numbers scaled and shaped as weights are, or a list of such. */
function isDrawn(value: Value): boolean {
  if (value.kind === 'sequence') return value.items.some(isDrawn);
  if (value.kind !== 'array' || value.node.shape?.length !== 2) return false;
  return [...coneOf(value.node)].some(({ operation }) => operation === 'random');
}

/** Whether it is `w -= …`, `w = w - …` or `w = [… - … for … in w …]`. */
function isDescent({ name, path }: Assignment, cells: readonly Cell[]): boolean {
  const at = path.at(-1);
  const [target, ...rest] = at ? textOf(at, cells).split('=') : [];
  const value = rest.join('=');
  const isAugmented = target.trimEnd() === `${name} -`;
  return isAugmented || (target.trimEnd() === name && value.includes(name) && value.includes('-'));
}

function textOf({ cell, from, to }: Span, cells: readonly Cell[]): string {
  return cells[cell].text.slice(from, to);
}
