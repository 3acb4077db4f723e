/** @file How a tensor's numbers become colours, to be chosen by a person: the scale, and where it ends. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../engine/ops/op.ts';
import type { Kin } from '../drawing/kin.ts';
import type { Ranges } from '../drawing/range.ts';
import { Choice, EntryField, IconButton } from './controls.ts';
import { element } from './dom.ts';
import { parseNumber, worked } from './format.ts';
import type { IconName } from './icons.ts';

export class ColourStrip {
  private readonly curve: Choice;
  private readonly extent: Choice;
  private readonly end: EntryField;
  private readonly lock: IconButton;
  readonly element: HTMLElement;

  /** @param changed Called when pictures have to be painted anew. */
  constructor(
    private readonly ranges: Ranges,
    private readonly spec: TensorSpec,
    changed: () => void,
  ) {
    const { name, nonNegative } = spec;
    this.curve = new Choice(l10n.t('Colour scale'), (curve) => {
      ranges.setCurve(name, curve === 'arcsinh' ? 'arcsinh' : 'linear');
      changed();
    });
    this.curve.offer([
      { value: 'linear', text: l10n.t('Linear scale') },
      { value: 'arcsinh', text: l10n.t('arcsinh scale') },
    ]);
    const kin = ranges.kinOf(name);
    this.extent = new Choice(l10n.t('What the colour range is of'), (extent) => {
      ranges.setShared(name, extent === 'shared');
      changed();
    });
    this.extent.offer([
      { value: 'own', text: l10n.t('Range of {0} alone', name) },
      ...(kin === null ? [] : [{ value: 'shared', text: sharedBy[kin.kin]() }]),
    ]);
    this.end = new EntryField(l10n.t('End of the colour range'), (text) => {
      const end = parseNumber(text.replace('±', ''));
      if (end === null || !(end > 0 && end < Infinity))
        return l10n.t('Type where the colours end: a number above zero, such as 0.5 or 2e-3.');
      ranges.set(name, end);
      changed();
      return null;
    });
    this.lock = new IconButton(...this.lockLabel(), () => {
      ranges.setLocked(name, !ranges.isLocked(name));
      this.show();
    });
    const fit = new IconButton('fit', l10n.t('Fit the colour range to these values'), () => {
      ranges.fit(name);
      changed();
    });
    this.element = element(
      'div',
      { class: 'strip-of-colours', role: 'group', 'aria-label': l10n.t('Colours') },
      this.curve.element,
      ...(kin === null ? [] : [this.extent.element]),
      element(
        'span',
        { class: 'colour-end' },
        nonNegative ? '0 –' : '±',
        this.end.element,
        this.lock.element,
        fit.element,
      ),
    );
    this.show();
  }

  /** Shows what holds now. */
  show(): void {
    const { ranges, spec } = this;
    this.curve.show(ranges.curveOf(spec.name));
    this.extent.show(ranges.isShared(spec.name) ? 'shared' : 'own');
    this.end.show(worked(ranges.of(spec.name)));
    this.lock.show(...this.lockLabel());
  }

  private lockLabel(): [IconName, string] {
    return this.ranges.isLocked(this.spec.name)
      ? ['locked', l10n.t('Unlock the colour range')]
      : ['unlocked', l10n.t('Lock the colour range')];
  }
}

const sharedBy: Readonly<Record<Kin, () => string>> = {
  parameters: () => l10n.t('One range for all parameters'),
  activations: () => l10n.t('One range for all activations'),
  'gradients of parameters': () => l10n.t('One range for all gradients of parameters'),
  'gradients of activations': () => l10n.t('One range for all gradients of activations'),
};
