/** @file What stands behind which line of the user's code, at the cursor. */

import type { Cursor } from '../../../engine/cursor.ts';
import type { ModelSpec } from '../../../engine/model.ts';
import type { TensorStats } from '../../../engine/statistics.ts';
import type { RunInfo, RunState } from '../../../webview/protocol.ts';
import type { Localiser } from '../../localiser.ts';
import { progressText } from '../../views/progress.ts';
import { isThere, opsSince } from '../age.ts';
import { layerAt } from '../layers.ts';
import { isShared, latest, passingLines, type LineOf } from '../passing.ts';
import type { ReadModel, Span } from '../reading.ts';
import { idleText, layerText, rangeText, tensorText, type Idle } from './words.ts';

/** A text behind a line of a cell; lines count from 0. */
export interface Note {
  readonly cell: number;
  readonly line: number;
  readonly text: string;
}

/** What has to be known of the tensors at the cursor. */
export interface Figures {
  /** Of all that the code can show; after it has been read as other code, some may be missing for a moment. */
  readonly statistics: Readonly<Record<string, TensorStats>>;
  /** By layer, from the first; `null` where the activation cannot be idle. */
  readonly idle: readonly (Idle | null)[];
}

/** A line on which more tensors are made says nothing of them: they are made in the function that it calls. */
const mostTensors = 6;

/** One note a line, in no order. */
export function notesOf(
  model: ReadModel,
  run: RunInfo,
  state: RunState,
  figures: Figures,
  lineOf: LineOf,
  l10n: Localiser,
): Note[] {
  const lines = new Lines(lineOf);
  const training = trainingOf(model);
  if (training) lines.add(training, progressText(run.model.epochs, state, l10n));
  const values = new Values(run, state.cursor, figures, l10n);
  if (model.library === 'numpy') addArrays(lines, model, values);
  else addLayers(lines, model, values, l10n);
  return lines.notes;
}

/** The tensors whose figures stand behind the lines of code that has a library make its layers. */
export function tensorsOf(model: ModelSpec): string[] {
  return [...model.layers.map((_, index) => layerAt(model, index).z), 'Loss'];
}

/** Where the line begins that trains; a cycle that stands there once, without a loop, has none of its own. */
function trainingOf({ training, ops }: ReadModel): Span | null {
  if (!training) return null;
  const { cell, from } = training;
  const isFirstOp = ops.some(({ path: [statement] }) => statement.cell === cell && statement.from === from);
  return isFirstOp ? null : { cell, from, to: from };
}

/** Gathers the texts of the lines. */
class Lines {
  private readonly texts = new Map<string, Note>();

  constructor(readonly lineOf: LineOf) {}

  get notes(): Note[] {
    return [...this.texts.values()];
  }

  /** Behind the line on which a span ends. */
  add({ cell, to }: Span, text: string): void {
    const line = this.lineOf(cell, to);
    const key = `${cell}:${line}`;
    const before = this.texts.get(key);
    this.texts.set(key, { cell, line, text: before ? `${before.text} · ${text}` : text });
  }
}

/** The tensors at the cursor, in words. */
class Values {
  constructor(
    readonly run: RunInfo,
    readonly cursor: Cursor,
    readonly figures: Figures,
    private readonly l10n: Localiser,
  ) {}

  isThere(tensor: string): boolean {
    return this.isKnown(tensor) && isThere(this.run, this.cursor, tensor);
  }

  isKnown(tensor: string): boolean {
    return Object.hasOwn(this.figures.statistics, tensor);
  }

  /** `(5, 50)  0.02 … 0.98  μ 0.49` */
  whole(tensor: string): string {
    return tensorText(this.shape(tensor), this.figures.statistics[tensor], this.l10n);
  }

  /** `z1 0.02 … 0.98` */
  range(tensor: string): string {
    return `${tensor} ${rangeText(this.figures.statistics[tensor], this.l10n)}`;
  }

  /** The last mini-batch of an epoch may be smaller than the others. */
  private shape(tensor: string): readonly number[] {
    const spec = this.run.program.tensors.find(({ name }) => name === tensor);
    if (!spec?.batched) return spec?.shape ?? [];
    const { step, op } = this.cursor;
    const { batchSize } = this.run.model;
    const inEpoch = Math.max(0, op > 0 ? step : step - 1) % this.run.stepsPerEpoch;
    const rows = Math.min(batchSize, this.run.dataset.train - inEpoch * batchSize);
    return [rows, ...spec.shape.slice(1)];
  }
}

/** Behind every line the tensors that it makes; of one that several calls share, the one that it has made last. */
function addArrays(lines: Lines, { ops, others }: ReadModel, values: Values): void {
  const { run, cursor } = values;
  // What a line makes in the step stands before what else it holds.
  const links = [
    ...ops.filter(({ tensor }) => values.isKnown(tensor) && opsSince(run, cursor, tensor) !== null),
    ...others.filter(({ tensor }) => values.isThere(tensor)),
  ];
  for (const passing of passingLines(links, lines.lineOf).values()) {
    const shown = isShared(passing) ? [latest(passing, run, cursor)] : passing;
    if (shown.length > mostTensors) continue;
    for (const { link, at, caller } of shown) {
      const { tensor, variable } = link;
      if (shown.length > 1) {
        lines.add(at, values.range(tensor));
      } else if (caller === null && variable?.toLowerCase() === tensor.toLowerCase()) {
        lines.add(at, values.whole(tensor));
      } else lines.add(at, `${tensor} ${values.whole(tensor)}`);
    }
  }
}

/** Behind every layer what it is and what comes out of it; behind the loss its value. */
function addLayers(lines: Lines, { ops }: ReadModel, values: Values, l10n: Localiser): void {
  const place = (tensor: string) => ops.find((link) => link.tensor === tensor)?.path.at(-1);
  values.run.model.layers.forEach((_, index) => {
    const { inputs, units, a, z } = layerAt(values.run.model, index);
    const [affine, activation] = [place(a), place(z)];
    // What changes stands first, where it is seen also beside long code.
    if (activation && values.isThere(z)) {
      lines.add(activation, values.range(z));
      const idle = values.figures.idle.at(index);
      if (idle) lines.add(activation, idleText(idle, l10n));
    }
    if (affine) lines.add(affine, layerText(inputs, units, l10n));
  });
  const loss = place('Loss');
  if (loss && values.isThere('Loss')) lines.add(loss, `Loss ${values.whole('Loss')}`);
}
