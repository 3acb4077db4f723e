/** @file One tensor among the columns: its name, shape, picture and legend. */

import * as l10n from '@vscode/l10n';
import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { element } from '../ui/dom.ts';
import { shapeText } from '../ui/format.ts';
import { Heatmap } from '../ui/heatmap.ts';
import { offerPicture } from '../ui/pictures.ts';
import type { Mount } from '../drawing/plan.ts';
import type { Stage } from '../ui/stage.ts';
import { firstView, viewButton } from '../ui/views.ts';
import { mountOf } from './layout.ts';

/** What the op at the cursor has to do with a tensor. */
export type Part = 'output' | 'input' | 'none';

export class Tile {
  readonly element: HTMLElement;
  private readonly heatmap: Heatmap;
  private view: TensorView;

  /** @param viewChanged Called when a person turns between images and matrix, so that the tile has to be resized. */
  constructor(stage: Stage, spec: TensorSpec, viewChanged: () => void) {
    this.view = firstView(spec);
    this.heatmap = new Heatmap(stage, spec, this.view, { width: 1, height: 1, fill: 'height' });
    const name = element('div', { class: 'tile-name' }, element('b', { title: spec.name }, spec.name));
    const shape = shapeText(spec.shape);
    this.element = element(
      'div',
      { class: 'tile', 'data-tensor': spec.name },
      name,
      element('div', { class: 'tile-shape', title: shape }, shape),
      element('div', { class: 'tile-picture' }, this.heatmap.element),
      this.heatmap.legend.element,
    );
    name.addEventListener('click', () => {
      stage.choose(spec.name, null);
    });
    if (spec.images !== undefined) {
      const turned = (view: TensorView): void => {
        this.view = view;
        viewChanged();
      };
      name.append(viewButton(this.view, turned));
    }
    offerPicture(this.heatmap.element, spec.name, () => this.heatmap.take());
    stage.frames.add(this.heatmap);
  }

  get tensorView(): TensorView {
    return this.view;
  }

  /** @param box The room of its column. */
  resize(box: Mount): void {
    this.heatmap.resize(mountOf(this.heatmap.spec, this.view, box), this.view);
  }

  /**
   * @param stale Why it is not of this step as it is now; empty if it is.
   * @param absent Whether it has never been computed.
   */
  mark(part: Part, stale: string, absent: boolean): void {
    markTile(this.element, part, stale, absent);
  }

  choose(chosen: boolean, index: readonly number[] | null): void {
    this.element.classList.toggle('chosen', chosen);
    this.heatmap.choose(index);
  }

  /** Marks the cells that an answer is made of, by their indices. */
  light(cells: readonly (readonly number[])[]): void {
    this.heatmap.light(cells);
  }
}

/** Shows what a tile is to the op at the cursor, and why its numbers are not of this step; see `Tile.mark`. */
export function markTile(tile: HTMLElement, part: Part, stale: string, absent: boolean): void {
  tile.classList.toggle('output', part === 'output');
  tile.classList.toggle('input', part === 'input');
  tile.classList.toggle('stale', stale !== '' && !absent);
  tile.classList.toggle('absent', absent);
  tile.title = absent ? l10n.t('Not computed yet') : stale;
}
