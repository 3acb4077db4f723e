/** @file What a layer makes of one image, a cell for each unit; units of a hidden layer can be turned off. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import { colourOf, colourScale, css, marks } from '../../drawing/colour.ts';
import { context2d, element, setText } from '../../ui/dom.ts';
import { cellName, short } from '../../ui/format.ts';
import { themeKind } from '../../ui/theme.ts';

/** In CSS pixels. */
const [largest, smallest] = [16, 4];

/** Cells side by side: with more units there are more lines of them. */
const across = 50;

const moves: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -across,
  ArrowDown: across,
};

export class UnitStrip {
  private readonly canvas = element('canvas');
  private readonly context = context2d(this.canvas);
  private readonly value = element('span', { class: 'units-value', 'aria-live': 'polite' });
  private readonly picture: HTMLElement;
  readonly element: HTMLElement;
  private values: Float32Array = new Float32Array();
  private off: ReadonlySet<number> = new Set();
  private cursor: number | null = null;
  private cell = largest;

  /** @param turn Called with a unit that a person turns off, or on again; `null` where that makes no sense. */
  constructor(
    private readonly spec: TensorSpec,
    private readonly turn: ((unit: number) => void) | null,
  ) {
    this.picture = element(
      'div',
      {
        class: 'units-picture',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': l10n.t('heatmap'),
        'aria-label':
          turn === null
            ? spec.name
            : l10n.t('{0}: arrow keys choose a unit, Space turns it off or on', spec.name),
      },
      this.canvas,
    );
    this.element = element(
      'div',
      { class: 'units' },
      element('div', { class: 'units-head' }, element('b', {}, spec.name), this.value),
      this.picture,
    );
    this.listen();
    new ResizeObserver(() => {
      this.repaint();
    }).observe(this.element);
  }

  /** @param off Units whose output goes nowhere. */
  show(values: Float32Array, off: ReadonlySet<number>): void {
    this.values = values;
    this.off = off;
    this.repaint();
    this.say();
  }

  repaint(): void {
    const { values } = this;
    const room = this.element.clientWidth;
    if (values.length === 0 || room === 0) return;
    const columns = Math.min(across, values.length);
    this.cell = Math.max(smallest, Math.min(largest, Math.floor(room / columns)));
    const ratio = window.devicePixelRatio;
    const side = Math.round(this.cell * ratio);
    this.canvas.width = columns * side;
    this.canvas.height = Math.ceil(values.length / columns) * side;
    this.canvas.style.width = `${this.canvas.width / ratio}px`;
    this.canvas.style.height = `${this.canvas.height / ratio}px`;
    const scale = colourScale(this.spec.nonNegative, themeKind());
    const finite = [...values].filter((value) => Number.isFinite(value)).map(Math.abs);
    const range = Math.max(...finite, 0) || 1;
    values.forEach((value, unit) => {
      const [x, y] = [(unit % columns) * side, Math.floor(unit / columns) * side];
      this.context.fillStyle = css(Number.isNaN(value) ? marks.nan[0] : colourOf(value, range, scale));
      this.context.fillRect(x, y, side - 1, side - 1);
      if (this.off.has(unit)) this.cross(x, y, side - 1);
      if (this.cursor === unit) this.frame(x, y, side - 1);
    });
  }

  private cross(x: number, y: number, side: number): void {
    const { context } = this;
    for (const [colour, width] of [
      ['#000', 3],
      ['#fff', 1.5],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width * window.devicePixelRatio;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + side, y + side);
      context.moveTo(x + side, y);
      context.lineTo(x, y + side);
      context.stroke();
    }
  }

  private frame(x: number, y: number, side: number): void {
    this.context.strokeStyle = '#fff';
    this.context.lineWidth = 1;
    this.context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
    this.context.strokeStyle = '#000';
    this.context.strokeRect(x + 1.5, y + 1.5, side - 3, side - 3);
  }

  private listen(): void {
    const { picture } = this;
    picture.addEventListener('pointermove', (event) => {
      this.moveTo(this.unitUnder(event));
    });
    picture.addEventListener('pointerleave', () => {
      this.moveTo(null);
    });
    picture.addEventListener('blur', () => {
      this.moveTo(null);
    });
    picture.addEventListener('click', (event) => {
      const unit = this.unitUnder(event);
      if (unit !== null) this.turn?.(unit);
    });
    picture.addEventListener('keydown', (event) => {
      if (event.key in moves) {
        const next = this.cursor === null ? 0 : this.cursor + moves[event.key];
        if (next >= 0 && next < this.values.length) this.moveTo(next);
      } else if ((event.key === ' ' || event.key === 'Enter') && this.cursor !== null)
        this.turn?.(this.cursor);
      else return;
      event.preventDefault();
    });
  }

  private unitUnder(event: MouseEvent): number | null {
    const { left, top } = this.canvas.getBoundingClientRect();
    const columns = Math.min(across, this.values.length);
    const [column, row] = [
      Math.floor((event.clientX - left) / this.cell),
      Math.floor((event.clientY - top) / this.cell),
    ];
    const unit = row * columns + column;
    return column >= 0 && column < columns && row >= 0 && unit < this.values.length ? unit : null;
  }

  private moveTo(unit: number | null): void {
    if (unit === this.cursor) return;
    this.cursor = unit;
    this.repaint();
    this.say();
  }

  private say(): void {
    const { cursor, values } = this;
    const unit = cursor ?? 0;
    const value = `${cellName(this.spec.name, [unit])} = ${short(values[unit])}`;
    const text = this.off.has(unit) ? l10n.t('{0}, off', value) : value;
    const hint = this.turn === null ? '' : l10n.t('press a unit to turn it off');
    setText(this.value, cursor === null ? hint : text);
  }
}
