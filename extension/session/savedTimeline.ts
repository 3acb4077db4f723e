/** @file A timeline as it leaves the worker and comes back: what is small as plain JSON, the checkpoints as one buffer. */

import type { RandomState } from '../../engine/random.ts';
import { allocate, type DType } from '../../engine/tensor.ts';
import { TimelineError, type BranchCheckpoint, type TimelineSnapshot } from '../../engine/timeline.ts';
import type { Checkpoint } from '../../engine/trainer.ts';

/** A checkpoint without its arrays, and how many numbers its state has. */
export type CheckpointHeader = Pick<BranchCheckpoint, 'branch'> &
  Pick<Checkpoint, 'step' | 'epochSums' | 'constants'> &
  Pick<RandomState, 'position' | 'cachedNormal'> & { readonly numbers: number };

export type TimelineHeader = Omit<TimelineSnapshot, 'checkpoints'> & {
  readonly checkpoints: readonly CheckpointHeader[];
};

export interface SavedTimeline {
  readonly header: TimelineHeader;
  /** Of each checkpoint, the key of its generator and its state, one behind the other. */
  readonly bytes: ArrayBuffer;
}

/** Words of a generator's key. */
const keyWords = 624;

export function pack({ checkpoints, ...rest }: TimelineSnapshot): SavedTimeline {
  const headers = checkpoints.map(({ branch, checkpoint }): CheckpointHeader => {
    const { step, state, random, epochSums, constants } = checkpoint;
    const { position, cachedNormal } = random;
    return { branch, step, epochSums, constants, position, cachedNormal, numbers: state.length };
  });
  const arrays = checkpoints.flatMap(({ checkpoint: { random, state } }) => [random.key, state]);
  const bytes = new Uint8Array(arrays.reduce((total, { byteLength }) => total + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return { header: { ...rest, checkpoints: headers }, bytes: bytes.buffer };
}

/**
 * @throws TimelineError if there are not as many bytes as the header says; nothing larger than they are is allocated
 */
export function unpack({ header, bytes }: SavedTimeline, dtype: DType): TimelineSnapshot {
  const numberBytes = dtype === 'float32' ? 4 : 8;
  const needed = header.checkpoints.reduce(
    (total, { numbers }) => total + keyWords * 4 + numbers * numberBytes,
    0,
  );
  if (needed !== bytes.byteLength) {
    throw new TimelineError(
      'What was saved of the run does not fit its model. Train again from the beginning.',
    );
  }
  let offset = 0;
  const take = (target: Uint32Array | Float32Array | Float64Array) => {
    new Uint8Array(target.buffer).set(new Uint8Array(bytes, offset, target.byteLength));
    offset += target.byteLength;
  };
  const checkpoints = header.checkpoints.map(({ branch, position, cachedNormal, numbers, ...rest }) => {
    const key = new Uint32Array(keyWords);
    take(key);
    const state = allocate(dtype, numbers);
    take(state);
    return { branch, checkpoint: { ...rest, random: { key, position, cachedNormal }, state } };
  });
  return { ...header, checkpoints };
}
