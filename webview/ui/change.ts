/** @file What has changed in a tensor, cell by cell: since the position before, or since one that was pinned. */

import * as l10n from '@vscode/l10n';
import { isSame } from '../../engine/cursor.ts';
import { makeFrame, type TensorView, type Watch } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { DType } from '../../engine/tensor.ts';
import { Refusal } from '../host.ts';
import { ColourStrip } from './colourstrip.ts';
import { IconButton } from './controls.ts';
import { element, setText } from './dom.ts';
import { placeName } from './format.ts';
import { DrawableFrame, type FrameView } from './frames.ts';
import { Heatmap } from './heatmap.ts';
import { offerPicture } from './pictures.ts';
import type { Mount } from '../drawing/plan.ts';
import { Ranges } from '../drawing/range.ts';
import { difference, readSnapshot, type Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import { Statistics } from './statistics.ts';
import { Zoom } from './zoom.ts';

/** While training runs, all of a tensor need not be read for every picture. */
const refreshMilliseconds = 150;

export class Change implements FrameView {
  private readonly text = element('span', { class: 'change-text' });
  private readonly pin: IconButton;
  private readonly statistics = new Statistics();
  private readonly heatmap: Heatmap;
  private readonly picture: HTMLElement;
  readonly element: HTMLElement;
  private readonly ranges = new Ranges();
  private readonly delta: TensorSpec;
  /** How the differences become colours. */
  readonly colours: ColourStrip;
  readonly zoom: Zoom;
  private latest: Snapshot | null = null;
  private before: Snapshot | null = null;
  private pinned: Snapshot | null = null;
  private timer: number | undefined;
  private asking = false;
  private askedAt = -Infinity;

  constructor(
    private readonly stage: Stage,
    private readonly spec: TensorSpec,
    private readonly dtype: DType,
    view: TensorView,
    mount: Mount,
  ) {
    const { name } = spec;
    this.delta = { ...spec, name: `Δ${name}`, nonNegative: false };
    const own: Stage = {
      ...stage,
      ranges: this.ranges,
      choose: (_, index) => {
        stage.choose(name, index);
      },
    };
    this.heatmap = new Heatmap(own, this.delta, view, mount);
    offerPicture(this.heatmap.element, null, () => this.heatmap.take());
    this.colours = new ColourStrip(this.ranges, this.delta, () => {
      this.show();
      this.repaint();
    });
    this.zoom = new Zoom(this.heatmap, () => {
      this.show();
    });
    this.pin = new IconButton('pin', '', () => {
      this.pinned = this.pinned === null ? this.latest : null;
      this.show();
    });
    this.picture = element(
      'div',
      { class: 'portrait-picture' },
      this.heatmap.element,
      this.heatmap.legend.element,
      this.zoom.element,
    );
    this.element = element(
      'div',
      { class: 'change' },
      element('div', { class: 'change-head' }, this.text, this.pin.element),
      this.colours.element,
      this.statistics.element,
      this.picture,
    );
    stage.frames.add(this);
    this.readSoon();
    this.show();
  }

  /** One number is enough to be told of every new position. */
  watches(): readonly Watch[] {
    return [{ tensor: this.spec.name, view: 'matrix', maxRows: 1, maxColumns: 1 }];
  }

  draw(): void {
    this.readSoon();
  }

  repaint(): void {
    this.heatmap.repaint();
  }

  resize(mount: Mount, view: TensorView): void {
    this.heatmap.resize(mount, view);
    this.show();
  }

  choose(index: readonly number[] | null): void {
    this.heatmap.choose(index);
  }

  remove(): void {
    window.clearTimeout(this.timer);
    this.stage.frames.remove(this);
    this.element.remove();
  }

  private readSoon(): void {
    const wait = Math.max(0, this.askedAt + refreshMilliseconds - performance.now());
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      void this.read();
    }, wait);
  }

  private async read(): Promise<void> {
    if (this.asking) {
      this.readSoon();
      return;
    }
    this.asking = true;
    this.askedAt = performance.now();
    try {
      const snapshot = await readSnapshot(this.stage.host, this.spec);
      if (snapshot === null) this.readSoon();
      else this.take(snapshot);
    } catch (error) {
      // What is shown stays; the reason is the host's to tell.
      if (!(error instanceof Refusal)) throw error;
    } finally {
      this.asking = false;
    }
  }

  /** The same position again is nothing new, unless something was changed by hand there. */
  private take(snapshot: Snapshot): void {
    const { latest } = this;
    if (latest !== null && isSame(latest.cursor, snapshot.cursor)) {
      const delta = difference(snapshot, latest, this.dtype);
      if (delta?.every((value) => value === 0) === true) return;
    }
    this.before = latest;
    this.latest = snapshot;
    this.show();
  }

  private show(): void {
    const { latest, pinned, delta } = this;
    const then = pinned ?? this.before;
    const [icon, label] =
      pinned === null
        ? (['pin', l10n.t('Keep comparing with this position')] as const)
        : (['pinned', l10n.t('Compare with the position before')] as const);
    this.pin.show(icon, label);
    this.pin.enabled = latest !== null;
    const values = latest === null || then === null ? null : difference(latest, then, this.dtype);
    this.picture.hidden = values === null;
    this.statistics.element.hidden = values === null;
    setText(this.text, this.describe(then, values !== null));
    if (latest === null || values === null) return;
    const tensor = { name: delta.name, shape: latest.shape, dtype: this.dtype, data: values };
    const order = this.stage.frames.orderOf(this.spec.name);
    const watches = this.heatmap.watches().map((watch) => ({ ...watch, order }));
    const frame = makeFrame(latest.cursor, [delta], { [delta.name]: tensor }, watches);
    // Unless told otherwise, the colours of what changes fit it at all times.
    this.ranges.follow(frame);
    if (!this.ranges.isLocked(delta.name)) this.ranges.fit(delta.name);
    this.colours.show();
    this.statistics.show(frame.tensors[0].stats);
    this.heatmap.draw(DrawableFrame.of(frame), (flat) => values[flat]);
    this.zoom.describe();
  }

  private describe(then: Snapshot | null, comparable: boolean): string {
    if (then === null)
      return l10n.t('Take a step, and what it changes in {0} is shown here.', this.spec.name);
    if (comparable) return l10n.t('Change since {0}', placeName(then.cursor));
    return l10n.t('{0} had another shape at {1}.', this.spec.name, placeName(then.cursor));
  }
}
