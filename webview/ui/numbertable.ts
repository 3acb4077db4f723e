/** @file The numbers of a tensor as a table: the rows and columns that are seen, exact, of however many there are. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { flatIndex, indexOf, rowAndColumn } from '../drawing/cells.ts';
import { matrixSize } from '../drawing/plan.ts';
import { Refusal } from '../host.ts';
import type { CellBlock } from '../protocol.ts';
import { element, setText } from './dom.ts';
import { exact, shapeText, spoken } from './format.ts';
import { moves } from './heatmap.ts';
import type { Stage } from './stage.ts';

/** In CSS pixels. */
const rowHeight = 22;
const cellWidths = { float32: 112, float64: 172 } as const;

/** Rows that are seen at once. */
const mostRows = 10;

/** No browser has a taller page to scroll; rows of longer tensors are scrolled by less than their height. */
const tallest = 1e7;

/** While training runs, numbers are read no faster than that. */
const refreshMilliseconds = 250;

interface Place {
  readonly row: number;
  readonly column: number;
}

export class NumberTable {
  private readonly head = element('tr', { role: 'row', 'aria-rowindex': '1' });
  private readonly body = element('tbody');
  private readonly table: HTMLTableElement;
  private readonly room = element('div');
  private readonly scroller: HTMLElement;
  readonly element: HTMLElement;
  private readonly size: { readonly rows: number; readonly columns: number };
  private readonly cellWidth: number;
  private readonly observer: ResizeObserver;
  /** The first cell that is to be seen. */
  private first: Place = { row: 0, column: 0 };
  /** The one that is in the page's order of focus. */
  private cursor: Place = { row: 0, column: 0 };
  private chosen: readonly number[] | null = null;
  private pointed: Place | null = null;
  private shown: CellBlock | null = null;
  private takesFocus = false;
  private isReading = false;
  private isStale = false;
  private timer: number | undefined;

  /** @param point Called with the cell that the pointer or the focus is on, so that the picture marks it. */
  constructor(
    private readonly stage: Stage,
    private readonly spec: TensorSpec,
    private readonly dtype: 'float32' | 'float64',
    private readonly point: (index: readonly number[] | null) => void,
  ) {
    this.size = matrixSize(spec.shape);
    this.cellWidth = cellWidths[dtype];
    this.table = element(
      'table',
      {
        class: 'numbers-table',
        role: 'grid',
        'aria-label': l10n.t('Numbers of {0}', `${spec.name}, ${shapeText(spec.shape)}`),
        'aria-rowcount': String(this.size.rows + 1),
        'aria-colcount': String(this.size.columns + 1),
      },
      element('thead', {}, this.head),
      this.body,
    );
    this.room.append(this.table);
    this.scroller = element('div', { class: 'numbers-scroll' }, this.room);
    this.element = element('div', { class: 'numbers' }, this.scroller);
    this.listen();
    this.observer = new ResizeObserver(() => {
      this.arrange();
    });
    this.observer.observe(this.element);
  }

  /** The numbers are others now. */
  refresh(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      void this.read();
    }, refreshMilliseconds);
  }

  /** Marks the chosen cell, and goes there unless a person is at another. */
  choose(index: readonly number[] | null): void {
    this.chosen = index;
    if (index !== null && !this.element.contains(document.activeElement)) this.goTo(this.placeOf(index));
    this.mark();
  }

  /** Marks the cell that is pointed at in the picture. @param follow Whether it is gone to. */
  show(index: readonly number[] | null, follow: boolean): void {
    this.pointed = index && this.placeOf(index);
    if (this.pointed !== null && follow) this.goTo(this.pointed);
    this.mark();
  }

  remove(): void {
    this.observer.disconnect();
    window.clearTimeout(this.timer);
    this.element.remove();
  }

  /** Rows and columns that there is room for. */
  private get seen(): { readonly rows: number; readonly columns: number } {
    const width = this.element.clientWidth - this.headWidth;
    return {
      rows: Math.min(mostRows, this.size.rows),
      columns: Math.max(1, Math.min(this.size.columns, Math.floor(width / this.cellWidth))),
    };
  }

  /** Room for the number of the last row. */
  private get headWidth(): number {
    return 16 + 8 * String(this.size.rows - 1).length;
  }

  /** By how many pixels a row is scrolled. */
  private get pace(): number {
    return Math.min(rowHeight, tallest / this.size.rows);
  }

  private arrange(): void {
    if (this.element.clientWidth === 0) return;
    const { rows, columns } = this.seen;
    const [width, height] = [this.headWidth + columns * this.cellWidth, (rows + 1) * rowHeight];
    this.table.style.width = `${width}px`;
    this.scroller.style.maxWidth = `${width}px`;
    this.room.style.width = `${width + (this.size.columns - columns) * this.cellWidth}px`;
    this.room.style.height = `${height + (this.size.rows - rows) * this.pace}px`;
    // The bar below must not cover the last row.
    this.scroller.style.height = `${height + this.scroller.offsetHeight - this.scroller.clientHeight}px`;
    this.look(this.first);
  }

  private listen(): void {
    this.scroller.addEventListener('scroll', () => {
      const { scrollLeft, scrollTop } = this.scroller;
      this.look({ row: Math.round(scrollTop / this.pace), column: Math.round(scrollLeft / this.cellWidth) });
    });
    this.body.addEventListener('keydown', (event) => {
      if (!this.pressed(event.key, event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
    });
    this.body.addEventListener('focusin', ({ target }) => {
      const place = this.placeAt(target);
      if (place === null) return;
      this.cursor = place;
      this.point(this.indexAt(place));
    });
    this.body.addEventListener('focusout', () => {
      this.point(null);
    });
    this.body.addEventListener('pointerover', ({ target }) => {
      const place = this.placeAt(target);
      if (place !== null) this.point(this.indexAt(place));
    });
    this.body.addEventListener('pointerleave', () => {
      this.point(null);
    });
    this.body.addEventListener('click', ({ target }) => {
      const place = this.placeAt(target);
      if (place !== null) this.stage.choose(this.spec.name, this.indexAt(place));
    });
  }

  /** Whether the key was one of the table's. */
  private pressed(key: string, control: boolean): boolean {
    const { row, column } = this.cursor;
    if (key === 'Enter' || key === ' ') {
      this.stage.choose(this.spec.name, this.indexAt(this.cursor));
      return true;
    }
    if (!(key in moves)) return false;
    const [right, down] = moves[key];
    this.takesFocus = true;
    // Ctrl takes Home and End to the tensor's own.
    this.goTo({ row: row + (control ? right : down), column: column + right });
    return true;
  }

  /** Brings a cell into sight, or the nearest that there is: with others around it, where it was not. */
  private goTo({ row, column }: Place): void {
    const { rows, columns } = this.size;
    const { first, seen } = this;
    const within = (place: number, end: number): number => Math.max(0, Math.min(end - 1, place));
    const cell = { row: within(row, rows), column: within(column, columns) };
    const near = (place: number, from: number, count: number): number =>
      place >= from && place < from + count ? from : place - Math.floor(count / 2);
    this.cursor = cell;
    this.look({
      row: near(cell.row, first.row, seen.rows),
      column: near(cell.column, first.column, seen.columns),
    });
    const { scroller } = this;
    scroller.scrollTop = this.first.row * this.pace;
    scroller.scrollLeft = this.first.column * this.cellWidth;
  }

  /** Shows the numbers from a cell on. */
  private look({ row, column }: Place): void {
    const { size, seen } = this;
    this.first = {
      row: Math.max(0, Math.min(row, size.rows - seen.rows)),
      column: Math.max(0, Math.min(column, size.columns - seen.columns)),
    };
    void this.read();
  }

  /** One request at a time; what is asked for meanwhile is asked for then. */
  private async read(): Promise<void> {
    this.isStale = true;
    if (this.isReading || this.element.clientWidth === 0) return;
    this.isReading = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        const { first, seen, spec } = this;
        this.draw(await this.stage.host.readCells({ tensor: spec.name, ...first, ...seen }));
      }
    } catch (error) {
      // What is shown stays; the reason is the host's to tell.
      if (!(error instanceof Refusal)) throw error;
    } finally {
      this.isReading = false;
    }
  }

  private draw(block: CellBlock): void {
    this.shown = block;
    const hadFocus = this.body.contains(document.activeElement);
    this.arrangeCells(block);
    const [, ...heads] = this.head.children;
    heads.forEach((head, i) => {
      head.setAttribute('aria-colindex', String(block.column + i + 2));
      setText(head, this.spec.shape.length < 2 ? l10n.t('Value') : String(block.column + i));
    });
    [...this.body.rows].forEach((line, i) => {
      line.setAttribute('aria-rowindex', String(block.row + i + 2));
      const [head, ...cells] = line.cells;
      setText(head, this.spec.shape.length < 1 ? '' : String(block.row + i));
      cells.forEach((cell, j) => {
        const value = block.values[i * block.columns + j];
        const text = exact(value, this.dtype);
        cell.setAttribute('aria-colindex', String(block.column + j + 2));
        cell.ariaLabel = spoken(text);
        cell.classList.toggle('odd', !Number.isFinite(value));
        setText(cell, text);
      });
    });
    this.mark();
    if (this.takesFocus || hadFocus) this.cellAt(this.cursor)?.focus({ preventScroll: true });
    this.takesFocus = false;
  }

  /** As many cells as the block has: they stay where they are, and get other numbers. */
  private arrangeCells({ rows, columns }: CellBlock): void {
    if (this.body.rows.length === rows && this.head.cells.length === columns + 1) return;
    const each = Array.from({ length: columns });
    this.head.replaceChildren(
      element('td', { 'aria-colindex': '1' }),
      ...each.map(() => element('th', { scope: 'col' })),
    );
    this.head.cells[0].style.width = `${this.headWidth}px`;
    this.body.replaceChildren(
      ...Array.from({ length: rows }, () =>
        element(
          'tr',
          { role: 'row' },
          element('th', { scope: 'row', 'aria-colindex': '1' }),
          ...each.map(() => element('td', { role: 'gridcell' })),
        ),
      ),
    );
  }

  private mark(): void {
    const { shown, chosen, pointed } = this;
    if (shown === null) return;
    // The cursor may be out of sight; the table is to be come to all the same.
    const reachable = this.cellAt(this.cursor) ?? this.cellAt(shown);
    for (const cell of this.body.querySelectorAll('td')) {
      cell.tabIndex = cell === reachable ? 0 : -1;
      cell.classList.remove('pointed');
      cell.ariaSelected = 'false';
    }
    if (pointed !== null) this.cellAt(pointed)?.classList.add('pointed');
    const at = chosen && this.cellAt(this.placeOf(chosen));
    if (at) at.ariaSelected = 'true';
  }

  private cellAt({ row, column }: Place): HTMLTableCellElement | null {
    const { row: firstRow = 0, column: firstColumn = 0 } = this.shown ?? {};
    if (row < firstRow || column < firstColumn) return null;
    const line = this.body.rows.item(row - firstRow);
    return line?.cells.item(column - firstColumn + 1) ?? null;
  }

  /** Of what was pressed or pointed at. */
  private placeAt(target: EventTarget | null): Place | null {
    if (!(target instanceof HTMLTableCellElement) || target.role !== 'gridcell' || this.shown === null)
      return null;
    const line = [...this.body.rows].findIndex((row) => row.contains(target));
    return { row: this.shown.row + line, column: this.shown.column + target.cellIndex - 1 };
  }

  private placeOf(index: readonly number[]): Place {
    return rowAndColumn(flatIndex(index, this.spec.shape), this.spec.shape);
  }

  private indexAt({ row, column }: Place): number[] {
    return indexOf(row * this.size.columns + column, this.spec.shape);
  }
}
