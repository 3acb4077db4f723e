/** @file Choosing a cell by typing its row and column. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { NumberField } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { flatIndex, indexOf, rowAndColumn } from '../drawing/cells.ts';
import { matrixSize } from '../drawing/plan.ts';

export class CellPicker {
  readonly element = element('div', { class: 'picker' });
  private readonly row: NumberField;
  private readonly column: NumberField;

  constructor(
    private readonly spec: TensorSpec,
    picked: (index: readonly number[]) => void,
  ) {
    const size = matrixSize(spec.shape);
    const changed = (): void => {
      const { row, column } = this.place;
      picked(indexOf(row * size.columns + column, spec.shape));
    };
    this.row = new NumberField(spec.shape.length < 2 ? l10n.t('Element') : l10n.t('Row'), size.rows, changed);
    this.column = new NumberField(l10n.t('Column'), size.columns, changed);
    this.element.append(this.row.element);
    if (spec.shape.length > 1) this.element.append(this.column.element);
  }

  /** The cell's place in the tensor as a matrix. */
  get place(): { row: number; column: number } {
    return { row: this.row.read() ?? 0, column: this.column.read() ?? 0 };
  }

  show(index: readonly number[]): void {
    const { row, column } = rowAndColumn(flatIndex(index, this.spec.shape), this.spec.shape);
    this.row.show(row);
    this.column.show(column);
  }
}
