/** @file The loops under the operators and functions that work cell by cell. A loop each, since calling through a function costs. */

import type { Cells } from './value.ts';

/** Fills `out`; an operand moves on by its step, which is 0 for a scalar. */
type BinaryLoop = (out: Cells, a: Cells, da: number, b: Cells, db: number) => void;

export const binaryLoops = {
  '+': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] + b[c * db];
  },
  '-': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] - b[c * db];
  },
  '*': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] * b[c * db];
  },
  '/': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] / b[c * db];
  },
  '//': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = floorDivide(a[c * da], b[c * db]);
  },
  '%': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = modulo(a[c * da], b[c * db]);
  },
  '**': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = power(a[c * da], b[c * db]);
  },
  '<': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] < b[c * db] ? 1 : 0;
  },
  '<=': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] <= b[c * db] ? 1 : 0;
  },
  '>': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] > b[c * db] ? 1 : 0;
  },
  '>=': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] >= b[c * db] ? 1 : 0;
  },
  '==': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] === b[c * db] ? 1 : 0;
  },
  '!=': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] !== b[c * db] ? 1 : 0;
  },
  '&': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] & b[c * db];
  },
  '|': (out, a, da, b, db) => {
    for (let c = 0; c < out.length; c++) out[c] = a[c * da] | b[c * db];
  },
} satisfies Record<string, BinaryLoop>;

export type UnaryLoop = (out: Cells, x: Cells) => void;

export const unaryLoops = {
  negative: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = -x[c];
  },
  invert: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = 1 - x[c];
  },
  abs: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Math.abs(x[c]);
  },
  sqrt: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Math.sqrt(x[c]);
  },
  exp: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Math.exp(x[c]);
  },
  log: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Math.log(x[c]);
  },
  isnan: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Number.isNaN(x[c]) ? 1 : 0;
  },
  isinf: (out, x) => {
    for (let c = 0; c < out.length; c++) out[c] = Math.abs(x[c]) === Infinity ? 1 : 0;
  },
} satisfies Record<string, UnaryLoop>;

/** The remainder with the sign of the divisor, as Python's `%` (CPython, `float_rem`). */
function modulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return b < 0 !== remainder < 0 ? remainder + b : remainder;
}

/** `a // b` by way of the remainder, which is exact, since `Math.floor(a / b)` is not: 1 // 0.1 is 9. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const remainder = a % b;
  const quotient = (a - remainder) / b - (remainder !== 0 && b < 0 !== remainder < 0 ? 1 : 0);
  return quotient === 0 ? 0 * (a / b) : Math.round(quotient);
}

/** C's `pow`, in which a base of 1, or of -1 under an infinite exponent, gives 1. */
function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}
