/** @file Reading exact numbers out of a tensor, as rows and columns whatever its shape. */

import type { Cursor } from '../../engine/cursor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { sizeOf } from '../../engine/tensor.ts';
import type { CellBlock } from '../../webview/protocol.ts';
import { SessionError } from './errors.ts';

/** What one answer may hold: half a megabyte. */
const mostCells = 65536;

/** A rectangle of a tensor's cells. */
export interface Rectangle {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The cells of `tensor` in the rectangle, cut to the tensor's edges. A scalar is one cell, a vector one column; axes from
 * the second on count as columns.
 * @throws {SessionError} if the rectangle lies outside or holds too much.
 */
export function readCells(tensor: Tensor, cursor: Cursor, wanted: Rectangle): CellBlock {
  const [height = 1, ...rest] = tensor.shape;
  const width = sizeOf(rest);
  const { row, column } = wanted;
  if (row >= height || column >= width) {
    throw new SessionError(
      '{0} has {1} rows and {2} columns; there is no cell [{3}, {4}]. Choose one inside.',
      tensor.name,
      height,
      width,
      row,
      column,
    );
  }
  const rows = Math.min(wanted.rows, height - row);
  const columns = Math.min(wanted.columns, width - column);
  if (rows * columns > mostCells) {
    throw new SessionError(
      '{0} × {1} cells of {2} are too many to read at once. Ask for at most {3}.',
      rows,
      columns,
      tensor.name,
      mostCells,
    );
  }
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const start = (row + i) * width + column;
    values.set(tensor.data.subarray(start, start + columns), i * columns);
  }
  return { tensor: tensor.name, cursor, row, column, rows, columns, values };
}
