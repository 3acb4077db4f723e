/** @file Looks up the exact value of the one cell that is pointed at. */

import * as l10n from '@vscode/l10n';
import { Refusal, type Host } from '../host.ts';
import { outranks } from '../../engine/frame.ts';
import { indexOf, rowAndColumn } from '../drawing/cells.ts';
import { cellName, exact, short, spoken } from './format.ts';
import { Readout } from './readout.ts';

/** A drawn cell: where it is, what it shows, and which cells of the tensor it stands for. */
export interface Target {
  readonly tensor: string;
  readonly shape: readonly number[];
  /** Flat indices; never empty. */
  readonly cells: readonly number[];
  /** The number in the picture, which is a float32 whatever the tensor is. */
  readonly shown: number;
  /** The exact number of a cell by its flat index; `null` where the host has to be asked for it. */
  readonly known: ((flat: number) => number) | null;
  /** What else is told of a cell by its flat index. */
  readonly beside?: (flat: number) => string;
  readonly box: DOMRect;
}

/** What a picture says of its cursor. */
export type Pointing = Pick<Probe, 'point' | 'refresh' | 'leave'>;

/** A person moving over a picture passes hundreds of cells; only where they rest is asked for. */
const restMilliseconds = 40;

/** How often the value under a resting pointer is read while training runs. */
const refreshMilliseconds = 250;

export class Probe {
  private readonly readout = new Readout();
  private target: Target | null = null;
  /** Takes the cursor away from the picture that has it: there is one on a page. */
  private release: (() => void) | null = null;
  private aloud = false;
  private timer: number | undefined;
  private asking = false;
  private askedAt = 0;
  private dtype: 'float32' | 'float64' = 'float32';

  constructor(private readonly host: Host) {}

  /** For a new run. */
  start(dtype: 'float32' | 'float64'): void {
    this.dtype = dtype;
    this.leave();
  }

  /**
   * @param aloud Whether it is spoken: a keyboard's cursor is, a passing pointer is not.
   * @param release Called when another picture is pointed at; the same function for the same picture.
   */
  point(target: Target, aloud: boolean, release: () => void): void {
    if (this.release !== release) this.release?.();
    this.release = release;
    const pooled = target.cells.length > 1;
    const name = pooled ? target.tensor : cellName(target.tensor, indexOf(target.cells[0], target.shape));
    // The picture's own number is rough.
    this.readout.show(target.box, name, `≈ ${short(target.shown)}`, poolNote(target));
    this.target = target;
    this.aloud = aloud;
    this.askSoon(restMilliseconds);
  }

  /** The same cell at a new cursor. */
  refresh(target: Target): void {
    this.target = target;
    this.askSoon(Math.max(0, this.askedAt + refreshMilliseconds - performance.now()));
  }

  leave(): void {
    this.target = null;
    this.release = null;
    this.readout.hide();
  }

  private askSoon(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), milliseconds);
  }

  private async ask(): Promise<void> {
    const { target } = this;
    if (target === null || this.asking) return;
    this.asking = true;
    this.askedAt = performance.now();
    try {
      const valueOf = target.known ?? (await this.read(target));
      if (target === this.target) this.report(target, valueOf);
    } catch (error) {
      // The picture's own number stays; the reason is the host's to tell.
      if (!(error instanceof Refusal)) throw error;
    } finally {
      this.asking = false;
    }
    // The pointer has moved on while the answer was under way.
    if (target !== this.target) this.askSoon(0);
  }

  private async read(target: Target): Promise<(flat: number) => number> {
    const block = await this.host.readCells({ tensor: target.tensor, ...boundsOf(target) });
    return (flat) => {
      const { row, column } = rowAndColumn(flat, target.shape);
      return block.values[(row - block.row) * block.columns + column - block.column];
    };
  }

  private report(target: Target, valueOf: (flat: number) => number): void {
    const flat = target.cells.reduce((best, cell) => (outranks(valueOf(cell), valueOf(best)) ? cell : best));
    const index = indexOf(flat, target.shape);
    const value = exact(valueOf(flat), this.dtype);
    const notes = [target.beside?.(flat) ?? '', poolNote(target)].filter(Boolean);
    this.readout.show(target.box, cellName(target.tensor, index), value, notes.join(' · '));
    if (!this.aloud) return;
    this.readout.say([spokenCell(target.tensor, index), spoken(value), ...notes.map(spoken)].join(', '));
    this.aloud = false;
  }
}

/** The smallest rectangle with all cells of the target. */
function boundsOf(target: Target): { row: number; column: number; rows: number; columns: number } {
  const places = target.cells.map((flat) => rowAndColumn(flat, target.shape));
  const row = Math.min(...places.map((place) => place.row));
  const column = Math.min(...places.map((place) => place.column));
  const rows = Math.max(...places.map((place) => place.row)) - row + 1;
  const columns = Math.max(...places.map((place) => place.column)) - column + 1;
  return { row, column, rows, columns };
}

function poolNote(target: Target): string {
  return target.cells.length > 1 ? l10n.t('largest of {0} cells', target.cells.length) : '';
}

function spokenCell(tensor: string, index: readonly number[]): string {
  if (index.length === 0) return tensor;
  if (index.length === 1) return l10n.t('{0}, element {1}', tensor, index[0]);
  return l10n.t('{0}, row {1}, column {2}', tensor, index[0], index[1]);
}
