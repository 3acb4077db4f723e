/** @file One of several pictures side by side: whose it is, its figures, the picture and its scale. */

import type { Cursor } from '../../engine/cursor.ts';
import type { Watch, TensorView } from '../../engine/frame.ts';
import { makeFrame } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { DType, FloatArray } from '../../engine/tensor.ts';
import { element, setText } from './dom.ts';
import { DrawableFrame } from './frames.ts';
import { Heatmap } from './heatmap.ts';
import { offerPicture } from './pictures.ts';
import type { Stage } from './stage.ts';
import { Statistics } from './statistics.ts';
import { Zoom } from './zoom.ts';

/** Numbers to show, of this type and shape. */
export interface Shown {
  readonly cursor: Cursor;
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

let panes = 0;

export class Pane {
  private readonly owner = element('span', { class: 'pane-owner' });
  private readonly statistics = new Statistics();
  readonly heatmap: Heatmap;
  readonly zoom: Zoom;
  readonly element: HTMLElement;
  /** What is shown; `null` while there is nothing. */
  shown: Shown | null = null;
  private frame: DrawableFrame | null = null;

  /**
   * @param stage with its own ranges, whose names are the tensors'
   * @param looked Called when another part of the picture is wanted.
   */
  constructor(
    stage: Stage,
    title: string,
    private readonly spec: TensorSpec,
    private readonly dtype: DType,
    view: TensorView,
    looked: () => void,
  ) {
    this.heatmap = new Heatmap(stage, spec, view, { width: 1, height: 1, fill: 'width' });
    this.zoom = new Zoom(this.heatmap, looked);
    const id = `pane-${++panes}`;
    this.element = element(
      'section',
      { class: 'pane', 'aria-labelledby': id },
      element('h3', { id, class: 'pane-title' }, title, this.owner),
      this.statistics.element,
      element('div', { class: 'portrait-picture' }, this.heatmap.element, this.heatmap.legend.element),
    );
    offerPicture(this.heatmap.element, null, () => this.heatmap.take());
  }

  /** Says whose it is. */
  name(owner: string): void {
    setText(this.owner, owner);
    this.owner.title = owner;
  }

  /**
   * Takes up other numbers, or none.
   * @param order in which the tensor's rows and columns are shown
   * @returns their figures
   */
  take(shown: Shown | null, order: Watch['order']): TensorStats | null {
    this.shown = shown;
    this.element.hidden = shown === null;
    if (shown === null) return null;
    const { spec, dtype } = this;
    const tensor = { name: spec.name, dtype, ...shown };
    const watches = this.heatmap.watches().map((watch) => ({ ...watch, order }));
    const frame = makeFrame(shown.cursor, [spec], { [spec.name]: tensor }, watches);
    this.frame = DrawableFrame.of(frame);
    return frame.tensors[0].stats;
  }

  /** Draws what was taken up, in the ranges of now. */
  draw(): void {
    const { shown, frame } = this;
    if (shown === null || frame === null) return;
    this.statistics.show(frame.frame.tensors[0].stats);
    this.heatmap.draw(frame, (flat) => shown.data[flat]);
    this.zoom.describe();
  }
}
