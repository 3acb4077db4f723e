/** @file Which images made this? The batch by what each image adds to the cell. */

import * as l10n from '@vscode/l10n';
import type { CellRef, TensorSpec } from '../../engine/ops/op.ts';
import type { ImagePart, ImageParts } from '../../engine/questions/images.ts';
import type { RunInfo } from '../protocol.ts';
import { colourScale } from '../drawing/colour.ts';
import { optimizerNames } from '../drawing/names.ts';
import { element } from '../ui/dom.ts';
import { cellName, placeName, short, whole, wholePercent, worked } from '../ui/format.ts';
import type { Stage } from '../ui/stage.ts';
import { themeKind } from '../ui/theme.ts';
import { Thumbnail } from '../ui/thumbnail.ts';
import { Question, type Answerer } from './question.ts';

/** Images told one by one. */
const most = 6;

/** In CSS pixels. */
const imageSize = 36;

export class ImageQuestion implements Answerer<ImageParts> {
  readonly element = element('div', { class: 'answer' });
  readonly question: Question<ImageParts>;
  private cell: CellRef = { tensor: '', index: [] };
  private latest: ImageParts | null = null;
  private shown = '';

  constructor(
    private readonly stage: Stage,
    private readonly run: RunInfo,
  ) {
    this.question = new Question(stage, l10n.t('Which images made it?'), this);
  }

  choose({ group, batched, gradientOf }: TensorSpec, cell: CellRef): void {
    const isSum = group === 'parameters' || (gradientOf !== undefined && !batched);
    this.question.element.hidden = !isSum || this.run.model.inputShape.length !== 2;
    this.cell = cell;
    this.question.refresh(0);
  }

  ask(): Promise<ImageParts> {
    return this.stage.host.readImages(this.cell, most);
  }

  show(images: ImageParts): void {
    const text = JSON.stringify({ ...images, pixels: [] });
    if (text === this.shown) return;
    this.shown = text;
    this.latest = images;
    this.repaint();
  }

  /** Also in the colours of another theme. */
  repaint(): void {
    if (this.latest === null) return;
    const { gradient, made, parts, others, decay, change, total } = this.latest;
    const name = cellName(gradient.tensor, gradient.index);
    this.element.replaceChildren(
      ...(change === null ? [] : [this.changed(change, name)]),
      element('ol', { class: 'image-parts' }, ...parts.map((part, i) => this.part(part, i, total))),
      ...(others.count === 0
        ? []
        : [muted(l10n.t('and {0} other images, together {1}', whole(others.count), worked(others.sum)))]),
      ...(decay === 0 ? [] : [muted(l10n.t('and the weight decay of the loss: {0}', worked(decay)))]),
      element(
        'p',
        { class: 'terms-sum' },
        l10n.t(
          '{0} = {1}, the sum over the batch, made at {2}',
          name,
          worked(this.latest.sum),
          placeName(made),
        ),
      ),
    );
  }

  /** What has become of the gradient: with plain SGD nothing but it changes the parameter. */
  private changed(change: number, gradient: string): HTMLElement {
    const { optimizer } = this.run.model;
    const text =
      optimizer.name === 'sgd'
        ? l10n.t(
            'Last changed by {0} = −η · {1}: the shares below are exactly those of the change.',
            worked(change),
            gradient,
          )
        : l10n.t(
            'Last changed by {0}. Into it went {1}, whose images these are; {2} also weighs earlier gradients.',
            worked(change),
            gradient,
            optimizerNames[optimizer.name],
          );
    return element('p', { class: 'why-note' }, text);
  }

  private part({ example, label, predicted, value }: ImagePart, i: number, total: number): HTMLElement {
    const [height, width] = this.run.model.inputShape;
    const values = this.latest?.pixels.subarray(i * height * width, (i + 1) * height * width);
    const image = new Thumbnail(imageSize);
    if (values) image.paint({ rows: height, columns: width, values }, colourScale(true, themeKind()));
    const share = total === 0 ? 0 : Math.abs(value) / total;
    const bar = element('span', {
      class: value < 0 ? 'term-bar negative' : 'term-bar',
      'aria-hidden': 'true',
    });
    bar.style.width = `${share * 100}%`;
    const read =
      label === predicted
        ? l10n.t('a {0}, read as such', label)
        : l10n.t('a {0}, read as {1}', label, predicted);
    return element(
      'li',
      { class: 'image-part', title: l10n.t('Training image {0} (from 0)', whole(example)) },
      image.element,
      element(
        'div',
        {},
        element(
          'div',
          { class: 'image-value' },
          element('span', {}, short(value)),
          ` ${wholePercent(share)}`,
        ),
        bar,
        element('div', { class: 'image-read' }, read),
      ),
    );
  }
}

function muted(text: string): HTMLElement {
  return element('p', { class: 'terms-foot' }, text);
}
