/** @file One tensor large: its picture, what its colours mean, its figures, and the op that makes it. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../engine/cursor.ts';
import type { TensorView, Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { RunInfo, RunState } from '../protocol.ts';
import { Change } from './change.ts';
import { ColourStrip } from './colourstrip.ts';
import { IconButton } from './controls.ts';
import { element } from './dom.ts';
import { shapeText } from './format.ts';
import type { DrawableFrame, FrameView } from './frames.ts';
import { Heatmap } from './heatmap.ts';
import type { IconName } from './icons.ts';
import { offerPicture } from './pictures.ts';
import { NumberTable } from './numbertable.ts';
import type { Mount } from '../drawing/plan.ts';
import { SideBySide, type Ways } from './sidebyside.ts';
import type { Stage } from './stage.ts';
import { Statistics } from './statistics.ts';
import { firstView, viewButton } from './views.ts';
import { Zoom } from './zoom.ts';

/** The name by which it is remembered whether the numbers are seen as a table. */
const tableMemory = 'numbers';

/** Vectors and scalars are one column, which is as wide as a number written into it. */
const columnWidth = 64;

export class Portrait implements FrameView {
  readonly element: HTMLElement;
  private readonly heatmap: Heatmap;
  private readonly zoom: Zoom;
  private readonly nearer: IconButton;
  private readonly statistics = new Statistics();
  private readonly picture: HTMLElement;
  private readonly colours: ColourStrip;
  private colouring = false;
  private view: TensorView;
  private change: Change | null = null;
  private table: NumberTable | null = null;
  private sideBySide: SideBySide | null = null;
  /** Of what is not there while it is laid beside another. */
  private readonly plain = element('span', { class: 'portrait-buttons' });
  private chosen: readonly number[] | null = null;
  private readonly observer: ResizeObserver;

  /**
   * @param tallest Greatest height of the picture, in CSS pixels.
   * @param choices What there is to choose besides colours, for all pictures of the page.
   */
  constructor(
    private readonly stage: Stage,
    readonly spec: TensorSpec,
    private readonly run: RunInfo,
    private readonly tallest: () => number,
    private readonly choices: HTMLElement | null = null,
  ) {
    this.view = firstView(spec);
    this.heatmap = new Heatmap(stage, spec, this.view, { width: 1, height: 1, fill: 'width' });
    this.zoom = new Zoom(this.heatmap, () => {
      stage.frames.watch();
      this.showParts();
    });
    this.nearer = new IconButton(...this.nearerLabel(), () => {
      this.shownZoom.toggle(null);
      this.showParts();
    });
    this.picture = element(
      'div',
      { class: 'portrait-picture' },
      this.heatmap.element,
      this.heatmap.legend.element,
      this.zoom.element,
    );
    if (stage.host.recall(tableMemory) === 'table') this.turnTable();
    this.colours = new ColourStrip(stage.ranges, spec, () => {
      stage.frames.repaint();
      stage.frames.watch();
    });
    const op = run.program.ops.find(({ output }) => output === spec.name);
    const type = [shapeText(spec.shape) || l10n.t('scalar'), run.model.dtype].join(' · ');
    this.element = element(
      'article',
      { class: 'portrait', 'aria-label': spec.name },
      element(
        'header',
        { class: 'portrait-head' },
        element('h2', { title: spec.name }, spec.name),
        element('span', { class: 'portrait-type', title: type }, type),
        element('div', { class: 'portrait-buttons' }, ...this.buttons()),
      ),
      ...(op === undefined ? [] : [element('code', { class: 'formula', title: op.numpy }, op.formula)]),
      this.colours.element,
      ...(choices === null ? [] : [choices]),
      this.statistics.element,
      this.picture,
    );
    offerPicture(this.heatmap.element, spec.name, () => this.heatmap.take());
    this.showParts();
    // In this order, since what is told of a picture is told when it is drawn.
    stage.frames.add(this.heatmap);
    stage.frames.add(this);
    this.observer = new ResizeObserver(() => {
      this.arrange();
    });
    this.observer.observe(this.element);
  }

  /** Its picture asks for all that it needs; a shared range needs the figures of all that share it, seen or not. */
  watches(): readonly Watch[] {
    const { ranges } = this.stage;
    const sharing = ranges.isShared(this.spec.name) ? ranges.kinOf(this.spec.name)?.members : undefined;
    return (sharing ?? []).map((tensor) => ({ tensor, view: 'matrix', maxRows: 1, maxColumns: 1 }));
  }

  draw(frame: DrawableFrame): void {
    const tensor = frame.frame.tensors.find(({ tensor: name }) => name === this.spec.name);
    if (tensor === undefined) return;
    this.statistics.show(tensor.stats);
    this.colours.show();
    this.zoom.describe();
    this.table?.refresh();
  }

  repaint(): void {
    this.colours.show();
    this.sideBySide?.repaint();
  }

  /** Fits the picture into the room there is now. */
  arrange(): void {
    this.heatmap.resize(this.mount(), this.view);
    this.change?.resize(this.mount(), this.view);
    this.sideBySide?.resize({ ...this.mount(), width: this.element.clientWidth }, this.view);
  }

  choose(index: readonly number[] | null): void {
    this.chosen = index;
    this.heatmap.choose(index);
    this.change?.choose(index);
    this.table?.choose(index);
    this.sideBySide?.choose(index);
  }

  /**
   * Lays it beside itself on another way that training has taken, in the place of its values; or puts these back.
   * @param seek Goes to a cursor that was reached.
   */
  compare(ways: Ways | null, seek: (cursor: Cursor) => void): void {
    if (ways === null) {
      this.sideBySide?.remove();
      this.sideBySide = null;
    } else {
      this.sideBySide ??= this.layBeside(seek);
      this.sideBySide.compare(ways);
    }
    this.showParts();
  }

  /** Training stands there now. */
  place(state: RunState): void {
    this.sideBySide?.place(state);
  }

  /** Marks the cells that an answer is made of, by their indices. */
  light(cells: readonly (readonly number[])[]): void {
    this.heatmap.light(cells);
  }

  remove(): void {
    this.observer.disconnect();
    this.change?.remove();
    this.table?.remove();
    this.sideBySide?.remove();
    this.stage.frames.remove(this);
    this.stage.frames.remove(this.heatmap);
    this.element.remove();
  }

  private mount(): Mount {
    const widest = this.element.clientWidth;
    const width = this.spec.shape.length < 2 ? Math.min(columnWidth, widest) : widest;
    return { width, height: this.tallest(), fill: 'width' };
  }

  /** Puts what changes in the place of the values, or these back. */
  private turnChange(): void {
    if (this.change === null) {
      this.change = new Change(this.stage, this.spec, this.run.model.dtype, this.view, this.mount());
      this.change.choose(this.chosen);
      this.change.zoom.look(this.zoom.seen);
      this.element.append(this.change.element);
    } else {
      this.zoom.look(this.change.zoom.seen);
      this.change.remove();
      this.change = null;
    }
    this.showParts();
  }

  /** Puts the numbers below the picture, or away. */
  private turnTable(): void {
    if (this.table === null) {
      const { stage, spec, run, heatmap } = this;
      this.table = new NumberTable(stage, spec, run.model.dtype, (index) => {
        heatmap.point(index);
      });
      heatmap.onCursor = (index, byKey) => this.table?.show(index, byKey);
      this.picture.append(this.table.element);
      this.table.choose(this.chosen);
    } else {
      this.heatmap.point(null);
      this.table.remove();
      this.table = null;
    }
  }

  private layBeside(seek: (cursor: Cursor) => void): SideBySide {
    const { dtype } = this.run.model;
    const made = new SideBySide(this.stage, this.spec, dtype, this.view, seek);
    this.element.append(made.element);
    made.resize({ ...this.mount(), width: this.element.clientWidth }, this.view);
    made.choose(this.chosen);
    return made;
  }

  private showParts(): void {
    const { change, sideBySide, colouring } = this;
    const isPlain = change === null && sideBySide === null;
    for (const node of [this.statistics.element, this.picture]) node.hidden = !isPlain;
    this.colours.element.hidden = !isPlain || !colouring;
    if (change !== null) {
      change.element.hidden = sideBySide !== null;
      change.colours.element.hidden = !colouring;
    }
    if (sideBySide !== null) sideBySide.colours.hidden = !colouring;
    this.plain.hidden = sideBySide !== null;
    if (this.choices !== null) this.choices.hidden = !colouring;
    this.nearer.show(...this.nearerLabel());
  }

  private get shownZoom(): Zoom {
    return this.sideBySide?.zoom ?? this.change?.zoom ?? this.zoom;
  }

  private nearerLabel(): [IconName, string] {
    return this.shownZoom.isWhole
      ? ['nearer', l10n.t('Look at single cells (also by double click, + and −)')]
      : ['farther', l10n.t('Look at the whole picture')];
  }

  private buttons(): HTMLElement[] {
    const colourLabel = (): [IconName, string] => [
      'colours',
      this.colouring ? l10n.t('Hide how it is drawn') : l10n.t('Choose how it is drawn'),
    ];
    const colours = new IconButton(...colourLabel(), () => {
      this.colouring = !this.colouring;
      this.showParts();
      colours.show(...colourLabel());
      colours.element.setAttribute('aria-expanded', String(this.colouring));
    });
    const changeLabel = (): [IconName, string] =>
      this.change === null ? ['change', l10n.t('Show what changes')] : ['values', l10n.t('Show the values')];
    const change = new IconButton(...changeLabel(), () => {
      this.turnChange();
      change.show(...changeLabel());
    });
    const tableLabel = (): [IconName, string] => [
      'table',
      this.table === null ? l10n.t('Show the numbers as a table') : l10n.t('Hide the table of numbers'),
    ];
    const expanded = (): void => {
      table.element.setAttribute('aria-expanded', String(this.table !== null));
    };
    const table = new IconButton(...tableLabel(), () => {
      this.turnTable();
      table.show(...tableLabel());
      expanded();
      this.stage.host.remember(tableMemory, this.table === null ? '' : 'table');
    });
    expanded();
    this.plain.append(table.element, change.element);
    const turn = viewButton(this.view, (view) => {
      this.view = view;
      for (const zoom of [this.zoom, this.change?.zoom, this.sideBySide?.zoom]) zoom?.look(null);
      this.arrange();
    });
    return [
      ...(this.spec.images === undefined ? [] : [turn]),
      this.nearer.element,
      colours.element,
      this.plain,
    ];
  }
}
