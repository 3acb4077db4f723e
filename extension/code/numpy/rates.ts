/** @file Learning rates that change while the code trains. */

import type { Assignment } from '../python/values.ts';
import { close } from './compare.ts';

/** Where a loop gives another value to a name that was this rate; `null` if none does. */
export function changeOf(rate: number, assignments: readonly Assignment[]): Assignment | null {
  const names = new Set<string>();
  for (const assignment of assignments) {
    const { name, value, loops } = assignment;
    if (value.kind !== 'number') continue;
    if (close(value.value, rate)) names.add(name);
    // One that is written out is another training's.
    else if (names.has(name) && loops.length > 0 && value.at === null) return assignment;
  }
  return null;
}
