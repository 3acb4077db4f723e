/** @file The functions that an expression can call, each meaning what NumPy's of that name means. */

import type { unaryLoops } from './loops.ts';
import { broadcastShapes } from './layout.ts';
import { cellwise, operand, promote } from './operators.ts';
import { reduce, reductions, type ReductionName } from './reductions.ts';
import { allocateCells, isTruthy, tuple, type Value, type ValueType } from './value.ts';

export interface ExpressionFunction {
  /** As the documentation of NumPy writes it: `max(x, axis=None, keepdims=False)`. */
  readonly signature: string;
  /** How many arguments can be given without a name. */
  readonly positional: { readonly least: number; readonly most: number };
  readonly keywords: readonly string[];
  /** Whether it can be written behind its first argument too: `x.max()`. */
  readonly isMethod: boolean;
  /** @throws {ExpressionError} for values that the function does not take, at `column` */
  readonly apply: (
    args: readonly Value[],
    keywords: Readonly<Partial<Record<string, Value>>>,
    column: number,
  ) => Value;
}

export const functions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ...reductionNames().map((name) => [name, reduction(name)] as const),
  ['abs', ofEachCell('abs', (of) => of)],
  ['sqrt', ofEachCell('sqrt', fraction)],
  ['exp', ofEachCell('exp', fraction)],
  ['log', ofEachCell('log', fraction)],
  ['isnan', ofEachCell('isnan', () => 'bool')],
  ['isinf', ofEachCell('isinf', () => 'bool')],
  ['shape', fixed('shape(x)', 1, ([x]) => tuple(x.shape))],
  ['where', fixed('where(condition, x, y)', 3, where)],
]);

function reductionNames(): ReductionName[] {
  return Object.keys(reductions).filter((name): name is ReductionName => name in reductions);
}

/** The second argument of `np.linalg.norm` is another than that of its sisters, so that its axis must be named. */
function reduction(name: ReductionName): ExpressionFunction {
  const isNorm = name === 'norm';
  return {
    signature: isNorm ? 'norm(x, *, axis=None, keepdims=False)' : `${name}(x, axis=None, keepdims=False)`,
    positional: { least: 1, most: isNorm ? 1 : 2 },
    keywords: ['axis', 'keepdims'],
    isMethod: !isNorm,
    apply: ([x, axis], keywords, column) => {
      const keepdims = keywords['keepdims'] !== undefined && isTruthy(keywords['keepdims'], column);
      return reduce(name, x, keywords['axis'] ?? axis, keepdims, column);
    },
  };
}

function ofEachCell(name: keyof typeof unaryLoops, dtype: (of: ValueType) => ValueType): ExpressionFunction {
  return fixed(`${name}(x)`, 1, ([x], _, column) =>
    cellwise(name, { ...x, weak: false }, dtype(x.dtype), column),
  );
}

function fixed(signature: string, count: number, apply: ExpressionFunction['apply']): ExpressionFunction {
  return { signature, positional: { least: count, most: count }, keywords: [], isMethod: false, apply };
}

/** Whole numbers and truth values become `float64`; NumPy has a half precision for the latter, which is not known here. */
function fraction(of: ValueType): ValueType {
  return of === 'float32' ? 'float32' : 'float64';
}

/** `np.where(condition, x, y)`: every cell from `x` where the condition holds, else from `y`. */
function where([condition, x, y]: readonly Value[], _: unknown, column: number): Value {
  const dtype = promote(x, y);
  const ofBoth = broadcastShapes(x.shape, y.shape, 'where', column);
  const shape = broadcastShapes(condition.shape, ofBoth, 'where', column);
  const data = allocateCells(dtype, shape, column);
  const [chosen, ofX, ofY] = [condition, x, y].map((value) => operand(value, dtype, shape, column));
  const [dc, dx, dy] = [chosen, ofX, ofY].map((cells) => (cells.length > 1 ? 1 : 0));
  for (let c = 0; c < data.length; c++) data[c] = chosen[c * dc] !== 0 ? ofX[c * dx] : ofY[c * dy];
  return { shape, dtype, data };
}
