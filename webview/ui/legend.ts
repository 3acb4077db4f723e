/** @file The colour scale beside a picture, with its numbers, and what the picture has beyond them. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { ColourScale } from '../drawing/colour.ts';
import { context2d, element, setText } from './dom.ts';
import { short, whole } from './format.ts';
import type { Ranges } from '../drawing/range.ts';
import type { Clipped } from '../drawing/raster.ts';

/** Narrower than this, both ends of a diverging scale are written as one `±0.52`. */
const narrow = 100;

export class Legend {
  private readonly bar = element('canvas', { class: 'legend-bar', width: '256', height: '1' });
  private readonly low = element('span', { class: 'legend-low' });
  private readonly marks = element('span', { class: 'legend-marks' });
  private readonly high = element('span', { class: 'legend-high' });
  readonly element = element(
    'div',
    { class: 'legend' },
    this.bar,
    element('div', { class: 'legend-numbers' }, this.low, this.marks, this.high),
  );
  private drawn: ColourScale | null = null;
  private isNarrow = false;

  constructor(
    private readonly ranges: Ranges,
    private readonly spec: TensorSpec,
  ) {}

  /** As wide as its picture, in CSS pixels. */
  set width(width: number) {
    this.isNarrow = width < narrow;
    this.element.classList.toggle('narrow', this.isNarrow);
  }

  show(scale: ColourScale, clipped: Clipped, stats: TensorStats): void {
    if (scale !== this.drawn) this.drawBar(scale);
    const end = short(this.ranges.of(this.spec.name));
    const left = clipped.below > 0 ? '◂' : '';
    const right = clipped.above > 0 ? '▸' : '';
    if (!scale.diverging) {
      setText(this.low, '0');
      setText(this.high, end + right);
    } else if (this.isNarrow) {
      setText(this.low, `${left}±${end}${right}`);
      setText(this.high, '');
    } else {
      setText(this.low, `${left}−${end}`);
      setText(this.high, `+${end}${right}`);
    }
    setText(this.marks, oddities(stats));
    this.element.classList.toggle('odd', stats.nan + stats.inf > 0);
    const title = clipNote(clipped);
    if (this.element.title !== title) this.element.title = title;
  }

  private drawBar(scale: ColourScale): void {
    this.drawn = scale;
    const image = new ImageData(256, 1);
    new Uint32Array(image.data.buffer).set(scale.table);
    context2d(this.bar).putImageData(image, 0, 0);
  }
}

/** `3 NaN`; empty if all is finite. */
function oddities({ nan, inf }: TensorStats): string {
  return [nan > 0 ? `${whole(nan)} NaN` : '', inf > 0 ? `${whole(inf)} ∞` : ''].filter(Boolean).join(' · ');
}

function clipNote({ below, above }: Clipped): string {
  const cells = below + above;
  return cells === 0 ? '' : l10n.t('{0} cells lie beyond the ends of the scale', whole(cells));
}
