/** @file The arrow keys, wherever they move something. */

/** Cells that a key moves by. */
export type Moves = Readonly<Record<string, readonly [right: number, down: number]>>;

export const arrows: Moves = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
