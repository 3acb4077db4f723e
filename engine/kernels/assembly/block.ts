/** @file How much of a product's left matrix is worked on at a time, so that it stays in the cache. */

export const ROWS = 64;
export const STEPS = 256;

/** Columns of the right matrix that a dense product packs at once: two vectors. */
export const COLUMNS_OF_PANEL = 8;

/** Pixels of a block forward: as many as have places that fit into a byte. */
export const PIXELS = 256;

/** Images of a block backward. */
export const IMAGES = 256;

/** Pixels of a block backward: enough that what has been turned is no longer on its way to memory when it is read. */
export const TURNED = 64;
