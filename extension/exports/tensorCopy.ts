/** @file All numbers of a tensor at one cursor, on their way to a file. */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { NpyArray } from '../../engine/formats/npy.ts';
import type { FloatArray } from '../../engine/tensor.ts';
import { SessionError } from '../session/errors.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

export interface TensorCopy extends NpyArray {
  readonly name: string;
  readonly cursor: Cursor;
  readonly data: FloatArray;
}

/** While training plays, the cursor may move between two answers. */
const mostTries = 10;

/**
 * @param name the chosen tensor if it is left out
 * @throws {SessionError} if there is no such tensor, or training does not stand still long enough
 */
export async function copyTensor(session: TrainingSession, name?: string): Promise<TensorCopy> {
  const { run, selection } = session;
  const wanted = name ?? selection?.tensor;
  const spec = run?.program.tensors.find((tensor) => tensor.name === wanted);
  if (run === null || spec === undefined)
    throw new SessionError('There is no tensor to save. Train a model, and choose one of its tensors.');
  const width = spec.shape.slice(1).reduce((product, length) => product * length, 1);
  const here = { tensor: spec.name, row: 0, column: 0, rows: 1, columns: 1 };
  for (let tries = 0; tries < mostTries; tries++) {
    // Asked at once, so that they are answered together as a rule.
    const [before, bytes, after] = await Promise.all([
      session.cells(here),
      session.bytes(spec.name, 0, Number.MAX_SAFE_INTEGER),
      session.cells(here),
    ]);
    if (!isSame(before.cursor, after.cursor)) continue;
    const data = numbersOf(bytes, run.model.dtype);
    // The last mini-batch of an epoch may be smaller.
    const shape = spec.shape.length === 0 ? [] : [data.length / width, ...spec.shape.slice(1)];
    return { name: spec.name, cursor: before.cursor, shape, data };
  }
  throw new SessionError('Training has moved on while {0} was read. Pause it and try again.', spec.name);
}

function numbersOf({ buffer, byteOffset, byteLength }: Uint8Array, dtype: 'float32' | 'float64'): FloatArray {
  return dtype === 'float32'
    ? new Float32Array(buffer, byteOffset, byteLength / 4)
    : new Float64Array(buffer, byteOffset, byteLength / 8);
}
