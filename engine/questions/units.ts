/** @file Which units do most? The order of each hidden layer's units, and of everything that has one of them a row or column. */

import type { Order } from '../frame.ts';
import type { Tensors, TensorSpec } from '../ops/op.ts';
import type { Tensor } from '../tensor.ts';

/** By what units are put in order: the norm of the weights into one, or the mean of |z| that it puts out for the mini-batch. */
export type UnitMeasure = 'norm' | 'activity';

/** By the names of tensors; those that have no hidden units are left out. */
export type TensorOrders = Readonly<Record<string, Order>>;

/**
 * The units of each hidden layer, the largest measure first, NaN before all. The units of the last layer are classes, whose
 * order means something, and stay where they are.
 * @param specs the program's tensors
 * @param tensors those tensors as they stand at the cursor
 */
export function unitOrders(
  specs: readonly TensorSpec[],
  tensors: Tensors,
  measure: UnitMeasure,
): TensorOrders {
  const last = Math.max(...specs.map(({ layer }) => layer));
  const measured = (spec: TensorSpec): boolean =>
    measure === 'norm'
      ? spec.group === 'parameters' && spec.shape.length === 2
      : spec.group === 'activations' && spec.batched;
  const orders = new Map<number, readonly number[]>();
  // Of several activations, the later one is what the layer puts out.
  for (const spec of specs) {
    if (spec.layer > 0 && spec.layer < last && measured(spec)) {
      orders.set(spec.layer, largestFirst(sizesOf(tensors[spec.name], measure)));
    }
  }
  return Object.fromEntries(
    specs
      .map((spec) => [spec.name, orderOf(spec, orders)] as const)
      .filter(([, { rows, columns }]) => rows ?? columns),
  );
}

/** Of each column, its norm or the sum of its absolute values. */
function sizesOf({ shape: [rows, columns], data }: Tensor, measure: UnitMeasure): Float64Array {
  const sizes = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column];
      sizes[column] += measure === 'norm' ? value * value : Math.abs(value);
    }
  }
  return sizes;
}

function largestFirst(sizes: Float64Array): number[] {
  const rank = sizes.map((size) => (Number.isNaN(size) ? Infinity : size));
  // Infinities do not differ by a number.
  return [...sizes.keys()].sort((a, b) => (rank[a] === rank[b] ? a - b : rank[b] - rank[a]));
}

/** Weights go from the units of the layer before to those of their own; a vector is of its own layer's, as are batches' columns. */
function orderOf(
  { layer, batched, shape }: TensorSpec,
  orders: ReadonlyMap<number, readonly number[]>,
): Order {
  const own = orders.get(layer);
  if (batched) return shape.length === 2 ? { columns: own } : {};
  return shape.length === 2 ? { rows: orders.get(layer - 1), columns: own } : { rows: own };
}
