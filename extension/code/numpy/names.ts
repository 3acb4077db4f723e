/** @file What the code calls the nodes of the graph. */

import type { Assignment, Evaluation } from '../python/values.ts';
import type { Span } from '../reading.ts';
import type { ArrayNode } from './graph.ts';
import type { NumpyLibrary } from './library.ts';

export class Names {
  private readonly given = new Map<ArrayNode, Assignment[]>();

  constructor({ assignments }: Evaluation, library: NumpyLibrary) {
    for (const assignment of assignments) {
      if (assignment.value.kind !== 'array') continue;
      const { node } = assignment.value;
      this.give(node, assignment);
      // What a function has made and then changed gets its name outside when it is done.
      const isNew = node.path.length - 1 === assignment.path.length;
      if (!isNew && library.current(node) !== node) this.give(library.current(node), assignment);
    }
  }

  private give(node: ArrayNode, assignment: Assignment): void {
    this.given.set(node, [...this.all(node), assignment]);
  }

  /** The nodes that have a name. */
  get nodes(): ReadonlySet<ArrayNode> {
    return new Set(this.given.keys());
  }

  /** Where a node is given its name: the outermost place, and there the first. */
  of(node: ArrayNode): Assignment | null {
    const all = this.all(node);
    const depth = Math.min(...all.map(depthOf));
    return all.find((each) => depthOf(each) === depth) ?? null;
  }

  /** What a node is called among the names that a function has, or the program. */
  within(frame: readonly Span[], node: ArrayNode): string | null {
    const own = this.all(node).findLast((each) => isIn(frame, each) && /^\w+$/.test(each.name));
    return own?.name ?? null;
  }

  all(node: ArrayNode): readonly Assignment[] {
    return this.given.get(node) ?? [];
  }
}

/** Whether a name is given in the function that is called on this path, or in the program. */
function isIn(frame: readonly Span[], given: Assignment): boolean {
  return (
    depthOf(given) === frame.length &&
    frame.every(({ cell, from, to }, i) => {
      const own = given.path[i];
      return own.cell === cell && own.from === from && own.to === to;
    })
  );
}

/** How many calls deep a name is given. */
function depthOf({ path, isParameter }: Assignment): number {
  return isParameter ? path.length : path.length - 1;
}
