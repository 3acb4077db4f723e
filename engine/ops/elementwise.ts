/** @file Ops that work cell by cell, built from their loop. */

import type { Constants, Loop } from '../kernels/kernels.ts';
import { sizeOf, type Tensor } from '../tensor.ts';
import type { Op, OpInfo, StepContext, Term, Tensors } from './op.ts';

/** One of the numbers that a cell is the sum of; the indices say which of the op's inputs it was computed from. */
interface Summand {
  readonly value: (x: number, y: number, z: number, constants: Constants) => number;
  readonly reads: readonly number[];
  readonly text: string;
}

interface Definition extends Omit<OpInfo, 'inputs'> {
  readonly inputs: readonly [string, string?, string?];
  /** Names the loop, by which a backend may know a faster way. */
  readonly name: string;
  readonly loop: Loop;
  /** What a cell is the sum of, where that is more than one number. */
  readonly summands?: readonly Summand[];
  /** The scalars that the loop reads in a given step, written into the object that it is then handed. */
  readonly constants?: (context: StepContext, into: Record<string, number>) => void;
}

/** An op whose output cell depends only on the same cell of each of its inputs. */
export interface ElementwiseOp extends Op {
  /** Writes down the scalars that the loop reads in a given step. */
  readonly constants: ((context: StepContext, into: Record<string, number>) => void) | undefined;
}

export function elementwiseOp(definition: Definition): ElementwiseOp {
  const { name, loop, summands, constants, inputs, ...info } = definition;
  const [x, y, z] = inputs;
  const operation = { name, loop };
  const scalars: Record<string, number> = {};
  const names = inputs.filter((input) => input !== undefined);
  const whole: Summand = {
    value: (...[xCell, yCell, zCell]) => {
      const out = new Float64Array(1);
      loop(out, Float64Array.of(xCell), Float64Array.of(yCell), Float64Array.of(zCell), scalars);
      return out[0];
    },
    reads: names.map((_, i) => i),
    text: info.formula.slice(info.formula.indexOf('=') + 2),
  };

  return {
    ...info,
    inputs: names,
    constants,
    run(tensors, kernels, context) {
      constants?.(context, scalars);
      kernels.elementwise(
        tensors[info.output],
        operation,
        scalars,
        tensors[x],
        y === undefined ? undefined : tensors[y],
        z === undefined ? undefined : tensors[z],
      );
    },
    terms(tensors, index, context): Term[] {
      constants?.(context, scalars);
      const at = (name: string | undefined) => (name === undefined ? NaN : valueAt(tensors[name], index));
      const values = [at(x), at(y), at(z)] as const;
      return (summands ?? [whole]).map((part) => ({
        value: part.value(...values, scalars),
        factors: part.reads.map((i) => ({ tensor: names[i], index })),
        text: part.text,
      }));
    },
  };
}

/** The number in one cell. */
export function valueAt(tensor: Tensor, index: readonly number[]): number {
  return tensor.data[flatIndex(tensor.shape, index)];
}

/** Where a cell lies in a row-major array. */
export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return index.reduce((flat, i, axis) => flat + i * sizeOf(shape.slice(axis + 1)), 0);
}

/** The values of all cells along one axis and what they are, for ops that add over it. */
export function term(tensors: Tensors, sign: number, ...factors: readonly [string, ...number[]][]): Term {
  let value = sign;
  for (const [name, ...index] of factors) value *= valueAt(tensors[name], index);
  return {
    value,
    factors: factors.map(([tensor, ...index]) => ({ tensor, index })),
    text: factors.map(([name, ...index]) => `${name}[${index.join(',')}]`).join('·'),
  };
}
