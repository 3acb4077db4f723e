/** @file A tensor's exact numbers at one cursor, and what lies between two of them. */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { Values } from '../../engine/questions/beside.ts';
import type { DType, FloatArray } from '../../engine/tensor.ts';
import type { Host } from '../host.ts';
import { matrixSize } from '../drawing/plan.ts';

export interface Snapshot extends Values {
  readonly cursor: Cursor;
}

/** What one request may ask for. */
const mostCells = 65536;

/**
 * All numbers of a tensor at the cursor; `null` if training has moved on between two parts of a tensor too large for one
 * request.
 * @throws {Refusal} when the host cannot answer.
 */
export async function readSnapshot(host: Host, { name, shape }: TensorSpec): Promise<Snapshot | null> {
  const { rows, columns } = matrixSize(shape);
  const rowsAtOnce = Math.max(1, Math.floor(mostCells / columns));
  const starts = Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, i) => i * rowsAtOnce);
  const blocks = await Promise.all(
    starts.map((row) =>
      host.readCells({ tensor: name, row, column: 0, rows: Math.min(rowsAtOnce, rows - row), columns }),
    ),
  );
  const { cursor } = blocks[0];
  if (!blocks.every((block) => isSame(block.cursor, cursor))) return null;
  const data = new Float64Array(blocks.reduce((sum, block) => sum + block.values.length, 0));
  for (const { row, values: part } of blocks) data.set(part, row * columns);
  return { cursor, shape: shape.length === 0 ? [] : [data.length / columns, ...shape.slice(1)], data };
}

/** `now − then`, as a tensor of that type has it; `null` where the two are not of one shape. */
export function difference(now: Values, then: Values, dtype: DType): FloatArray | null {
  if (String(now.shape) !== String(then.shape)) return null;
  const result = dtype === 'float32' ? new Float32Array(now.data.length) : new Float64Array(now.data.length);
  for (let i = 0; i < result.length; i++) result[i] = now.data[i] - then.data[i];
  return result;
}
