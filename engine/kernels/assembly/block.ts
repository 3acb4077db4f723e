/** @file How much of a product's left matrix is worked on at a time, so that it stays in the cache. */

export const ROWS = 64;
export const STEPS = 256;
