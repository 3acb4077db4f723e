/** @file Evaluates a program without running it: what is known of its values, and where they come from. */

import type { Statement } from './syntax.ts';
import { callUncalled } from './evaluation/calls.ts';
import { Machine } from './evaluation/machine.ts';
import { run } from './evaluation/statements.ts';
import type { Evaluation, Library, Value } from './values.ts';

/**
 * Evaluates the cells of a program one after the other; they share their names.
 *
 * The user's functions are followed through their calls. A condition that cannot be decided has both its branches evaluated,
 * and what they agree on stays known. A loop's body is evaluated once, unless its items decide what is computed. No code is
 * run and nothing outside is read; the work is bounded, and what would be too much of it is not known.
 *
 * @param argument what functions that nothing calls are called with in the end; `null` for not calling them
 */
export function evaluate(
  cells: readonly (readonly Statement[])[],
  libraries: readonly Library[],
  argument: (() => Value) | null = null,
): Evaluation {
  const machine = new Machine(libraries);
  for (const statements of cells) run(machine, statements);
  if (argument) callUncalled(machine, argument);
  return { names: machine.program.names, assignments: machine.assignments };
}
