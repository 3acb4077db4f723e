/** @file Made-up numbers: the same on every reading, unlike each other, of both signs. */

/** Draws numbers from −1 to 1, one after the other (a linear congruential generator; Park & Miller, 1988). */
export function noise(): () => number {
  let state = 20251125;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

/** The class of an example. */
export function labelOf(example: number, classes: number): number {
  return (example * 3 + 1) % classes;
}
