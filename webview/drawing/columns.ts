/** @file The columns of the two rows, read off the program: each value above its gradient, in the order data flows. */

import type { TensorSpec } from '../../engine/ops/op.ts';
import type { ProgramInfo } from '../../engine/program.ts';

export interface Column {
  readonly value: TensorSpec;
  /** Its gradient; for a prediction without one, the targets. */
  readonly below: TensorSpec | null;
  /** From 1; one past the last layer for what comes after it. The inputs stand with the first layer. */
  readonly layer: number;
}

const predictions = 'y_hat';
const targets = 't';

/** One column for every tensor that is not a gradient, optimizer state or (where they fit below another) the targets. */
export function columnsOf(program: ProgramInfo): Column[] {
  const gradients = new Map(program.tensors.map((tensor) => [tensor.gradientOf, tensor]));
  const targetSpec = program.tensors.find(({ name }) => name === targets) ?? null;
  const paired = gradients.has(predictions) ? null : targetSpec;
  const values = program.tensors.filter(
    ({ name, group }) => group !== 'gradients' && group !== 'optimizer' && name !== targets,
  );
  const lastLayer = Math.max(...values.map(({ layer }) => layer));
  const columns = values.map((value): Column => {
    const below = gradients.get(value.name) ?? (value.name === predictions ? paired : null);
    const isInput = value.group === 'batch';
    return { value, below, layer: value.layer > 0 ? value.layer : isInput ? 1 : lastLayer + 1 };
  });
  if (targetSpec !== null && paired === null) {
    const end = columns.findIndex(({ layer }) => layer > lastLayer);
    columns.splice(end < 0 ? columns.length : end, 0, {
      value: targetSpec,
      below: null,
      layer: lastLayer + 1,
    });
  }
  return columns;
}
