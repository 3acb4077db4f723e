/** @file What kernels write down while they work: two threads share the one memory, so each has paper of its own. */

import { COLUMNS_OF_PANEL, IMAGES, PIXELS, ROWS, STEPS, TURNED } from './block';

const PANEL = STEPS * COLUMNS_OF_PANEL * 4;
/** Two bytes for each cell, and four more: of numbers. Of pixels, which need a byte for each and eight more, there are as many. */
const LISTS = 2 * ROWS * (STEPS + 4);
const LENGTHS = ROWS * 4;
const BLOCK = ROWS * PIXELS * 4;
const PIXELS_TURNED = TURNED * IMAGES;

/** Some columns of a right matrix one behind the other. */
export let panel = memory.data(2 * PANEL, 16);

/** For every row of a block, which of its cells are not zero. */
export let lists = memory.data(2 * LISTS, 16);

/** How many those are. */
export let lengths = memory.data(2 * LENGTHS, 16);

/** A block's numbers, where they are given as bytes. */
export let block = memory.data(2 * BLOCK, 16);

/** The pixels of a block's images: of each pixel what it is in all of them, one behind the other. */
export let turned = memory.data(2 * PIXELS_TURNED, 16);

/** To be called once, before anything else, in the instance of the second thread. */
export function takeSecondScratch(): void {
  panel += PANEL;
  lists += LISTS;
  lengths += LENGTHS;
  block += BLOCK;
  turned += PIXELS_TURNED;
}
