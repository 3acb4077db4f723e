/** @file What an operation of the graph computes, on arrays of a few made-up numbers. */

import type { ArrayNode, Subscript } from './graph.ts';
import type { Sizes } from './sizes.ts';
import { bounds, broadcast, completed, reshaped, subscripted } from './shapes.ts';

/** An array in row-major order, in float64. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** NumPy's functions of one number, by name. */
export const functionsOfOne: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  abs: Math.abs,
  square: (x) => x * x,
  sign: Math.sign,
  negative: (x) => -x,
  reciprocal: (x) => 1 / x,
  expit: (x) => 1 / (1 + Math.exp(-x)),
};

const unary: Readonly<Record<string, (x: number) => number>> = {
  ...functionsOfOne,
  logical_not: (x) => Number(x === 0),
  copy: (x) => x,
  cast: (x) => x,
};

const binary: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  floor_divide: (x, y) => Math.floor(x / y),
  remainder: (x, y) => x - y * Math.floor(x / y),
  power: (x, y) => x ** y,
  maximum: Math.max,
  minimum: Math.min,
  less: (x, y) => Number(x < y),
  less_equal: (x, y) => Number(x <= y),
  greater: (x, y) => Number(x > y),
  greater_equal: (x, y) => Number(x >= y),
  equal: (x, y) => Number(x === y),
  not_equal: (x, y) => Number(x !== y),
};

/** How the cells along the axes of a reduction come together. */
const reductions: Readonly<Record<string, (cells: Float64Array) => number>> = {
  sum: (cells) => cells.reduce((sum, x) => sum + x, 0),
  mean: (cells) => mean(cells),
  max: largest,
  min: (cells) => -largest(cells.map((x) => -x)),
  argmax: (cells) => cells.indexOf(largest(cells)),
  var: (cells) => mean(cells.map((x) => (x - mean(cells)) ** 2)),
  std: (cells) => Math.sqrt(mean(cells.map((x) => (x - mean(cells)) ** 2))),
};

/**
 * Computes one operation.
 * @param inputs of the node, in its order
 * @returns `null` where the inputs do not fit, and for what is not computed here
 */
export function compute(node: ArrayNode, inputs: readonly Numbers[], sizes: Sizes): Numbers | null {
  const { operation, attributes } = node;
  const [a, b] = inputs;
  if (Object.hasOwn(unary, operation)) return map(a, unary[operation]);
  if (Object.hasOwn(binary, operation)) return zip(a, b, binary[operation]);
  if (Object.hasOwn(reductions, operation)) return reduce(node, a, sizes);
  switch (operation) {
    case 'matmul':
      return matmul(a, b, repeatsOfProduct(node, sizes));
    case 'transpose':
      return transpose(a, attributes.permutation ?? []);
    case 'reshape': {
      const shape = node.shape?.map((length) => (length === null ? -1 : sizes.of(length)));
      const fitting = shape && reshaped(a.shape, shape);
      return fitting ? { shape: fitting.map(Number), data: a.data } : null;
    }
    case 'where': {
      const yes = zip(a, b, (condition, x) => (condition === 0 ? NaN : x));
      const no = zip(a, inputs[2], (condition, x) => (condition === 0 ? x : NaN));
      return yes && no && zip(yes, no, (x, y) => (Number.isNaN(x) ? y : x));
    }
    case 'full': {
      // Made like another array where its own shape does not tell.
      const shape = inputs.length > 0 ? a.shape : (node.shape ?? []).map(sizes.of);
      return fill(shape, () => attributes.fill ?? 0);
    }
    case 'eye': {
      const n = sizes.of(node.shape?.[0] ?? 0);
      return fill([n, n], (cell) => Number(cell % (n + 1) === 0));
    }
    case 'arange': {
      const length = node.shape?.[0] ?? null;
      const { start = 0, step = 1 } = attributes;
      return fill([length === null ? sizes.rows : sizes.of(length)], (cell) => start + step * cell);
    }
    case 'length':
      return scalar(a.shape.at(attributes.axes?.[0] ?? 0) ?? NaN);
    case 'size':
      return scalar(a.data.length);
    case 'subscript':
      return subscript(a, attributes.subscripts ?? [], inputs);
    case 'put':
      return put(a, attributes.subscripts ?? [], inputs);
    default:
      return null;
  }
}

export function scalar(value: number): Numbers {
  return { shape: [], data: Float64Array.of(value) };
}

/** No formula of backpropagation needs more to be recognised by. */
const MOST_CELLS = 2 ** 16;

/** An array whose cells are made from their place in it; `null` for more than can be made up. */
export function fill(shape: readonly number[], cell: (place: number) => number): Numbers | null {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size > MOST_CELLS) return null;
  const data = new Float64Array(size);
  for (let place = 0; place < size; place++) data[place] = cell(place);
  return { shape, data };
}

export function map({ shape, data }: Numbers, cell: (x: number) => number): Numbers {
  return { shape, data: data.map(cell) };
}

/** Cell by cell, stretching axes of length 1; `null` where the shapes do not fit. */
export function zip(a: Numbers, b: Numbers, cell: (x: number, y: number) => number): Numbers | null {
  const shape = broadcast(a.shape, b.shape)?.map(Number);
  if (!shape) return null;
  const [left, right] = [stretched(a, shape), stretched(b, shape)];
  return fill(shape, (place) => cell(a.data[left(place)], b.data[right(place)]));
}

export function transpose({ shape, data }: Numbers, permutation: readonly number[]): Numbers | null {
  if (permutation.length !== shape.length) return null;
  const steps = stepsOf(shape);
  const result = permutation.map((axis) => shape[axis]);
  const from = permutation.map((axis) => steps[axis]);
  return fill(result, (place) => data[offset(place, result, from)]);
}

/** @param repeats how many times each term of the sums stands for itself */
function matmul(a: Numbers, b: Numbers, repeats: number): Numbers | null {
  if (a.shape.length === 0 || b.shape.length === 0 || a.shape.length > 2 || b.shape.length > 2) return null;
  const inner = b.shape[0];
  if (a.shape[a.shape.length - 1] !== inner) return null;
  const columns = b.shape.length === 2 ? b.shape[1] : 1;
  return fill([...a.shape.slice(0, -1), ...b.shape.slice(1)], (place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a.data[i * inner + k] * b.data[k * columns + j];
    return sum * repeats;
  });
}

function repeatsOfProduct({ inputs }: ArrayNode, sizes: Sizes): number {
  const [last, first] = inputs.map((input, index) =>
    typeof input === 'number' ? null : input.shape?.at(index === 0 ? -1 : 0),
  );
  return sizes.repeats(last ?? first ?? null);
}

function reduce(node: ArrayNode, a: Numbers, sizes: Sizes): Numbers | null {
  const axes = node.attributes.axes ?? a.shape.map((_, axis) => axis);
  if (axes.some((axis) => axis >= a.shape.length)) return null;
  const kept = a.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const steps = stepsOf(a.shape);
  const [outer, inner] = [kept, axes].map((each) => each.map((axis) => a.shape[axis]));
  const [outerSteps, innerSteps] = [kept, axes].map((each) => each.map((axis) => steps[axis]));
  const count = inner.reduce((product, length) => product * length, 1);
  const [whole] = node.inputs;
  const repeats =
    node.operation === 'sum' && typeof whole !== 'number'
      ? axes.reduce((product, axis) => product * sizes.repeats(whole.shape?.at(axis) ?? null), 1)
      : 1;
  const shape = node.attributes.keepdims
    ? a.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : outer;
  return fill(shape, (place) => {
    const start = offset(place, outer, outerSteps);
    const cells = Float64Array.from(
      { length: count },
      (_, cell) => a.data[start + offset(cell, inner, innerSteps)],
    );
    return reductions[node.operation](cells) * repeats;
  });
}

function subscript(a: Numbers, subscripts: readonly Subscript[], inputs: readonly Numbers[]): Numbers | null {
  const places = placesOf(a, subscripts, inputs);
  return places && fill(places.shape, (place) => a.data[places.offsets[place]]);
}

function put(a: Numbers, subscripts: readonly Subscript[], inputs: readonly Numbers[]): Numbers | null {
  const places = placesOf(a, subscripts, inputs);
  if (!places) return null;
  const value = zip(
    inputs[1],
    { shape: places.shape, data: new Float64Array(places.offsets.length) },
    (x) => x,
  );
  if (!value || value.data.length !== places.offsets.length) return null;
  const data = a.data.slice();
  places.offsets.forEach((to, place) => (data[to] = value.data[place]));
  return { shape: a.shape, data };
}

/** Which cells `x[…]` takes, in order, and in which shape. */
function placesOf(
  a: Numbers,
  subscripts: readonly Subscript[],
  inputs: readonly Numbers[],
): { readonly shape: readonly number[]; readonly offsets: readonly number[] } | null {
  const [first] = subscripts;
  if (first.kind === 'mask') {
    const mask = inputs[first.input];
    if (mask.data.length !== a.data.length) return null;
    const offsets = [...mask.data.keys()].filter((place) => mask.data[place] !== 0);
    return { shape: [offsets.length], offsets };
  }
  let indices: readonly number[] | null = null;
  for (const each of subscripts) {
    if (each.kind !== 'array') continue;
    const wider = broadcast(indices ?? [], inputs[each.input].shape);
    if (!wider) return null;
    indices = wider.map(Number);
  }
  const shape = subscripted(a.shape, subscripts, indices)?.map(Number);
  if (!shape) return null;

  // For every axis of `a`: which of the result's axes choose the index along it, and how.
  const steps = stepsOf(a.shape);
  const choices: ((index: readonly number[]) => number)[] = [];
  let axis = 0;
  let at = 0;
  let gathered: number | null = null;
  for (const each of completed(subscripts, a.shape.length)) {
    if (each.kind === 'new') {
      at++;
      continue;
    }
    const [length, step] = [a.shape[axis], steps[axis]];
    axis++;
    if (each.kind === 'index') {
      const index = each.index < 0 ? each.index + length : Math.min(each.index, length - 1);
      choices.push(() => index * step);
    } else if (each.kind === 'slice') {
      const [start] = bounds(each.start, each.stop, each.step, length);
      const from = at++;
      choices.push((index) => (start + index[from] * each.step) * step);
    } else if (each.kind === 'array' && indices) {
      if (gathered === null) {
        gathered = at;
        at += indices.length;
      }
      const from = gathered;
      const array = inputs[each.input];
      const own = stretched(array, indices);
      const all = indices;
      choices.push((index) => {
        const value = array.data[own(place(index.slice(from, from + all.length), all))];
        return (value < 0 ? value + length : value) * step;
      });
    }
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const offsets = Array.from({ length: size }, (_, cell) => {
    const index = indexOf(cell, shape);
    return choices.reduce((sum, choose) => sum + choose(index), 0);
  });
  return offsets.every((each) => each >= 0 && each < a.data.length) ? { shape, offsets } : null;
}

/** The largest of the cells, NaN if one is; of any number of them. */
export function largest(cells: Float64Array): number {
  return cells.reduce((most, x) => Math.max(most, x), -Infinity);
}

function mean(cells: Float64Array): number {
  return cells.reduce((sum, x) => sum + x, 0) / cells.length;
}

/** How far apart neighbours along each axis lie. */
function stepsOf(shape: readonly number[]): number[] {
  const steps = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}

/** Where the cell of this place, in an array of this shape, lies when its axes have these steps. */
function offset(cell: number, shape: readonly number[], steps: readonly number[]): number {
  let rest = cell;
  let sum = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    sum += (rest % shape[axis]) * steps[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return sum;
}

function indexOf(cell: number, shape: readonly number[]): number[] {
  const index = shape.map(() => 0);
  let rest = cell;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

function place(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
}

/** From a place in an array of this shape to the cell of `a` stretched to it. */
function stretched(a: Numbers, shape: readonly number[]): (place: number) => number {
  if (a.data.length === 1) return () => 0;
  const own = stepsOf(a.shape);
  const lead = shape.length - a.shape.length;
  if (lead === 0 && a.shape.every((length, axis) => length === shape[axis])) return (cell) => cell;
  const steps = shape.map((_, axis) => (axis < lead || a.shape[axis - lead] === 1 ? 0 : own[axis - lead]));
  return (cell) => offset(cell, shape, steps);
}
