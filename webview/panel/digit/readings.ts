/** @file How an image was read since the beginning: a line for each class, lighter or darker by its probability. */

import * as l10n from '@vscode/l10n';
import type { ImageReadings } from '../../../engine/questions/reading.ts';
import { colourOf, colourScale } from '../../drawing/colour.ts';
import { linkButton } from '../../ui/controls.ts';
import { context2d, element } from '../../ui/dom.ts';
import { percent, placeName, whole } from '../../ui/format.ts';
import { themeKind } from '../../ui/theme.ts';
import { greatest } from '../../drawing/classes.ts';

/** Height of a class's line, in CSS pixels. */
const lineHeight = 10;

export class ReadingsChart {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly sentence = element('p', { class: 'readings-since' });
  private readonly picture: HTMLElement;
  readonly element: HTMLElement;
  private readings: ImageReadings | null = null;

  /** @param seek Goes to a step. */
  constructor(
    private readonly classes: number,
    private readonly seek: (step: number) => void,
  ) {
    this.canvas = element('canvas', { height: String(classes), 'aria-hidden': 'true' });
    this.context = context2d(this.canvas);
    this.canvas.style.height = `${classes * lineHeight}px`;
    const names = Array.from({ length: classes }, (_, i) => element('span', {}, String(i)));
    this.picture = element(
      'div',
      { class: 'readings-picture' },
      element('div', { class: 'readings-names', 'aria-hidden': 'true' }, ...names),
      this.canvas,
    );
    this.element = element('div', { class: 'readings', hidden: '' }, this.sentence, this.picture);
    this.canvas.addEventListener('click', (event) => {
      const at = this.under(event);
      if (at !== null) seek(at.step);
    });
    this.canvas.addEventListener('pointermove', (event) => {
      const at = this.under(event);
      if (at === null) return;
      const { outputs } = at;
      const best = greatest(outputs);
      this.canvas.title = l10n.t(
        '{0}: read as {1} with {2}',
        placeName({ step: at.step, op: 0 }),
        best,
        percent(outputs[best]),
      );
    });
    new ResizeObserver(() => {
      this.repaint();
    }).observe(this.element);
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** @param label What the image is meant to be, where that is known. */
  show(readings: ImageReadings, label: number | null): void {
    this.readings = readings;
    this.element.hidden = false;
    this.picture.hidden = readings.steps.length < 2;
    const { after, by } = readings.since;
    const now = greatest(readings.outputs.subarray(-this.classes));
    const hadFocus = this.sentence.contains(document.activeElement);
    const link = linkButton(after < 0 ? l10n.t('step {0}', 0) : stepName(after, by), () => {
      this.seek(by);
    });
    // The words on both sides of the link, which takes the place of {1}.
    const [before, behind] = sinceText(now, label).split('{1}');
    this.sentence.replaceChildren(before, link, behind);
    if (hadFocus) link.focus({ preventScroll: true });
    this.repaint();
  }

  repaint(): void {
    const { readings, canvas } = this;
    const width = Math.round(this.canvas.clientWidth * window.devicePixelRatio);
    if (readings === null || width === 0) return;
    canvas.width = width;
    const picture = this.context.createImageData(width, this.classes);
    const pixels = new Uint32Array(picture.data.buffer);
    const scale = colourScale(true, themeKind());
    for (let x = 0; x < width; x++) {
      const at = this.indexAt(x / width);
      for (let i = 0; i < this.classes; i++)
        pixels[i * width + x] = colourOf(readings.outputs[at * this.classes + i], 1, scale);
    }
    this.context.putImageData(picture, 0, 0);
  }

  /** The last reading up to a share of the way to the cursor. */
  private indexAt(share: number): number {
    const steps = this.readings?.steps ?? [];
    const step = share * (steps.at(-1) ?? 0);
    return Math.max(
      0,
      steps.findLastIndex((each) => each <= step),
    );
  }

  private under(event: MouseEvent): { step: number; outputs: Float32Array } | null {
    if (this.readings === null) return null;
    const { left, width } = this.canvas.getBoundingClientRect();
    const at = this.indexAt((event.clientX - left) / width);
    const outputs = this.readings.outputs.subarray(at * this.classes, (at + 1) * this.classes);
    return { step: this.readings.steps[at], outputs };
  }
}

function sinceText(now: number, label: number | null): string {
  if (label === null) return l10n.t('Read as {0} since {1}.', now, '{1}');
  if (label === now) return l10n.t('Read rightly, as {0}, since {1}.', now, '{1}');
  return l10n.t('Read as {0} since {1}, and not as {2}.', now, '{1}', label);
}

function stepName(after: number, by: number): string {
  if (by - after === 1) return l10n.t('step {0}', whole(by));
  return l10n.t('a step from {0} to {1}', whole(after + 1), whole(by));
}
