/** @file A tensor as a picture: drawn on demand in whole device pixels, read with the pointer or the arrow keys. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../engine/cursor.ts';
import type { Region, TensorView, Triple, Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { flatIndices, flatIndex, gridCell, indexOf } from '../drawing/cells.ts';
import { colourScale, type ColourScale } from '../drawing/colour.ts';
import { context2d, element } from './dom.ts';
import { placeName, shapeText } from './format.ts';
import type { DrawableFrame, FrameView } from './frames.ts';
import {
  adapt,
  cellAt,
  cellBox,
  moveCell,
  tileOrigin,
  type Extent,
  type Grid,
  type GridCell,
} from '../drawing/grid.ts';
import { arrows, type Moves } from './keys.ts';
import { Legend } from './legend.ts';
import { writeNumbers } from './numbers.ts';
import { takeHeatmap, type Taken } from './pictures.ts';
import { sameNumbers, type TensorFrame } from '../drawing/parcel.ts';
import { planPicture, planRegion, watchFor, type Mount, type Plan } from '../drawing/plan.ts';
import type { Target } from './probe.ts';
import { paint, valueOf, type Clipped } from '../drawing/raster.ts';
import type { Stage } from './stage.ts';
import { themeKind } from './theme.ts';

/** Cells that one key press moves the cursor by. */
export const moves: Moves = {
  ...arrows,
  PageUp: [0, -10],
  PageDown: [0, 10],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

/** What a picture was made of. */
interface Painted {
  readonly tensor: TensorFrame;
  readonly plan: Plan;
  readonly scale: ColourScale;
  readonly range: number;
  readonly clipped: Clipped;
}

export class Heatmap implements FrameView {
  readonly legend: Legend;
  private readonly canvas = element('canvas');
  private readonly context = context2d(this.canvas);
  private readonly cursorMark = element('div', { class: 'cell-mark cell-cursor', hidden: '' });
  private readonly chosenMark = element('div', { class: 'cell-mark cell-chosen', hidden: '' });
  readonly element: HTMLElement;
  plan: Plan;
  /** The part of the picture that is seen. */
  private region: Region | undefined;
  /** Where the cursor goes when the part that it was led to has come. */
  private landing: Triple | null = null;
  private shown: TensorFrame | null = null;
  /** Of when that is. */
  private at: Cursor = { step: 0, op: 0 };
  private known: Target['known'] = null;
  private image: ImageData | null = null;
  /** What the canvas shows; `null` where that came from elsewhere. */
  private painted: Painted | null = null;
  private cursor: GridCell | null = null;
  private chosen: readonly number[] | null = null;
  private pointed: readonly number[] | null = null;
  /** Called with the cell that its cursor is on now, the first of many where it is pooled; `byKey` if a key took it there. */
  onCursor: (index: readonly number[] | null, byKey: boolean) => void = () => undefined;
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

  /** The room for a part of the picture, in device pixels: as high as the whole, and as wide as there is room. */
  get room(): Extent {
    const ratio = window.devicePixelRatio;
    const whole = planPicture(this.spec, this.view, this.mount, ratio);
    return { width: Math.floor(this.mount.width * ratio), height: whole.grid.height };
  }

  get hasCursor(): boolean {
    return this.cursor !== null || this.landing !== null;
  }

  /** The place in the picture of the cursor, else of the chosen cell; `null` if neither is seen. */
  placeOfCursor(): Triple | null {
    if (this.shown === null) return this.landing;
    const cell = this.cursor ?? drawnCell(this.shown, this.gridOf(this.shown), this.chosen);
    return cell && placeOf(this.shown, this.gridOf(this.shown), cell);
  }

  /** The place in the picture that is under the pointer. */
  placeUnder(event: MouseEvent): Triple | null {
    const cell = this.cellUnder(event);
    return cell && this.shown && placeOf(this.shown, this.gridOf(this.shown), cell);
  }

  /**
   * Shows a part of one tile of the picture, or the whole for `null`: at first from the pixels that there are, until its own
   * numbers come.
   * @param cursor The place where the cursor goes.
   */
  look(region: Region | null, cursor: Triple | null): void {
    const before = this.plan;
    const drawn = copyOf(this.canvas);
    this.painted = null;
    this.region = region ?? undefined;
    this.plan = this.lay();
    this.moveTo(null, false);
    this.shown = null;
    this.landing = cursor;
    this.carryOver(drawn, before);
    this.placeMarks();
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
    const tensor = frame.get(this.spec.name, this.plan.view, this.plan.region);
    if (tensor === undefined) return;
    this.follow(tensor);
    this.shown = tensor;
    this.at = frame.cursor;
    this.known = known;
    this.repaint();
    if (this.landing !== null) this.land(tensor, this.landing);
    else if (this.cursor !== null) this.stage.probe.refresh(this.target(tensor, this.cursor));
  }

  /** What stands at the places of the picture that is drawn; `null` before there is one. */
  get order(): TensorFrame['order'] | null {
    return this.shown?.order ?? null;
  }

  /** Marks a cell of the tensor, by its index. */
  choose(index: readonly number[] | null): void {
    this.chosen = index;
    this.placeMarks();
  }

  /** Puts the mark of the cursor on a cell that is pointed at elsewhere, by its index. */
  point(index: readonly number[] | null): void {
    this.pointed = index;
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

  /** The picture as it is seen, to be taken away; `null` before its first numbers. */
  take(): Taken | null {
    if (this.shown === null) return null;
    const { name } = this.spec;
    const caption = [shapeText(this.shown.shape), placeName(this.at)].filter(Boolean).join(' · ');
    const { bar, words } = this.legend;
    return takeHeatmap(`${name}-${this.at.step}`, this.canvas, bar, { title: name, caption, ...words });
  }

  repaint(): void {
    const tensor = this.shown;
    if (tensor === null) return;
    const { plan, painted } = this;
    const { ranges } = this.stage;
    const scale = colourScale(this.spec.nonNegative, themeKind(), ranges.curveOf(this.spec.name));
    const range = ranges.of(this.spec.name);
    const stands =
      painted?.plan === plan &&
      painted.scale === scale &&
      painted.range === range &&
      isSamePicture(painted.tensor, tensor);
    const { clipped } = (this.painted = stands
      ? painted
      : { tensor, plan, scale, range, clipped: this.paint(tensor, scale, range) });
    this.legend.show(scale, clipped, tensor.stats);
    if (!stands) this.placeMarks();
  }

  private paint(tensor: TensorFrame, scale: ColourScale, range: number): Clipped {
    const { width, height } = this.canvas;
    this.image ??= this.context.createImageData(width, height);
    const pixels = new Uint32Array(this.image.data.buffer);
    const clipped = paint(pixels, width, tensor, this.gridOf(tensor), scale, range);
    this.context.putImageData(this.image, 0, 0);
    writeNumbers(this.context, tensor, this.gridOf(tensor), scale, range);
    return clipped;
  }

  private lay(): Plan {
    const ratio = window.devicePixelRatio;
    const plan =
      this.region === undefined
        ? planPicture(this.spec, this.view, this.mount, ratio)
        : planRegion(this.spec, this.view, this.room, this.region);
    const { width, height } = this.region === undefined ? plan.grid : this.room;
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

  /** Draws what was drawn by another plan where it lies in this one. */
  private carryOver(drawn: HTMLCanvasElement, before: Plan): void {
    const { context, plan } = this;
    const tile = before.region?.from[0] ?? plan.region?.from[0] ?? 0;
    const [from, to] = [spanOf(before, tile), spanOf(plan, tile)];
    const [right, down] = [to.placeWidth / from.placeWidth, to.placeHeight / from.placeHeight];
    const x = to.x + (from.column - to.column) * to.placeWidth;
    const y = to.y + (from.row - to.row) * to.placeHeight;
    const { width, height } = before.grid.tile;
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(drawn, from.x, from.y, width, height, x, y, width * right, height * down);
  }

  /** Keeps the cursor on its cell where that is drawn elsewhere now. */
  private follow(tensor: TensorFrame): void {
    const { shown, cursor } = this;
    if (shown === null || cursor === null || String(shown.order) === String(tensor.order)) return;
    const [flat] = flatIndices(shown, this.gridOf(shown), cursor);
    this.cursor = gridCell(tensor, this.gridOf(tensor), flat);
  }

  private land(tensor: TensorFrame, [tile, row, column]: Triple): void {
    const grid = this.gridOf(tensor);
    this.landing = null;
    const cell = {
      tile: tile - tensor.from[0],
      row: Math.floor((row - tensor.from[1]) / (grid.pool[0] * tensor.pool[0])),
      column: Math.floor((column - tensor.from[2]) / (grid.pool[1] * tensor.pool[1])),
    };
    this.moveTo(moveCell(grid, cell, 0, 0), true);
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
    if (cell === null || shown === null) {
      this.stage.probe.leave();
      this.onCursor(null, aloud);
      return;
    }
    const target = this.target(shown, cell);
    this.stage.probe.point(target, aloud, this.release);
    this.onCursor(indexOf(target.cells[0], shown.shape), aloud);
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
    const drawn = (index: readonly number[] | null): GridCell | null =>
      tensor === null ? null : drawnCell(tensor, grid, index);
    place(this.cursorMark, grid, this.cursor ?? drawn(this.pointed));
    place(this.chosenMark, grid, drawn(this.chosen));
    this.litMarks.forEach((mark, i) => {
      place(mark, grid, drawn(this.lit.at(i) ?? null));
    });
  }
}

/** Whether the same numbers stand at the same places. */
function isSamePicture(a: TensorFrame, b: TensorFrame): boolean {
  return (
    String(a.pool) === String(b.pool) &&
    String(a.from) === String(b.from) &&
    String(a.order) === String(b.order) &&
    sameNumbers(a.values, b.values)
  );
}

/** Where a cell of the tensor is drawn; `null` if there is none, or it is not in this picture. */
function drawnCell(tensor: TensorFrame, grid: Grid, index: readonly number[] | null): GridCell | null {
  if (index?.length !== tensor.shape.length) return null;
  return gridCell(tensor, grid, flatIndex(index, tensor.shape));
}

/** The first of the places in the picture that a drawn cell stands for. */
function placeOf(tensor: TensorFrame, grid: Grid, { tile, row, column }: GridCell): Triple {
  return [
    tensor.from[0] + tile,
    tensor.from[1] + row * grid.pool[0] * tensor.pool[0],
    tensor.from[2] + column * grid.pool[1] * tensor.pool[1],
  ];
}

/** Where a tile lies on the canvas, its first place there, and how large a place is. */
function spanOf({ grid, region }: Plan, tile: number) {
  return {
    ...tileOrigin(grid, region === undefined ? tile : 0),
    row: region?.from[1] ?? 0,
    column: region?.from[2] ?? 0,
    placeWidth: grid.cell.width / grid.pool[1],
    placeHeight: grid.cell.height / grid.pool[0],
  };
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const { width, height } = canvas;
  const copy = element('canvas', { width: String(width), height: String(height) });
  context2d(copy).drawImage(canvas, 0, 0);
  return copy;
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
