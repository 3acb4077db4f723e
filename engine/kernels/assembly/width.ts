/**
 * @file How many columns the products of pixels add up at once.
 *
 * Each product loads, adds up and stores its vectors itself: a function that is handed thirteen of them costs a twelfth of a step.
 */

/** Seven vectors: with one more, V8 up to 12.4, which loads all of them before it multiplies, runs out of registers. */
export const NARROW = 28;

/** Thirteen. */
export const WIDE = 52;

/** Whether so many columns, at least, are left that thirteen vectors pay. A V8 without relaxed SIMD is an old one. */
export function isWide(columns: i32): bool {
  return ASC_FEATURE_RELAXED_SIMD && columns > NARROW;
}

/** How many of the columns that are left are added up next. */
export function columnsAtOnce(columns: i32): i32 {
  return isWide(columns) ? WIDE : NARROW;
}
