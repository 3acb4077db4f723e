/** @file A tensor as a picture: drawn on demand in whole device pixels, read with the pointer or the arrow keys. */

import * as l10n from '@vscode/l10n';
import type { TensorView, Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { flatIndices, flatIndex, gridCell, indexOf } from '../drawing/cells.ts';
import { colourScale } from '../drawing/colour.ts';
import { context2d, element } from './dom.ts';
import { shapeText } from './format.ts';
import type { DrawableFrame, FrameView, TensorFrame } from './frames.ts';
import { adapt, cellAt, cellBox, moveCell, type Grid, type GridCell } from '../drawing/grid.ts';
import { Legend } from './legend.ts';
import { planPicture, watchFor, type Mount, type Plan } from '../drawing/plan.ts';
import type { Target } from './probe.ts';
import { paint, valueOf } from '../drawing/raster.ts';
import type { Stage } from './stage.ts';
import { themeKind } from './theme.ts';

/** Cells that one key press moves the cursor by. */
const moves: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [0, -10],
  PageDown: [0, 10],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

export class Heatmap implements FrameView {
  readonly legend: Legend;
  private readonly canvas = element('canvas');
  private readonly context = context2d(this.canvas);
  private readonly cursorMark = element('div', { class: 'cell-mark cell-cursor', hidden: '' });
  private readonly chosenMark = element('div', { class: 'cell-mark cell-chosen', hidden: '' });
  readonly element: HTMLElement;
  private plan: Plan;
  private shown: TensorFrame | null = null;
  private known: Target['known'] = null;
  private image: ImageData | null = null;
  private cursor: GridCell | null = null;
  private chosen: readonly number[] | null = null;
  private lit: readonly (readonly number[])[] = [];
  private readonly litMarks: HTMLElement[] = [];

  constructor(
    private readonly stage: Stage,
    readonly spec: TensorSpec,
    private view: TensorView,
    private mount: Mount,
  ) {
    this.element = element(
      'div',
      {
        class: 'heatmap',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': l10n.t('heatmap'),
        'aria-label': `${spec.name}, ${shapeText(spec.shape)}`,
        'data-tensor': spec.name,
      },
      this.canvas,
      this.chosenMark,
      this.cursorMark,
    );
    this.legend = new Legend(stage.ranges, spec);
    this.plan = this.lay();
    this.listen();
  }

  get grid(): Grid {
    return this.plan.grid;
  }

  /** Gives it another room or another view; the numbers it has are drawn anew. */
  resize(mount: Mount, view: TensorView): void {
    this.mount = mount;
    this.view = view;
    this.plan = this.lay();
    if (this.shown?.view !== this.plan.view) this.shown = null;
    this.repaint();
    this.stage.frames.watch();
  }

  watches(): readonly Watch[] {
    return [watchFor(this.spec.name, this.plan)];
  }

  /** @param known The exact number of a cell by its flat index, where that need not be asked for. */
  draw(frame: DrawableFrame, known: Target['known'] = null): void {
    const tensor = frame.get(this.spec.name, this.plan.view);
    if (tensor === undefined) return;
    this.shown = tensor;
    this.known = known;
    this.repaint();
    if (this.cursor !== null) this.stage.probe.refresh(this.target(tensor, this.cursor));
  }

  /** Marks a cell of the tensor, by its index. */
  choose(index: readonly number[] | null): void {
    this.chosen = index;
    this.placeMarks();
  }

  /** Marks the cells of the tensor that an answer is made of, by their indices. */
  light(cells: readonly (readonly number[])[]): void {
    this.lit = cells;
    while (this.litMarks.length < cells.length) {
      const mark = element('div', { class: 'cell-mark cell-lit', hidden: '' });
      this.litMarks.push(mark);
      this.canvas.after(mark);
    }
    this.placeMarks();
  }

  repaint(): void {
    const tensor = this.shown;
    if (tensor === null) return;
    const { width, height } = this.canvas;
    this.image ??= this.context.createImageData(width, height);
    const { ranges } = this.stage;
    const scale = colourScale(this.spec.nonNegative, themeKind(), ranges.curveOf(this.spec.name));
    const pixels = new Uint32Array(this.image.data.buffer);
    const range = ranges.of(this.spec.name);
    const clipped = paint(pixels, width, tensor, this.gridOf(tensor), scale, range);
    this.context.putImageData(this.image, 0, 0);
    this.legend.show(scale, clipped, tensor.stats);
    this.placeMarks();
  }

  private lay(): Plan {
    const ratio = window.devicePixelRatio;
    const plan = planPicture(this.spec, this.view, this.mount, ratio);
    const { width, height } = plan.grid;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = null;
    }
    for (const node of [this.canvas, this.element]) {
      node.style.width = `${width / ratio}px`;
      node.style.height = `${height / ratio}px`;
    }
    this.legend.width = width / ratio;
    return plan;
  }

  private gridOf(tensor: TensorFrame): Grid {
    return adapt(this.plan.grid, tensor, tensor.tileShape);
  }

  private listen(): void {
    const { element: node } = this;
    node.addEventListener('pointermove', (event) => {
      this.moveTo(this.cellUnder(event), false);
    });
    node.addEventListener('pointerleave', () => {
      this.moveTo(null, false);
    });
    node.addEventListener('blur', () => {
      this.moveTo(null, false);
    });
    node.addEventListener('click', (event) => {
      this.chooseCell(this.cellUnder(event));
    });
    node.addEventListener('keydown', (event) => {
      if (this.pressed(event.key, event.ctrlKey || event.metaKey)) event.preventDefault();
    });
  }

  private cellUnder(event: MouseEvent): GridCell | null {
    if (this.shown === null) return null;
    const { left, top } = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return cellAt(this.gridOf(this.shown), (event.clientX - left) * ratio, (event.clientY - top) * ratio);
  }

  /** Whether the key was one of the heatmap's. */
  private pressed(key: string, control: boolean): boolean {
    if (this.shown === null) return false;
    if (key === 'Enter' || key === ' ') {
      this.chooseCell(this.cursor);
      return true;
    }
    if (key === 'Escape' && this.cursor !== null) {
      this.moveTo(null, false);
      return true;
    }
    if (!(key in moves)) return false;
    const grid = this.gridOf(this.shown);
    const [right, down] = moves[key];
    const start = this.cursor ?? drawnCell(this.shown, grid, this.chosen);
    // The first key only shows where the cursor is; Ctrl takes Home and End to the picture's own.
    const shift = this.cursor === null ? ([0, 0] as const) : ([right, control ? right : down] as const);
    this.moveTo(moveCell(grid, start ?? { tile: 0, row: 0, column: 0 }, ...shift), true);
    return true;
  }

  private moveTo(cell: GridCell | null, aloud: boolean): void {
    const { shown, cursor } = this;
    const same = cell?.tile === cursor?.tile && cell?.row === cursor?.row && cell?.column === cursor?.column;
    // A pointer that leaves a picture whose cursor another has taken must not take it from there.
    if (same && !aloud) return;
    this.cursor = cell;
    this.placeMarks();
    if (cell === null || shown === null) this.stage.probe.leave();
    else this.stage.probe.point(this.target(shown, cell), aloud, this.release);
  }

  private readonly release = (): void => {
    this.cursor = null;
    this.placeMarks();
  };

  private chooseCell(cell: GridCell | null): void {
    const tensor = this.shown;
    const single = tensor !== null && cell !== null ? flatIndices(tensor, this.gridOf(tensor), cell) : [];
    // A pooled cell is many; the first of them is as good as any to start from.
    this.stage.choose(
      this.spec.name,
      tensor !== null && single.length > 0 ? indexOf(single[0], tensor.shape) : null,
    );
  }

  private target(tensor: TensorFrame, cell: GridCell): Target {
    const grid = this.gridOf(tensor);
    const { left, top } = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const { x, y, width, height } = cellBox(grid, cell);
    return {
      tensor: this.spec.name,
      shape: tensor.shape,
      cells: flatIndices(tensor, grid, cell),
      shown: valueOf(tensor, grid, cell.tile, cell.row, cell.column),
      known: this.known,
      box: new DOMRect(left + x / ratio, top + y / ratio, width / ratio, height / ratio),
    };
  }

  private placeMarks(): void {
    const tensor = this.shown;
    const grid = tensor === null ? this.plan.grid : this.gridOf(tensor);
    place(this.cursorMark, grid, this.cursor);
    const drawn = (index: readonly number[] | null): GridCell | null =>
      tensor === null ? null : drawnCell(tensor, grid, index);
    place(this.chosenMark, grid, drawn(this.chosen));
    this.litMarks.forEach((mark, i) => {
      place(mark, grid, drawn(this.lit.at(i) ?? null));
    });
  }
}

/** Where a cell of the tensor is drawn; `null` if there is none, or it is not in this picture. */
function drawnCell(tensor: TensorFrame, grid: Grid, index: readonly number[] | null): GridCell | null {
  if (index?.length !== tensor.shape.length) return null;
  return gridCell(tensor, grid, flatIndex(index, tensor.shape));
}

/** Lays a frame around a cell. */
function place(mark: HTMLElement, grid: Grid, cell: GridCell | null): void {
  mark.hidden = cell === null;
  if (cell === null) return;
  const ratio = window.devicePixelRatio;
  const { x, y, width, height } = cellBox(grid, cell);
  mark.style.transform = `translate(${x / ratio}px, ${y / ratio}px)`;
  mark.style.width = `${width / ratio}px`;
  mark.style.height = `${height / ratio}px`;
}
