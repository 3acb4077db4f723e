/** @file A tensor on two ways that training has taken, side by side at the same step, and what lies between the two. */

import * as l10n from '@vscode/l10n';
import { isBefore, type Cursor } from '../../engine/cursor.ts';
import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { Beside } from '../../engine/questions/beside.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { DType, FloatArray } from '../../engine/tensor.ts';
import type { Mount } from '../drawing/plan.ts';
import { Ranges } from '../drawing/range.ts';
import type { RunState } from '../protocol.ts';
import { ColourStrip } from './colourstrip.ts';
import { linkButton } from './controls.ts';
import { element } from './dom.ts';
import { exact, placeName, shapeText } from './format.ts';
import { Linked } from './linked.ts';
import { Pane } from './pane.ts';
import { Refresher } from './refresher.ts';
import { difference } from './snapshot.ts';
import type { Stage } from './stage.ts';
import type { Zoom } from './zoom.ts';

/** What the two ways are called. */
export interface Ways {
  readonly here: string;
  readonly there: string;
}

/** Narrower than this, matrices stand one below the other. */
const threeAbreast = 600;

/** Pixels between pictures; the style sheet has the same. */
const gap = 24;

/** Of the height that one picture alone would have: one of three in a column. */
const stackedShare = 0.6;

export class SideBySide {
  private readonly text = element('p', { class: 'beside-text', role: 'status' });
  private readonly ranges = new Ranges();
  private readonly delta: TensorSpec;
  private readonly here: Pane;
  private readonly there: Pane;
  private readonly between: Pane;
  private readonly strips: readonly ColourStrip[];
  /** How the numbers of the two become colours, and the differences. */
  readonly colours: HTMLElement;
  readonly element: HTMLElement;
  private readonly refresher: Refresher;
  private ways: Ways = { here: '', there: '' };
  private beside: Beside | null = null;

  /** @param seek Goes to a cursor that was reached. */
  constructor(
    private readonly stage: Stage,
    private readonly spec: TensorSpec,
    private readonly dtype: DType,
    view: TensorView,
    private readonly seek: (cursor: Cursor) => void,
  ) {
    this.delta = { ...spec, name: `Δ${spec.name}`, nonNegative: false };
    const linked = new Linked(stage.probe);
    const pane = (title: string, of: TensorSpec, tell: (value: string) => string): Pane => {
      const own: Stage = {
        ...stage,
        ranges: this.ranges,
        probe: linked.add({
          mark: (index) => {
            made.heatmap.point(index);
          },
          tell: (flat) => made.shown && tell(exact(made.shown.data[flat], dtype)),
        }),
        choose: (_, index) => {
          stage.choose(spec.name, index);
        },
      };
      const made = new Pane(own, title, of, dtype, view, () => {
        for (const each of this.panes) each.zoom.look(made.zoom.seen);
        this.show();
      });
      return made;
    };
    this.here = pane(l10n.t('Here'), spec, (value) => l10n.t('here {0}', value));
    this.there = pane(l10n.t('There'), spec, (value) => l10n.t('there {0}', value));
    this.between = pane(l10n.t('Difference'), this.delta, (value) => l10n.t('difference {0}', value));
    this.between.name(l10n.t('here − there'));
    this.strips = [spec, this.delta].map(
      (of) =>
        new ColourStrip(this.ranges, of, () => {
          this.show();
        }),
    );
    this.colours = element('div', { class: 'beside-colours' }, ...this.strips.map((each) => each.element));
    this.element = element(
      'div',
      { class: 'beside' },
      this.text,
      this.colours,
      this.zoom.element,
      element('div', { class: 'beside-panes' }, ...this.panes.map((each) => each.element)),
    );
    for (const each of this.panes) each.take(null, undefined);
    this.refresher = new Refresher(
      this.element,
      async () => {
        this.beside = await stage.host.readBeside(spec.name);
        this.show();
      },
      (reason) => {
        this.text.replaceChildren(reason);
      },
    );
  }

  /** Of one picture; the others look where it looks. */
  get zoom(): Zoom {
    return this.here.zoom;
  }

  private get panes(): readonly Pane[] {
    return [this.here, this.there, this.between];
  }

  /** The two are others now, or called otherwise. */
  compare(ways: Ways): void {
    this.ways = ways;
    this.here.name(ways.here);
    this.there.name(ways.there);
    this.refresher.outdate();
  }

  /** Training stands there now. */
  place(state: RunState): void {
    if (this.ranges.place(state)) this.show();
    this.refresher.show(state);
  }

  resize({ width, height, fill }: Mount, view: TensorView): void {
    const isStacked = width < threeAbreast && this.spec.shape.length === 2;
    this.element.classList.toggle('stacked', isStacked);
    const own: Mount = isStacked
      ? { width, height: Math.round(stackedShare * height), fill }
      : { width: Math.floor((width - 2 * gap) / 3), height, fill };
    for (const { heatmap } of this.panes) heatmap.resize(own, view);
    this.show();
  }

  choose(index: readonly number[] | null): void {
    for (const { heatmap } of this.panes) heatmap.choose(index);
  }

  repaint(): void {
    for (const { heatmap } of this.panes) heatmap.repaint();
  }

  remove(): void {
    this.stage.probe.leave();
    this.refresher.stop();
    this.element.remove();
  }

  private show(): void {
    const { beside, spec, delta, ranges } = this;
    if (beside === null) return;
    const { cursor, here, there } = beside;
    const between = there && difference(here, there, this.dtype);
    const order = this.stage.frames.orderOf(spec.name);
    const own = this.here.take({ cursor, ...here }, order);
    const other = this.there.take(there && between && { cursor, ...there }, order);
    const apart = this.between.take(between && { cursor, shape: here.shape, data: between }, order);
    if (own !== null)
      ranges.follow({ cursor, tensors: [{ tensor: spec.name, stats: together(own, other ?? own) }] });
    if (apart !== null) {
      ranges.follow({ cursor, tensors: [{ tensor: delta.name, stats: apart }] });
      // Unless told otherwise, the colours of what differs fit it at all times.
      if (!ranges.isLocked(delta.name)) ranges.fit(delta.name);
    }
    for (const each of this.panes) each.draw();
    for (const strip of this.strips) strip.show();
    this.text.replaceChildren(...this.describe(beside, between));
  }

  private describe(
    { cursor, here, there, furthest, parting }: Beside,
    between: FloatArray | null,
  ): (Node | string)[] {
    const place = placeName(cursor);
    const { name } = this.spec;
    if (parting !== null && isBefore(cursor, parting)) {
      return [
        l10n.t('At {0} the two are still one: they part at {1}.', place, placeName(parting)),
        ' ',
        this.link(parting),
      ];
    }
    if (there === null && !isBefore(furthest, cursor))
      return [l10n.t('“{0}” has no {1} to lay beside this one.', this.ways.there, name)];
    if (there === null) {
      const other = placeName(furthest);
      return [
        l10n.t('“{0}” has not come to {1}: it ends at {2}.', this.ways.there, place, other),
        ' ',
        this.link(furthest),
      ];
    }
    if (between === null) {
      return [
        l10n.t(
          '{0} has no difference: it is {1} here and {2} there.',
          name,
          shapeText(here.shape),
          shapeText(there.shape),
        ),
      ];
    }
    const equal = between.every((value) => value === 0);
    return [equal ? l10n.t('{0} is the same in both at {1}.', name, place) : l10n.t('Both at {0}', place)];
  }

  private link(cursor: Cursor): HTMLElement {
    return linkButton(l10n.t('Go there'), () => {
      this.seek(cursor);
    });
  }
}

/** What a range has to know of two tensors to fit both. */
function together(a: TensorStats, b: TensorStats): TensorStats {
  return {
    ...a,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    robustMax: Math.max(a.robustMax, b.robustMax),
  };
}
