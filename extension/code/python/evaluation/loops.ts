/** @file What a loop takes, turn by turn. */

import type { Span } from '../../reading.ts';
import { unknown, type Loop, type Value } from '../values.ts';
import { number } from './arithmetic.ts';
import { rangeLength } from './builtins.ts';
import type { Machine } from './machine.ts';

/** The items of what a loop runs over. */
export interface Items {
  readonly items: readonly Value[];
  /** Whether these are all; otherwise there is one, which stands for any. */
  readonly isComplete: boolean;
}

/**
 * The items that a loop or a comprehension takes.
 *
 * @param most with more than these, one stands for all
 * @param loop that counts with them
 */
export function itemsOf(machine: Machine, of: Value, at: Span, most: number, loop?: Loop): Items {
  if (of.kind === 'sequence' && of.items.length <= most) return { items: [...of.items], isComplete: true };
  if (of.kind === 'dictionary' && of.entries.size <= most) {
    const items = [...of.entries.keys()].map((key): Value =>
      typeof key === 'string' ? { kind: 'string', value: key } : number(key),
    );
    return { items, isComplete: true };
  }
  if (of.kind === 'range') {
    const count = rangeLength(of);
    const isComplete = count !== null && count <= most;
    const { start, step } = of;
    const items = Array.from({ length: isComplete ? count : 1 }, (_, i) => number(start + i * step, loop));
    return { items, isComplete };
  }
  return { items: [itemOf(machine, of, at)], isComplete: false };
}

/** What is taken from it again and again. */
export function itemOf(machine: Machine, of: Value, at: Span): Value {
  if (of.kind === 'stream') return of.item;
  if (of.kind === 'sequence') return of.items.at(0) ?? unknown;
  if (of.kind === 'range') return number(of.start);
  return machine.ask((library) => library.item?.(of, machine.pathTo(at))) ?? unknown;
}

/** How many turns a loop over it has, if that is known. */
export function countOf(of: Value): number | null {
  if (of.kind === 'sequence') return of.items.length;
  if (of.kind === 'dictionary') return of.entries.size;
  return of.kind === 'range' ? rangeLength(of) : null;
}
