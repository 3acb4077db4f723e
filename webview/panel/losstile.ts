/** @file The loss among the columns: a scalar, so a number instead of a picture. */

import type { Watch } from '../../engine/frame.ts';
import type { LossSpec } from '../../engine/model.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { element, setText } from '../ui/dom.ts';
import { short } from '../ui/format.ts';
import type { DrawableFrame, FrameView } from '../ui/frames.ts';
import type { Stage } from '../ui/stage.ts';
import { lossName } from './names.ts';
import { markTile, type Part } from './tile.ts';

const nothing = '–';

export class LossTile implements FrameView {
  private readonly number = element('output', { class: 'loss-number' }, nothing);
  readonly element: HTMLElement;
  private value = nothing;
  private absent = false;

  constructor(
    stage: Stage,
    private readonly spec: TensorSpec,
    loss: LossSpec,
  ) {
    this.element = element(
      'button',
      { class: 'tile loss-tile', type: 'button', 'data-tensor': spec.name },
      element('span', { class: 'tile-name' }, element('b', {}, spec.name)),
      element('span', { class: 'tile-shape' }, lossName(loss)),
      this.number,
    );
    this.element.addEventListener('click', () => {
      stage.choose(spec.name, null);
    });
    stage.frames.add(this);
  }

  watches(): readonly Watch[] {
    return [{ tensor: this.spec.name, view: 'matrix', maxRows: 1, maxColumns: 1 }];
  }

  draw(frame: DrawableFrame): void {
    const tensor = frame.get(this.spec.name, 'matrix');
    if (tensor === undefined) return;
    this.value = short(tensor.values[0]);
    this.tell();
  }

  /**
   * @param stale Why it is not of this step as it is now; empty if it is.
   * @param absent Whether it has never been computed.
   */
  mark(part: Part, stale: string, absent: boolean): void {
    markTile(this.element, part, stale, absent);
    this.absent = absent;
    this.tell();
  }

  private tell(): void {
    setText(this.number, this.absent ? nothing : this.value);
  }

  choose(chosen: boolean): void {
    this.element.classList.toggle('chosen', chosen);
  }
}
