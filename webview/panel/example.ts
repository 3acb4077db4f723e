/** @file One image of the mini-batch with its label, the predicted class, and a bar for each class. */

import * as l10n from '@vscode/l10n';
import type { ColourScale } from '../drawing/colour.ts';
import { element, setText } from '../ui/dom.ts';
import { percent } from '../ui/format.ts';
import { icon } from '../ui/icons.ts';
import { Thumbnail } from '../ui/thumbnail.ts';
import type { Picture } from '../drawing/raster.ts';

/** In CSS pixels. */
const imageSize = 56;

export class Example {
  private readonly image = new Thumbnail(imageSize);
  private readonly label = element('span', { class: 'example-label' });
  private readonly prediction = element('span', { class: 'example-prediction' });
  private readonly verdict = element('span', { class: 'verdict' }, icon('right'), icon('wrong'));
  private readonly bars: HTMLElement[];
  readonly element: HTMLElement;

  constructor(
    private readonly position: number,
    classes: number,
  ) {
    this.bars = Array.from({ length: classes }, () => element('span', { class: 'bar' }));
    this.element = element(
      'li',
      { class: 'example' },
      this.image.element,
      element(
        'div',
        { class: 'example-side', 'aria-hidden': 'true' },
        element('div', { class: 'example-names' }, this.label, this.verdict, this.prediction),
        element('div', { class: 'bars' }, ...this.bars),
      ),
    );
  }

  show(
    image: Picture,
    scale: ColourScale,
    label: number,
    predicted: number,
    probabilities: Float32Array,
  ): void {
    this.image.paint(image, scale);
    const isRight = label === predicted;
    this.element.classList.toggle('right', isRight);
    this.element.classList.toggle('wrong', !isRight);
    setText(this.label, String(label));
    setText(this.prediction, isRight ? '' : String(predicted));
    this.bars.forEach((bar, i) => {
      // A bar of no height would not be seen to be there.
      bar.style.height = `${Math.max(2, Math.min(1, probabilities[i]) * 100)}%`;
      bar.classList.toggle('label', i === label);
      bar.classList.toggle('predicted', i === predicted);
    });
    const text = l10n.t(
      'Image {0}: label {1}, predicted {2} with {3}',
      this.position,
      label,
      predicted,
      percent(probabilities[predicted]),
    );
    if (this.element.title === text) return;
    this.element.title = text;
    this.element.setAttribute('aria-label', text);
  }
}
