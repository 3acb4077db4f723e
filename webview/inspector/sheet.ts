/** @file Everything about one tensor: picture, figures, distribution, and exact values of a cell, its row and its column. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { Refusal } from '../host.ts';
import type { RunInfo } from '../protocol.ts';
import { indexOf } from '../drawing/cells.ts';
import { element } from '../ui/dom.ts';
import { exact } from '../ui/format.ts';
import { matrixSize } from '../drawing/plan.ts';
import { Portrait } from '../ui/portrait.ts';
import type { Stage } from '../ui/stage.ts';
import { CellPicker } from './cellpicker.ts';
import { HistogramView } from './histogram.ts';
import { SliceTable } from './slice.ts';
import { ValueField } from './valuefield.ts';

/** While training runs, reading is slower than drawing: a person reads figures, not a film. */
const refreshMilliseconds = 400;

const tallestPicture = 280;

export class TensorSheet {
  /** Above the questions about the chosen cell: the tensor, and that cell. */
  readonly above: HTMLElement;
  /** Below them: its row and column, and how all values are spread. */
  readonly below: HTMLElement;
  private readonly portrait: Portrait;
  private readonly histogram = new HistogramView();
  private readonly picker: CellPicker;
  private readonly value: ValueField;
  private readonly row: SliceTable;
  private readonly column: SliceTable;
  private readonly dtype: 'float32' | 'float64';
  private timer: number | undefined;
  private removed = false;

  constructor(
    private readonly stage: Stage,
    readonly spec: TensorSpec,
    run: RunInfo,
  ) {
    const { dtype } = run.model;
    this.dtype = dtype;
    const size = matrixSize(spec.shape);
    this.portrait = new Portrait(stage, spec, run, () => tallestPicture);
    this.picker = new CellPicker(spec, (index) => {
      stage.choose(spec.name, index);
    });
    this.value = new ValueField((value) => {
      const { row, column } = this.picker.place;
      const index = indexOf(row * size.columns + column, spec.shape);
      stage.host.send({ type: 'edit', name: spec.name, index, value });
    });
    this.row = new SliceTable('row', spec, dtype);
    this.column = new SliceTable('column', spec, dtype);
    this.above = element('div', { class: 'sheet' }, this.portrait.element);
    this.below = element('div', { class: 'sheet' });
    if (size.rows * size.columns > 1) {
      this.above.append(section(l10n.t('Cell'), this.picker.element, this.value.element));
      this.below.append(section(l10n.t('Values'), this.row.element, this.column.element));
    }
    this.below.append(section(l10n.t('Distribution'), this.histogram.element));
    this.choose(null);
  }

  /** Shows a cell, its row and its column; the first ones while none is chosen. */
  choose(index: readonly number[] | null): void {
    this.portrait.choose(index);
    this.picker.show(index ?? this.spec.shape.map(() => 0));
    this.refreshSoon(0);
  }

  /** Marks the cells that an answer is made of, by their indices. */
  light(cells: readonly (readonly number[])[]): void {
    this.portrait.light(cells);
  }

  /** The cursor has moved on. */
  refresh(): void {
    this.refreshSoon(refreshMilliseconds);
  }

  repaint(): void {
    this.histogram.repaint();
  }

  remove(): void {
    this.removed = true;
    this.portrait.remove();
  }

  private refreshSoon(milliseconds: number): void {
    if (milliseconds === 0) window.clearTimeout(this.timer);
    else if (this.timer !== undefined) return;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      void this.read();
    }, milliseconds);
  }

  private async read(): Promise<void> {
    if (this.removed) return;
    const { host } = this.stage;
    const { row, column } = this.picker.place;
    try {
      this.histogram.show(await host.readHistogram(this.spec.name, HistogramView.bins));
      const cell = { tensor: this.spec.name, row, column, rows: 1, columns: 1 };
      const { values } = await host.readCells(cell);
      this.value.show(exact(values[0], this.dtype));
      await Promise.all([this.row.read(host, row, column), this.column.read(host, row, column)]);
    } catch (error) {
      // What is shown stays; the reason is the host's to tell.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

function section(title: string, ...content: HTMLElement[]): HTMLElement {
  return element('section', { class: 'part' }, element('h3', {}, title), ...content);
}
