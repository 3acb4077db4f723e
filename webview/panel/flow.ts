/** @file The two rows of columns: values, read to the right, above their gradients, read to the left. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../engine/cursor.ts';
import type { CellRef, TensorSpec } from '../../engine/ops/op.ts';
import type { RunInfo, Selection } from '../protocol.ts';
import { activationNames } from '../drawing/names.ts';
import { cellsOf } from '../drawing/cells.ts';
import { element, setText } from '../ui/dom.ts';
import type { Stage } from '../ui/stage.ts';
import { columnsOf, type Column } from '../drawing/columns.ts';
import { layOut, type PlacedColumn } from './layout.ts';
import { notYetThere, outdated, stillToMake } from './outdated.ts';
import { LossTile } from './losstile.ts';
import { Tile, type Part } from './tile.ts';

export class Flow {
  readonly element = element('section', {
    class: 'flow',
    'aria-label': l10n.t('Tensors of one training step'),
  });
  private readonly columns: readonly Column[];
  private readonly tiles = new Map<string, Tile | LossTile>();
  private arranged = '';
  /** Of each layer, what stands beside its name. */
  private notes: readonly string[] = [];

  constructor(
    stage: Stage,
    private readonly run: RunInfo,
  ) {
    this.columns = columnsOf(run.program);
    for (const { value, below } of this.columns) {
      for (const spec of [value, below]) {
        if (spec !== null) this.tiles.set(spec.name, this.tileFor(stage, spec));
      }
    }
    new ResizeObserver(() => {
      this.arrange();
    }).observe(this.element);
  }

  /** Lays the columns out for the width there is. Nothing happens while that has not changed. */
  arrange(): void {
    const room = {
      width: this.element.clientWidth,
      height: window.innerHeight,
      pixelRatio: window.devicePixelRatio,
    };
    const key = JSON.stringify([room, [...this.tiles.keys()].map((name) => this.viewOf(name))]);
    if (room.width === 0 || key === this.arranged) return;
    this.arranged = key;
    const { lines, gap } = layOut(this.columns, (name) => this.viewOf(name), room);
    for (const { value, below, box } of lines.flat()) {
      for (const spec of [value, below]) {
        const tile = spec === null ? undefined : this.tiles.get(spec.name);
        if (tile instanceof Tile) tile.resize(box);
      }
    }
    this.element.replaceChildren(...lines.map((line) => this.line(line, gap)));
    this.note(this.notes);
  }

  /**
   * Marks the op that has just run: what it made, what it read, and what this step has not reached yet.
   * @param changed what was changed by hand here, by name
   */
  mark(cursor: Cursor, changed: readonly string[]): void {
    const { op } = cursor;
    const { ops } = this.run.program;
    const made = outdated(this.run.program, cursor, changed);
    const done = op > 0 ? ops[op - 1] : undefined;
    const behind = new Set(op > 0 ? stillToMake(ops, op) : []);
    const absent = notYetThere(this.run.program, cursor, changed);
    for (const [name, tile] of this.tiles) {
      const part: Part = name === done?.output ? 'output' : done?.inputs.includes(name) ? 'input' : 'none';
      const behindText = behind.has(name) ? beforeText() : '';
      tile.mark(part, made.has(name) ? changedText(changed) : behindText, absent.has(name));
    }
    for (const strip of this.element.querySelectorAll('.strip')) {
      const active = done?.phase === 'loss' ? 'forward' : done?.phase;
      strip.classList.toggle('active', strip.classList.contains(active ?? 'none'));
    }
  }

  /** Says something beside the name of each layer, from the first on. */
  note(notes: readonly string[]): void {
    this.notes = notes;
    notes.forEach((note, i) => {
      // A layer that is broken into several lines has its note in the first.
      const place = this.element.querySelector(`.strip-note[data-layer="${i + 1}"]`);
      if (place) setText(place, note);
    });
  }

  choose(selection: Selection | null): void {
    for (const [name, tile] of this.tiles) {
      const chosen = selection?.tensor === name;
      tile.choose(chosen, chosen ? selection.index : null);
    }
  }

  /** Marks the cells that an answer is made of. */
  light(cells: readonly CellRef[]): void {
    for (const [name, tile] of this.tiles) {
      if (tile instanceof Tile) tile.light(cellsOf(cells, name));
    }
  }

  private tileFor(stage: Stage, spec: TensorSpec): Tile | LossTile {
    if (spec.shape.length === 0) return new LossTile(stage, spec, this.run.model.loss);
    return new Tile(stage, spec, () => {
      this.arrange();
    });
  }

  private viewOf(tensor: string): Tile['tensorView'] {
    const tile = this.tiles.get(tensor);
    return tile instanceof Tile ? tile.tensorView : 'matrix';
  }

  private line(columns: readonly PlacedColumn[], gap: number): HTMLElement {
    const line = element('div', { class: 'line' });
    line.style.columnGap = `${gap}px`;
    line.style.setProperty('--picture-height', `${Math.max(...columns.map(({ height }) => height))}px`);
    line.style.gridTemplateColumns = columns.map(({ width }) => `${width}px`).join(' ');
    columns.forEach(({ value, below }, i) => {
      const first = i === 0 || columns[i - 1].layer !== columns[i].layer;
      if (first) {
        const end = columns.findLastIndex(({ layer }) => layer === columns[i].layer) + 1;
        line.append(...this.strips(columns[i].layer, i + 1, end + 1));
      }
      for (const [spec, row] of [
        [value, 2],
        [below, 4],
      ] as const) {
        const tile = spec === null ? undefined : this.tiles.get(spec.name)?.element;
        if (tile === undefined) continue;
        tile.style.gridArea = `${row} / ${i + 1}`;
        line.append(tile);
      }
    });
    return line;
  }

  /** What stands over the values and over the gradients of one layer: which way they are read. */
  private strips(layer: number, from: number, to: number): HTMLElement[] {
    const { layers } = this.run.model;
    if (layer > layers.length) {
      return [strip('forward', l10n.t('Loss'), 1, from, to), strip('backward', '', 3, from, to)];
    }
    const name = l10n.t('Layer {0}', layer);
    const forward = strip(
      'forward',
      `${l10n.t('Forward')} · ${name} · ${activationNames[layers[layer - 1].activation]}`,
      1,
      from,
      to,
    );
    forward
      .querySelector('.strip-text')
      ?.after(element('span', { class: 'strip-note', 'data-layer': String(layer) }));
    return [forward, strip('backward', `${l10n.t('Backward')} · ${name}`, 3, from, to)];
  }
}

function beforeText(): string {
  return l10n.t('Still from the step before: not computed yet in this one');
}

/** Of what was computed before something that it is made of was changed by hand. */
export function changedText(changed: readonly string[]): string {
  return l10n.t(
    'Computed before {0} was changed by hand. The next steps, the test set and a drawn digit go by the change.',
    changed.join(', '),
  );
}

function strip(
  way: 'forward' | 'backward',
  text: string,
  row: number,
  from: number,
  to: number,
): HTMLElement {
  const node = element(
    'div',
    { class: `strip ${way}`, title: text },
    element('span', { class: 'strip-text' }, text),
    element('span', { class: 'strip-arrow', 'aria-hidden': 'true' }),
  );
  node.style.gridArea = `${row} / ${from} / ${row + 1} / ${to}`;
  return node;
}
