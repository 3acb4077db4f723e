/** @file Of several rows, at each place the number farthest from zero. */

import { bytes, wholeVectors } from './vectors';

/** The most places that are looked at together. */
const LANES = 4096;

const found = memory.data(LANES * 4, 16);

/** Begins with zeros at `count` places, and says where what is found will be. */
export function noneFarther(count: i32): usize {
  memory.fill(found, 0, wholeVectors(count));
  return found;
}

/** Takes what of `count` numbers is farther from zero than what has been found, NaN before all. Finds too much behind the last. */
export function takeFarther(x: usize, count: i32): void {
  for (let at = found, end = found + bytes(count); at < end; at += 16, x += 16) {
    const values = v128.load(x);
    const before = v128.load(at);
    const isFarther = f32x4.gt(f32x4.abs(values), f32x4.abs(before));
    const isTaken = v128.or(isFarther, f32x4.ne(values, values));
    v128.store(at, v128.bitselect(values, before, isTaken));
  }
}
