/** @file What the network makes of each image of the mini-batch: label, prediction, probabilities. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { Watch } from '../../engine/frame.ts';
import type { RunInfo } from '../protocol.ts';
import { colourScale } from '../drawing/colour.ts';
import { element, setText } from '../ui/dom.ts';
import { percent } from '../ui/format.ts';
import type { TensorFrame } from '../drawing/parcel.ts';
import type { DrawableFrame, FrameView } from '../ui/frames.ts';
import { mostCells } from '../drawing/plan.ts';
import { themeKind } from '../ui/theme.ts';
import { greatest, labelOf } from '../drawing/classes.ts';
import { Example, type ShownImage } from './example.ts';

/** More than this many images of a mini-batch are not shown one by one, and that is said. */
const most = 64;

interface Shown {
  readonly images: TensorFrame;
  readonly outputs: TensorFrame;
  readonly targets: TensorFrame;
}

export class Predictions implements FrameView {
  private readonly list = element('ol', { class: 'examples' });
  private readonly score = element('span', { class: 'score' });
  private readonly examples: Example[] = [];
  private shown: Shown | null = null;
  private stale = '';
  private scoreText = '';
  readonly element = element(
    'section',
    { class: 'predictions', 'aria-label': l10n.t('Predictions') },
    element('header', { class: 'section-head' }, element('h2', {}, l10n.t('Predictions')), this.score),
    this.list,
  );

  private constructor(
    private readonly inputs: TensorSpec,
    private readonly outputs: TensorSpec,
    private readonly image: { readonly height: number; readonly width: number },
    private readonly look: (image: ShownImage) => void,
  ) {}

  /**
   * `null` for a network whose inputs are no images or whose outputs are no classes, or where they cannot be had whole.
   * @param look Called with an image that a person wants to see in the network.
   */
  static of({ program }: RunInfo, look: (image: ShownImage) => void): Predictions | null {
    const find = (name: string): TensorSpec | undefined =>
      program.tensors.find((tensor) => tensor.name === name);
    const [inputs, outputs] = [find('X'), find('y_hat')];
    if (inputs?.images === undefined || outputs === undefined || find('t') === undefined) return null;
    const [batch, classes] = outputs.shape;
    return classes > 1 && Math.max(batch, classes) <= mostCells
      ? new Predictions(inputs, outputs, inputs.images, look)
      : null;
  }

  watches(): readonly Watch[] {
    const [batch, classes] = this.outputs.shape;
    const exactly = { view: 'matrix', maxRows: batch, maxColumns: classes } as const;
    return [
      { tensor: 'X', view: 'tiles', maxRows: this.image.height, maxColumns: this.image.width },
      { tensor: 'y_hat', ...exactly },
      { tensor: 't', ...exactly },
    ];
  }

  draw(frame: DrawableFrame): void {
    const images = frame.get(this.inputs.name, 'tiles');
    const outputs = frame.get(this.outputs.name, 'matrix');
    const targets = frame.get('t', 'matrix');
    if (images === undefined || outputs === undefined || targets === undefined) return;
    this.shown = { images, outputs, targets };
    this.repaint();
  }

  /** @param stale Why the outputs are not what the network makes of the images now; empty if they are. */
  mark(stale: string): void {
    this.stale = stale;
    this.element.classList.toggle('stale', stale !== '');
    this.tellScore();
  }

  repaint(): void {
    if (this.shown === null) return;
    const { images, outputs, targets } = this.shown;
    const count = Math.min(images.tiles, most);
    while (this.examples.length < count) {
      const example = new Example(outputs.shape[1], this.look);
      this.examples.push(example);
      this.list.append(example.element);
    }
    const scale = colourScale(true, themeKind());
    let right = 0;
    this.examples.forEach((example, i) => {
      example.element.hidden = i >= count;
      if (i >= count) return;
      const probabilities = rowOf(outputs, i);
      const label = labelOf(rowOf(targets, i));
      if (greatest(probabilities) === label) right++;
      const { rows, columns } = images;
      const values = images.values.subarray(i * rows * columns, (i + 1) * rows * columns);
      const name = l10n.t('Image {0}', i);
      example.show({ name, rows, columns, values, label }, scale, greatest(probabilities), probabilities);
    });
    const share = percent(count === 0 ? 0 : right / count);
    this.scoreText =
      count < images.tiles
        ? l10n.t('{0} of the first {1} images of the mini-batch ({2}) are right', right, count, share)
        : l10n.t('{0} of the {1} images of the mini-batch ({2}) are right', right, count, share);
    this.tellScore();
  }

  /** A score of what the network has made of others, or would make differently now, is none. */
  private tellScore(): void {
    setText(this.score, this.stale || this.scoreText);
  }
}

function rowOf({ values, columns }: TensorFrame, row: number): Float32Array {
  return values.subarray(row * columns, (row + 1) * columns);
}
