/** @file A pad to draw an image on: with the mouse, a pen, or the arrow keys and Space. */

import * as l10n from '@vscode/l10n';
import { normalise } from '../../../engine/data/normalise.ts';
import { ink } from '../../../engine/data/pen.ts';
import { colourScale } from '../../drawing/colour.ts';
import { context2d, element, setText } from '../../ui/dom.ts';
import { arrows } from '../../ui/keys.ts';
import { themeKind } from '../../ui/theme.ts';

/** Points of the pad to a pixel of the image, along each side. */
const fine = 4;

/** Of the pen, as a share of the pad: once a digit is fitted into its box, lines are about as thick as MNIST's. */
const penRadius = 0.045;

export class Pad {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  /** Where the keys' pen is. */
  private readonly mark = element('div', { class: 'pad-mark', hidden: '' });
  private readonly spoken = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly element: HTMLElement;
  private readonly sheet: Uint8Array;
  /** Whether the sheet began with an image that is already as the network takes it. */
  private isImage = false;
  private cell: { x: number; y: number };
  private isDown = false;

  /** @param changed Called when there is another image. */
  constructor(
    private readonly height: number,
    private readonly width: number,
    private readonly changed: () => void,
  ) {
    this.sheet = new Uint8Array(fine * width * (fine * height));
    this.canvas = element('canvas', { width: String(fine * width), height: String(fine * height) });
    this.context = context2d(this.canvas);
    this.cell = { x: Math.floor(width / 2), y: Math.floor(height / 4) };
    this.element = element(
      'div',
      {
        class: 'pad',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': l10n.t('drawing pad'),
        'aria-label': l10n.t(
          'Draw a digit: arrow keys move the pen, Space puts it down or lifts it, Delete clears',
        ),
      },
      this.canvas,
      this.mark,
      this.spoken,
    );
    this.listen();
    this.repaint();
  }

  get isEmpty(): boolean {
    return this.sheet.every((darkness) => darkness === 0);
  }

  /** Whether a line is being drawn at this moment. */
  get isDrawing(): boolean {
    return this.isDown;
  }

  /** What is drawn as the network takes it, 0 to 255: made as MNIST's images were, unless it began as an image of the data. */
  get image(): Uint8Array {
    const { height, width, sheet } = this;
    if (!this.isImage)
      return normalise({ pixels: sheet, width: fine * width, height: fine * height }, height, width);
    return Uint8Array.from({ length: height * width }, (_, i) => {
      const [top, left] = [fine * Math.floor(i / width), fine * (i % width)];
      let sum = 0;
      for (let y = top; y < top + fine; y++)
        for (let x = left; x < left + fine; x++) sum += sheet[y * fine * width + x];
      return Math.round(sum / (fine * fine));
    });
  }

  clear(): void {
    this.sheet.fill(0);
    this.isImage = false;
    this.isDown = false;
    this.showMark();
    this.repaint();
    this.changed();
  }

  /** @param image 0 to 255, row by row; it can be drawn over */
  load(image: Uint8Array): void {
    const across = fine * this.width;
    this.sheet.forEach((_, i) => {
      const [y, x] = [Math.floor(i / across), i % across];
      this.sheet[i] = image[Math.floor(y / fine) * this.width + Math.floor(x / fine)];
    });
    this.isImage = true;
    this.repaint();
    this.changed();
  }

  repaint(): void {
    const { table } = colourScale(true, themeKind());
    const picture = this.context.createImageData(this.canvas.width, this.canvas.height);
    const pixels = new Uint32Array(picture.data.buffer);
    this.sheet.forEach((darkness, i) => {
      pixels[i] = table[darkness];
    });
    this.context.putImageData(picture, 0, 0);
  }

  private listen(): void {
    const { element: node } = this;
    let last: readonly [number, number] | null = null;
    node.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      node.setPointerCapture(event.pointerId);
      last = this.pointOf(event);
      this.isDown = true;
      this.line(last, last);
    });
    node.addEventListener('pointermove', (event) => {
      // A fast pen has been in more places than it is told of one by one.
      for (const each of event.getCoalescedEvents()) {
        if (last === null) return;
        const next = this.pointOf(each);
        this.line(last, next);
        last = next;
      }
    });
    const lift = (): void => {
      if (last === null) return;
      last = null;
      this.isDown = false;
      this.changed();
    };
    node.addEventListener('pointerup', lift);
    node.addEventListener('pointercancel', lift);
    node.addEventListener('blur', () => {
      this.isDown = false;
      this.mark.hidden = true;
    });
    node.addEventListener('keydown', (event) => {
      if (event.key in arrows) this.moveBy(...arrows[event.key]);
      else if (event.key === ' ' || event.key === 'Enter') this.turnPen();
      else if (event.key === 'Delete' || event.key === 'Backspace') {
        this.clear();
        setText(this.spoken, l10n.t('cleared'));
      } else return;
      event.preventDefault();
    });
  }

  private pointOf(event: PointerEvent): readonly [number, number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [
      ((event.clientX - left) / width) * this.canvas.width,
      ((event.clientY - top) / height) * this.canvas.height,
    ];
  }

  private moveBy(right: number, down: number): void {
    const before = this.penPoint();
    this.cell = {
      x: Math.max(0, Math.min(this.width - 1, this.cell.x + right)),
      y: Math.max(0, Math.min(this.height - 1, this.cell.y + down)),
    };
    if (this.isDown) this.line(before, this.penPoint());
    this.showMark();
    setText(this.spoken, l10n.t('row {0}, column {1}', this.cell.y, this.cell.x));
  }

  private turnPen(): void {
    this.isDown = !this.isDown;
    if (this.isDown) this.line(this.penPoint(), this.penPoint());
    else this.changed();
    this.showMark();
    setText(this.spoken, this.isDown ? l10n.t('pen down') : l10n.t('pen up'));
  }

  private penPoint(): readonly [number, number] {
    return [fine * (this.cell.x + 0.5), fine * (this.cell.y + 0.5)];
  }

  private showMark(): void {
    this.mark.hidden = false;
    this.mark.classList.toggle('down', this.isDown);
    this.mark.style.left = `${(100 * (this.cell.x + 0.5)) / this.width}%`;
    this.mark.style.top = `${(100 * (this.cell.y + 0.5)) / this.height}%`;
  }

  private line(from: readonly [number, number], to: readonly [number, number]): void {
    const radius = penRadius * fine * Math.min(this.width, this.height);
    ink(this.sheet, fine * this.width, [...from, ...to], radius);
    this.repaint();
    this.changed();
  }
}
