/** @file Every message between the session and the engine worker, both ways. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Frame, Watch } from '../../engine/frame.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { Cursor, EpochResult } from '../../engine/trainer.ts';
import type { CellBlock, RunInfo, TensorHistogram } from '../../webview/protocol.ts';

/** What the session asks of the worker. Answered in order, between two slices of training. */
export interface WorkerRequests {
  /** Compiles the model and draws its first weights; paused at `{step: 0, op: 0}`. Must come first. */
  open: {
    params: {
      model: ModelSpec;
      dataset: Dataset;
      /** What going back may cost in memory. */
      historyBytes: number;
    };
    result: Omit<RunInfo, 'id'>;
  };
  play: { params: null; result: Cursor };
  pause: { params: null; result: Cursor };
  nextOp: { params: null; result: Cursor };
  nextStep: { params: null; result: Cursor };
  previousOp: { params: null; result: Cursor };
  previousStep: { params: null; result: Cursor };
  /** Goes to a cursor that was reached before; to the furthest if the one asked for lies beyond it. */
  seek: { params: Cursor; result: Cursor };
  frame: { params: { watches: readonly Watch[] }; result: Frame };
  /** Statistics of all tensors of the program, by name. */
  statistics: { params: null; result: Record<string, TensorStats> };
  cells: {
    params: { tensor: string; row: number; column: number; rows: number; columns: number };
    result: CellBlock;
  };
  histogram: { params: { tensor: string; bins: number }; result: TensorHistogram };
}

export type RequestName = keyof WorkerRequests;

export type ToWorker<Name extends RequestName = RequestName> = {
  [Each in Name]: {
    readonly id: number;
    readonly request: Each;
    readonly params: WorkerRequests[Each]['params'];
  };
}[Name];

/** A failure, in the form that `vscode.l10n.t` translates. */
export interface WorkerFailure {
  readonly template: string;
  readonly args: readonly (string | number)[];
}

/** Sent after a slice of training, at most 30 times a second, and after every step or op that was asked for. */
export interface Progress {
  readonly cursor: Cursor;
  readonly epoch: number;
  /** Running means over the epoch; `null` before its first step. */
  readonly loss: number | null;
  readonly accuracy: number | null;
  /** Losses of the steps completed for the first time since the last progress, from step `from` on. */
  readonly from: number;
  readonly losses: Float32Array;
  /** Mean over all that was trained; `null` before the first step. */
  readonly stepsPerSecond: number | null;
}

export type FromWorker =
  /** The worker's script runs and listens. Sent once, first. */
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly result: WorkerRequests[RequestName]['result'] }
  | { readonly type: 'refusal'; readonly id: number; readonly failure: WorkerFailure }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'epoch'; readonly result: EpochResult }
  /** The end of the last epoch has been reached; training stands still there until something goes back. */
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly failure: WorkerFailure };
