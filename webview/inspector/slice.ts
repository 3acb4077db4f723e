/** @file A row or a column of a tensor as a small table of exact values around the chosen cell. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { CellArea, Host } from '../host.ts';
import { element, setText } from '../ui/dom.ts';
import { exact, short } from '../ui/format.ts';
import { matrixSize } from '../drawing/plan.ts';

/** Cells shown of a slice; the chosen one in the middle where there is room on both sides. */
const length = 9;

export class SliceTable {
  readonly element: HTMLElement;
  private readonly caption = element('caption');
  private readonly body = element('tbody');

  constructor(
    private readonly along: 'row' | 'column',
    private readonly spec: TensorSpec,
    private readonly dtype: 'float32' | 'float64',
  ) {
    this.element = element('table', { class: 'slice' }, this.caption, this.body);
    // A vector is one column: its rows have one cell each.
    this.element.hidden = along === 'row' && spec.shape.length < 2;
  }

  /** @throws {Refusal} when the host cannot answer. */
  async read(host: Host, row: number, column: number): Promise<void> {
    if (this.element.hidden) return;
    const size = matrixSize(this.spec.shape);
    const [at, end] = this.along === 'row' ? [column, size.columns] : [row, size.rows];
    const from = Math.max(0, Math.min(at - (length - 1) / 2, end - length));
    const count = Math.min(length, end);
    const area: CellArea =
      this.along === 'row'
        ? { tensor: this.spec.name, row, column: from, rows: 1, columns: count }
        : { tensor: this.spec.name, row: from, column, rows: count, columns: 1 };
    const { values } = await host.readCells(area);
    const name = this.spec.shape.length < 2 ? '[:]' : this.along === 'row' ? `[${row}, :]` : `[:, ${column}]`;
    setText(this.caption, `${this.spec.name}${name}`);
    this.caption.title = l10n.t('{0} of {1} values', count, end);
    const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
    this.body.replaceChildren(
      ...[...values].map((value, i) => this.line(value, from + i, from + i === at, value / largest)),
    );
  }

  /** @param share From −1 to 1: how long the bar is, and to which side. */
  private line(value: number, position: number, chosen: boolean, share: number): HTMLElement {
    const bar = element('span', { class: share < 0 ? 'slice-bar negative' : 'slice-bar' });
    bar.style.width = `${Number.isFinite(share) ? Math.abs(share) * 50 : 0}%`;
    return element(
      'tr',
      { class: chosen ? 'chosen' : undefined },
      element('th', { scope: 'row' }, String(position)),
      element('td', { title: short(value) }, exact(value, this.dtype)),
      element('td', { class: 'slice-bars', 'aria-hidden': 'true' }, bar),
    );
  }
}
