/** @file What a page about a run is made of: all of it of one cursor, and no more than the page can show. */

import { isBefore, isSame, type Cursor } from '../../../engine/cursor.ts';
import type { Frame, FrameTensor, Watch } from '../../../engine/frame.ts';
import type { Finding } from '../../../engine/health/judge.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import type { TestReport } from '../../../engine/questions/testSet.ts';
import { lineageOf, type Branch } from '../../../engine/timeline.ts';
import type { EpochResult } from '../../../engine/trainer.ts';
import { classesOf } from '../../../webview/drawing/classes.ts';
import { mostCells } from '../../../webview/drawing/plan.ts';
import type { Extent } from '../../../webview/drawing/grid.ts';
import type { RunInfo } from '../../../webview/protocol.ts';
import { watchOf } from '../../pictures/heatmap.ts';
import { SessionError } from '../../session/errors.ts';
import type { TrainingSession } from '../../session/trainingSession.ts';

/** More images or units are not shown one by one, and that is said. */
export const mostImages = 60;

/** Pixels along an image's side: larger ones are pooled to that. */
const imageSide = 64;

/** The worst mistakes on the test set that are shown. */
const mostMistakes = 24;

/** Room for a tensor's picture, in pixels. */
const usualBox: Extent = { width: 200, height: 150 };

/** Of all pictures together: each is one byte a pixel at most, so that the page stays within a few megabytes. */
const mostPixels = 3e6;

export interface Snapshot {
  readonly run: RunInfo;
  readonly cursor: Cursor;
  /** For which tensors' pictures were asked. */
  readonly box: Extent;
  readonly frame: Frame;
  /** The picture of each tensor of the program, by its name. */
  readonly tensors: ReadonlyMap<string, FrameTensor>;
  /** The first weights of each unit as an image; `null` if the inputs are none. */
  readonly units: FrameTensor | null;
  /** `null` for a network whose inputs are no images or whose outputs are no classes. */
  readonly batch: BatchParts | null;
  readonly test: TestReport | null;
  /** Of all steps on the way to the furthest one. */
  readonly losses: Float32Array;
  /** Up to the cursor. */
  readonly epochs: readonly EpochResult[];
  readonly findings: readonly Finding[];
  /** Where something was changed by hand, on the way to the cursor. */
  readonly changes: readonly Branch[];
}

/** Of the first images of the mini-batch. */
export interface BatchParts {
  readonly images: FrameTensor;
  readonly outputs: FrameTensor;
  readonly targets: FrameTensor;
}

/** While training plays, the cursor may move between two answers. */
const mostTries = 10;

/** @throws {SessionError} if nothing runs, or training does not stand still long enough */
export async function takeSnapshot(session: TrainingSession): Promise<Snapshot> {
  const { run } = session;
  if (run === null) throw new SessionError('There is no run to save. Train a model first.');
  const { tensors } = run.program;
  const box = boxFor(tensors.length);
  const classes = classesOf(run);
  const watches = [
    ...tensors.map((spec) => watchOf(spec, box)),
    ...(tensors.some(({ name, images }) => name === 'W1' && images) ? [imagesOf('W1')] : []),
    ...(classes === null ? [] : [imagesOf('X'), rowsOf('y_hat'), rowsOf('t')]),
  ];
  for (let tries = 0; tries < mostTries; tries++) {
    // Asked at once, so that they are answered together as a rule.
    const [frame, test] = await Promise.all([
      session.frame(watches),
      classes === null ? null : session.testSet(null, mostMistakes),
    ]);
    if (test !== null && !isSame(frame.cursor, test.cursor)) continue;
    return {
      run,
      box,
      frame,
      test,
      ...partsOf(frame, tensors, classes !== null),
      ...recordOf(session, frame),
    };
  }
  throw new SessionError('Training has moved on while the run was read. Pause it and try again.');
}

/** Many tensors share the room that few have for themselves. */
function boxFor(count: number): Extent {
  const { width, height } = usualBox;
  const share = Math.min(1, Math.sqrt(mostPixels / (count * width * height)));
  return { width: Math.max(28, Math.floor(share * width)), height: Math.max(21, Math.floor(share * height)) };
}

/** The first images of a tensor, as exact as they can be seen. */
function imagesOf(tensor: string): Watch {
  const region = { from: [0, 0, 0], size: [mostImages, mostCells, mostCells] } as const;
  return { tensor, view: 'tiles', maxRows: imageSide, maxColumns: imageSide, region };
}

/** The rows of those images, exactly. */
function rowsOf(tensor: string): Watch {
  const region = { from: [0, 0, 0], size: [1, mostImages, mostCells] } as const;
  return { tensor, view: 'matrix', maxRows: mostImages, maxColumns: mostCells, region };
}

/** Of the frame's parts, which come in the order of the watches. */
function partsOf(
  { tensors: parts }: Frame,
  specs: readonly TensorSpec[],
  hasClasses: boolean,
): Pick<Snapshot, 'tensors' | 'units' | 'batch'> {
  const rest = parts.slice(specs.length);
  const [images, outputs, targets] = hasClasses ? rest.slice(-3) : [];
  return {
    tensors: new Map(specs.map(({ name }, i) => [name, parts[i]])),
    units: rest.find(({ tensor }) => tensor === 'W1') ?? null,
    batch: hasClasses ? { images, outputs, targets } : null,
  };
}

function recordOf(
  { losses, epochs, findings, branches, state, run }: TrainingSession,
  { cursor }: Frame,
): Pick<Snapshot, 'cursor' | 'losses' | 'epochs' | 'findings' | 'changes'> {
  const lineage = lineageOf(branches, state?.branch ?? 0);
  return {
    cursor,
    losses,
    epochs: epochs.filter(({ epoch }) => epoch * (run?.stepsPerEpoch ?? 0) <= cursor.step),
    findings,
    changes: lineage.filter(({ edits, fork }) => edits.length > 0 && !isBefore(cursor, fork)),
  };
}

/** The loss of the mini-batch, which is the one scalar of a program. */
export function lossOf({ frame, tensors }: Snapshot): number {
  const place = tensors.get('Loss')?.offset;
  return place === undefined ? NaN : new Float32Array(frame.data)[place];
}
