/** @file One image with its label, the predicted class, and a bar for each class; to be pressed to see it in the network. */

import * as l10n from '@vscode/l10n';
import type { ColourScale } from '../drawing/colour.ts';
import { element, setText } from '../ui/dom.ts';
import { percent } from '../ui/format.ts';
import { icon } from '../ui/icons.ts';
import { Thumbnail } from '../ui/thumbnail.ts';
import type { Picture } from '../drawing/raster.ts';
import { showBars } from './classes.ts';

/** In CSS pixels. */
const imageSize = 56;

/** An image of the data, from 0 for black to 1. */
export interface ShownImage extends Picture {
  /** Where it is from: `Test image 247`. */
  readonly name: string;
  readonly label: number;
}

export class Example {
  private readonly image = new Thumbnail(imageSize);
  private readonly label = element('span', { class: 'example-label' });
  private readonly prediction = element('span', { class: 'example-prediction' });
  private readonly verdict = element('span', { class: 'verdict' }, icon('right'), icon('wrong'));
  private readonly bars: HTMLElement[];
  private readonly button: HTMLButtonElement;
  readonly element: HTMLElement;
  private shown: ShownImage | null = null;

  /** @param look Called with the image when it is pressed. */
  constructor(classes: number, look: (image: ShownImage) => void) {
    this.bars = Array.from({ length: classes }, () => element('span', { class: 'bar' }));
    this.button = element('button', { class: 'example-button', type: 'button' }, this.image.element);
    this.button.addEventListener('click', () => {
      if (this.shown !== null) look(this.shown);
    });
    this.element = element(
      'li',
      { class: 'example' },
      this.button,
      element(
        'div',
        { class: 'example-side', 'aria-hidden': 'true' },
        element('div', { class: 'example-names' }, this.label, this.verdict, this.prediction),
        element('div', { class: 'bars' }, ...this.bars),
      ),
    );
  }

  show(image: ShownImage, scale: ColourScale, predicted: number, probabilities: Float32Array): void {
    this.shown = image;
    this.image.paint(image, scale);
    const { name, label } = image;
    const isRight = label === predicted;
    this.element.classList.toggle('right', isRight);
    this.element.classList.toggle('wrong', !isRight);
    setText(this.label, String(label));
    setText(this.prediction, isRight ? '' : String(predicted));
    showBars(this.bars, probabilities, label, predicted);
    const text = l10n.t(
      '{0}: label {1}, predicted {2} with {3}',
      name,
      label,
      predicted,
      percent(probabilities[predicted]),
    );
    if (this.button.title === text) return;
    this.button.title = text;
    this.button.setAttribute('aria-label', text);
  }
}
