/** @file The colour scale beside a picture, with its numbers, and what the picture has beyond them. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import { linearPart, placeOf, type ColourScale } from '../drawing/colour.ts';
import { context2d, element, setText } from './dom.ts';
import { short, whole } from './format.ts';
import type { Ranges } from '../drawing/range.ts';
import type { Clipped } from '../drawing/raster.ts';

/** Narrower than this, both ends of a diverging scale are written as one `±0.52`. */
const narrow = 100;

/** From this width on, a bent scale has numbers between its ends. */
const roomy = 260;

export class Legend {
  readonly bar = element('canvas', { class: 'legend-bar', width: '256', height: '1' });
  private readonly low = element('span', { class: 'legend-low' });
  private readonly marks = element('span', { class: 'legend-marks' });
  private readonly high = element('span', { class: 'legend-high' });
  private readonly between = element('span', { class: 'legend-between' });
  readonly element = element(
    'div',
    { class: 'legend' },
    this.bar,
    element('div', { class: 'legend-numbers' }, this.low, this.between, this.marks, this.high),
  );
  /** What stands below the bar where there is room. */
  words = { low: '', marks: '', high: '' };
  private drawn: ColourScale | null = null;
  /** The numbers between the ends. */
  private written = '';
  private isNarrow = false;
  private isRoomy = false;

  constructor(
    private readonly ranges: Ranges,
    private readonly spec: TensorSpec,
  ) {}

  /** As wide as its picture, in CSS pixels. */
  set width(width: number) {
    this.isNarrow = width < narrow;
    this.isRoomy = width >= roomy;
    this.element.classList.toggle('narrow', this.isNarrow);
  }

  show(scale: ColourScale, clipped: Clipped, stats: TensorStats): void {
    if (scale !== this.drawn) this.drawBar(scale);
    const range = this.ranges.of(this.spec.name);
    const end = short(range);
    const isBent = scale.curve === 'arcsinh';
    const left = clipped.below > 0 ? '◂' : '';
    const right = clipped.above > 0 ? '▸' : '';
    const marks = [isBent ? 'arcsinh' : '', ...oddities(stats)].filter(Boolean).join(' · ');
    this.words = scale.diverging
      ? { low: `${left}−${end}`, marks, high: `+${end}${right}` }
      : { low: '0', marks, high: end + right };
    const isShort = scale.diverging && this.isNarrow;
    setText(this.low, isShort ? `${left}±${end}${right}` : this.words.low);
    setText(this.high, isShort ? '' : this.words.high);
    this.showBetween(isBent && this.isRoomy ? range : null, scale);
    setText(this.marks, marks);
    this.element.classList.toggle('bent', isBent);
    this.element.classList.toggle('odd', stats.nan + stats.inf > 0);
    const title = [isBent ? bentNote(range) : '', clipNote(clipped)].filter(Boolean).join('\n');
    if (this.element.title !== title) this.element.title = title;
  }

  /** Numbers where they lie on the bar; none for `null`. */
  private showBetween(range: number | null, scale: ColourScale): void {
    const values =
      range === null ? [] : scale.diverging ? [-range / 10, 0, range / 10] : [range / 100, range / 10];
    const key = values.join();
    if (key === this.written) return;
    this.written = key;
    this.between.replaceChildren(
      ...values.map((value) => {
        const place = placeOf(value, range ?? 1, scale.curve);
        const number = element('span', {}, value > 0 && scale.diverging ? `+${short(value)}` : short(value));
        number.style.left = `${scale.diverging ? 50 + 50 * place : 100 * place}%`;
        return number;
      }),
    );
  }

  private drawBar(scale: ColourScale): void {
    this.drawn = scale;
    const image = new ImageData(256, 1);
    new Uint32Array(image.data.buffer).set(scale.table);
    context2d(this.bar).putImageData(image, 0, 0);
  }
}

/** `3 NaN` and the like; nothing if all is finite. */
function oddities({ nan, inf }: TensorStats): string[] {
  return [nan > 0 ? `${whole(nan)} NaN` : '', inf > 0 ? `${whole(inf)} ∞` : ''];
}

function bentNote(range: number): string {
  return l10n.t(
    'arcsinh scale: colours in proportion up to about {0}, by the logarithm beyond',
    short(range / linearPart),
  );
}

function clipNote({ below, above }: Clipped): string {
  const cells = below + above;
  return cells === 0 ? '' : l10n.t('{0} cells lie beyond the ends of the scale', whole(cells));
}
