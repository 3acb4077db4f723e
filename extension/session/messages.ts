/** @file Every message between the session and the engine worker, both ways. */

import type { Cursor } from '../../engine/cursor.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { Edit } from '../../engine/edit.ts';
import type { ValueType } from '../../engine/expression/index.ts';
import type { Frame, Watch } from '../../engine/frame.ts';
import type { Finding } from '../../engine/health/judge.ts';
import type { Note } from '../../engine/health/note.ts';
import type { Thresholds } from '../../engine/health/rule.ts';
import type { Measurement } from '../../engine/measurements/measurement.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import type { Beside } from '../../engine/questions/beside.ts';
import type { DistributionRequest, Distributions } from '../../engine/questions/distributions.ts';
import type { GradientCheck } from '../../engine/questions/gradient.ts';
import type { ImageParts } from '../../engine/questions/images.ts';
import type { ImageReading, ImageReadings, Unit } from '../../engine/questions/reading.ts';
import type { Reading, TestReport } from '../../engine/questions/testSet.ts';
import type { TensorOrders, UnitMeasure } from '../../engine/questions/units.ts';
import type { Explanation } from '../../engine/questions/why.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { Hit, LogLine, StopRule } from '../../engine/stops/rule.ts';
import type { Branch } from '../../engine/timeline.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { Parcel } from '../../webview/drawing/parcel.ts';
import type { CellBlock, RunInfo, TensorHistogram } from '../../webview/protocol.ts';
import type { SavedTimeline } from './savedTimeline.ts';

/** What an engine needs to go on exactly where another stood, besides the model and the data. */
export interface SavedEngine extends SavedTimeline {
  /** Whether the evaluation at the end of an epoch was under way. */
  readonly evaluating: boolean;
  /** Seconds of training that the epoch under way had taken. */
  readonly epochSeconds: number;
  /** What the health rules have read on all branches. */
  readonly health: readonly Note[];
  /** Of the data set. */
  readonly fingerprint: number;
}

/**
 * What the session asks of the worker. Answered in order, between two slices of training; what takes longer than one is
 * answered when it is done, for the cursor at which it was asked.
 */
export interface WorkerRequests {
  /**
   * Compiles the model and draws its first weights; paused at `{step: 0, op: 0}`, or where a saved run stood. Must come first.
   */
  open: {
    params: {
      model: ModelSpec;
      dataset: Dataset;
      /** What going back may cost in memory. */
      historyBytes: number;
      /** Of the health rules, where they are not to be the rules' own. */
      thresholds: Thresholds;
      saved: SavedEngine | null;
    };
    result: Omit<RunInfo, 'id'>;
  };
  /**
   * Plays to the end of training, or to a cursor after this one, unless a rule stops it before. To a cursor that is close it has
   * played when that is answered.
   */
  play: { params: { until: Cursor | null }; result: { isPlaying: boolean } };
  /** Goes back to the last cursor at which a rule held, or to the beginning. */
  reverse: { params: null; result: Cursor };
  pause: { params: null; result: Cursor };
  nextOp: { params: null; result: Cursor };
  nextStep: { params: null; result: Cursor };
  previousOp: { params: null; result: Cursor };
  previousStep: { params: null; result: Cursor };
  /** Goes to a cursor that was reached before; to the furthest if the one asked for lies beyond it. */
  seek: { params: Cursor; result: Cursor };
  /** Changes a number at the cursor, which stays there; on a branch of its own unless one has just been begun. */
  edit: { params: Edit; result: Cursor };
  switchBranch: { params: { branch: number }; result: Cursor };
  /** Comes after all that is told of the losses up to there. */
  save: { params: null; result: SavedEngine };
  frame: { params: { watches: readonly Watch[] }; result: Frame };
  /** A frame as it travels to a viewer; see `Packer`. */
  parcel: {
    params: {
      viewer: string;
      watches: readonly Watch[];
      /** Tensors of which numbers are told apart that are small beside their neighbours. */
      fine: readonly string[];
      /** Whether the viewer may lack some of those before. */
      anew: boolean;
    };
    result: Parcel;
  };
  /**
   * The frame at another cursor, for a viewer that will probably want it next: what of it is wanted then is not sent again; and how
   * training goes there. `null` if that would take too long, or the viewer has none yet.
   */
  ahead: {
    params: Pick<WorkerRequests['parcel']['params'], 'viewer' | 'watches' | 'fine'> & { target: Cursor };
    result: (Parcel & Standing) | null;
  };
  /** Statistics of tensors of the program, by name; of all of them for `null`. */
  statistics: { params: { tensors: readonly string[] | null }; result: Record<string, TensorStats> };
  cells: {
    params: { tensor: string; row: number; column: number; rows: number; columns: number };
    result: CellBlock;
  };
  /** A tensor at the cursor, and what it is there on another branch; see `besideBranch` of the engine. */
  beside: { params: { tensor: string; branch: number }; result: Beside };
  /** Takes up a run that has been kept, to be laid beside this one; in the place of the one before. */
  takeReference: { params: { model: ModelSpec; saved: SavedEngine }; result: Record<string, never> };
  /** A tensor at the cursor, and what it is in that run at the same step; see `besideRun` of the engine. */
  besideReference: { params: { tensor: string }; result: Beside };
  histogram: { params: { tensor: string; bins: number }; result: TensorHistogram };
  unitOrders: { params: { measure: UnitMeasure }; result: TensorOrders };
  /** Why the last cell of a path is its value; see `explain` of the engine. */
  explain: { params: { path: readonly CellRef[]; most: number }; result: Explanation };
  /** How a tensor's values were spread over the steps; see `distributionsOf` of the engine. */
  distributions: { params: DistributionRequest; result: Distributions };
  /** Cells of a gradient beside differences of the loss: the one of that index, or a random sample; see `checkGradient`. */
  checkGradient: {
    params: { tensor: string; index: readonly number[] | null; seed: number };
    result: GradientCheck;
  };
  /** What each image of a batch adds to a cell of a gradient; see `imagesOf` of the engine. */
  images: { params: { cell: CellRef; most: number }; result: ImageParts };
  /** What becomes of the test set, and its images that are read worst; see `judgeTestSet`. Takes longer. */
  testSet: { params: { reading: Reading; most: number }; result: TestReport };
  /** How an image is read at the cursor; see `readImage`. */
  readImage: { params: { pixels: readonly number[]; off: readonly Unit[] }; result: ImageReading };
  /** How it was read since the beginning; see `readingsOf`. Takes longer. */
  readings: { params: { pixels: readonly number[] }; result: ImageReadings };
  /** Judges the run's health by other thresholds, also what was before. */
  setThresholds: { params: { thresholds: Thresholds }; result: Cursor };
  /** Replaces the rules at which training stops. For each, why it is left out; `null` where it stands. */
  setStops: { params: { rules: readonly StopRule[] }; result: (WorkerFailure | null)[] };
  /** The value of each expression at the cursor, or why it has none. */
  evaluate: { params: { expressions: readonly string[] }; result: (ExpressionValue | WorkerFailure)[] };
  /** Of a tensor's numbers as they lie in memory, little-endian, at most `count` bytes from `offset` on. */
  bytes: { params: { tensor: string; offset: number; count: number }; result: Uint8Array };
  /** Ends training, and must be the last. For an engine on the session's own thread; a worker is simply terminated. */
  close: { params: null; result: Record<string, never> };
}

/** A value of the expression language, as it is shown. */
export interface ExpressionValue {
  /** One line. */
  readonly text: string;
  readonly type: ValueType;
  readonly shape: readonly number[];
  /** Of a scalar the number itself. */
  readonly number: number | null;
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

/** Where training stands, and how it goes there. */
export interface Standing {
  readonly cursor: Cursor;
  readonly epoch: number;
  /** Running means over the epoch; `null` before its first step. */
  readonly loss: number | null;
  readonly accuracy: number | null;
}

/** Sent after a slice of training, at most 30 times a second, and after every step or op that was asked for. */
export interface Progress extends Standing {
  /** The one that the cursor and the losses are of. */
  readonly branch: number;
  /** Of that branch. */
  readonly furthest: Cursor;
  /** Losses of the steps completed for the first time since the last progress, from step `from` on. */
  readonly from: number;
  readonly losses: Float32Array;
  /** Of those steps, as far as they are measured. */
  readonly measurements: readonly Measurement[];
  /** Mean over all that was trained; `null` before the first step. */
  readonly stepsPerSecond: number | null;
}

export type FromWorker =
  /** The worker's script runs and listens. Sent once, first. */
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly result: WorkerRequests[RequestName]['result'] }
  | { readonly type: 'refusal'; readonly id: number; readonly failure: WorkerFailure }
  | { readonly type: 'progress'; readonly progress: Progress }
  /** Of the current branch. */
  | { readonly type: 'epoch'; readonly result: EpochResult }
  /** Sent when there is a new branch or its edits grow, before the progress on it. */
  | { readonly type: 'branches'; readonly branches: readonly Branch[] }
  /** The end of the last epoch has been reached; training stands still there until something goes back. */
  | { readonly type: 'finished' }
  /** A search backward goes on; the share of the past that it has gone over, from 0 to 1. */
  | { readonly type: 'searched'; readonly share: number }
  /** Rules hold at the cursor. Of none: training has come to where it was to go, or a search to the beginning. */
  | { readonly type: 'stopped'; readonly hits: readonly Hit[] }
  /** All that is not well on the current branch, when it is other than before. */
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }
  | { readonly type: 'logged'; readonly lines: readonly LogLine[] }
  | { readonly type: 'failed'; readonly failure: WorkerFailure };
