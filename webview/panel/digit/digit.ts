/** @file One image on its way through the network at the cursor: drawn by hand, or taken from the data and drawn over. */

import * as l10n from '@vscode/l10n';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import type { ImageReading, Unit } from '../../../engine/questions/reading.ts';
import type { Branch } from '../../../engine/timeline.ts';
import { colourScale } from '../../drawing/colour.ts';
import type { RunInfo, RunState } from '../../protocol.ts';
import { Choice, linkButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/dom.ts';
import { percent, placeName } from '../../ui/format.ts';
import { Refresher } from '../../ui/refresher.ts';
import type { Stage } from '../../ui/stage.ts';
import { themeKind } from '../../ui/theme.ts';
import { Thumbnail } from '../../ui/thumbnail.ts';
import { classesOf } from '../../drawing/classes.ts';
import { showBars } from '../classes.ts';
import type { ShownImage } from '../example.ts';
import { Pad } from './pad.ts';
import { ReadingsChart } from './readings.ts';
import { UnitStrip } from './units.ts';

/** Of the image as the network takes it, in CSS pixels. */
const imageSize = 84;

export class DigitView {
  private readonly pad: Pad;
  private readonly thumbnail = new Thumbnail(imageSize);
  private readonly caption = element('p', { class: 'score' });
  private readonly meant: Choice;
  private readonly verdict = element('p', { class: 'digit-verdict' });
  private readonly bars: HTMLElement[];
  private readonly strips: readonly { readonly spec: TensorSpec; readonly strip: UnitStrip }[];
  private readonly chart: ReadingsChart;
  private readonly switched = element('div', { class: 'digit-switched', hidden: '' });
  private readonly answer: HTMLElement;
  private readonly hint = element('p', { class: 'score' });
  private readonly refresher: Refresher;
  readonly element: HTMLElement;
  private name = '';
  private label: number | null = null;
  private off: readonly Unit[] = [];
  private isRunning = false;

  private constructor(
    private readonly stage: Stage,
    private readonly run: RunInfo,
    classes: number,
  ) {
    const [height, width] = run.model.inputShape;
    this.pad = new Pad(height, width, () => {
      this.name = '';
      this.drawn();
    });
    this.meant = new Choice(l10n.t('What it is meant to be'), (value) => {
      this.label = value === '' ? null : Number(value);
      this.refresher.outdate();
    });
    const each = Array.from({ length: classes }, (_, i) => i);
    this.meant.offer([
      { value: '', text: l10n.t('any digit') },
      ...each.map((i) => ({ value: String(i), text: l10n.t('meant as {0}', i) })),
    ]);
    this.bars = each.map(() => element('span', { class: 'bar' }));
    this.strips = this.stripsOf();
    this.chart = new ReadingsChart(classes, (step) => {
      stage.host.send({ type: 'seek', step, op: 0 });
    });
    this.answer = element(
      'div',
      { class: 'digit-answer' },
      this.verdict,
      element(
        'div',
        { class: 'digit-bars', 'aria-hidden': 'true' },
        ...each.map((i) =>
          element('span', { class: 'digit-bar' }, this.bars[i], element('span', {}, String(i))),
        ),
      ),
    );
    this.element = element(
      'section',
      { class: 'digit', 'aria-label': l10n.t('Draw a digit') },
      element(
        'div',
        { class: 'digit-top' },
        this.pad.element,
        element(
          'div',
          { class: 'digit-side' },
          this.thumbnail.element,
          this.meant.element,
          linkButton(l10n.t('Clear'), () => {
            this.pad.clear();
          }),
        ),
        this.answer,
      ),
      this.caption,
      this.hint,
      this.chart.element,
      ...this.strips.map(({ strip }) => strip.element),
      this.switched,
    );
    this.refresher = new Refresher(
      this.element,
      () => this.read(),
      (reason) => {
        setText(this.hint, reason);
        this.hint.hidden = false;
      },
    );
    this.drawn();
  }

  /** `null` for a network whose inputs are no images or whose outputs are no classes. */
  static of(stage: Stage, run: RunInfo): DigitView | null {
    const classes = classesOf(run);
    return classes === null ? null : new DigitView(stage, run, classes);
  }

  /** Takes an image of the data, which can be drawn over. To be called when it can be seen. */
  take({ name, label, values }: ShownImage): void {
    this.pad.load(Uint8Array.from(values, (x) => Math.round(255 * Math.max(0, Math.min(1, x)))));
    this.name = name;
    this.label = label;
    this.meant.show(String(label));
    // What was pressed is out of sight.
    this.pad.element.focus();
  }

  /** Training stands there now. */
  place(state: RunState): void {
    this.isRunning = state.status === 'running';
    this.refresher.show(state);
  }

  /** Something was changed by hand, if these are others. */
  branch(branches: readonly Branch[]): void {
    if (branches.length > 1) this.refresher.outdate();
  }

  /** Also in the colours of another theme. */
  repaint(): void {
    this.pad.repaint();
    this.paint();
    this.chart.repaint();
    for (const { strip } of this.strips) strip.repaint();
  }

  /** There is another image. */
  private drawn(): void {
    const { isEmpty } = this.pad;
    if (isEmpty) {
      this.label = null;
      this.meant.show('');
      this.chart.hide();
    }
    for (const node of [this.answer, this.caption, ...this.strips.map(({ strip }) => strip.element)])
      node.hidden = isEmpty;
    setText(
      this.hint,
      isEmpty
        ? l10n.t(
            'Draw a digit here, or press an image of another tab. It is made as large as those of MNIST, and goes through the network as it is at the cursor.',
          )
        : '',
    );
    this.hint.hidden = !isEmpty;
    this.paint();
    this.refresher.outdate();
  }

  private paint(): void {
    const [rows, columns] = this.run.model.inputShape;
    const values = Float32Array.from(this.pad.image, (p) => p / 255);
    this.thumbnail.paint({ rows, columns, values }, colourScale(true, themeKind()));
  }

  private async read(): Promise<void> {
    if (this.pad.isEmpty) return;
    const { host } = this.stage;
    const image = this.pad.image;
    this.show(await host.readImage(image, this.off));
    // How it was read before is known of the network as it is trained, and read when things are at rest.
    if (this.isRunning || this.off.length > 0 || this.pad.isDrawing) this.chart.hide();
    else this.chart.show(await host.readReadings(image), this.label);
  }

  private show({ cursor, tensors, predicted }: ImageReading): void {
    const outputs = tensors[tensors.length - 1].values;
    const { label } = this;
    this.hint.hidden = true;
    this.verdict.classList.toggle('right', label === predicted);
    this.verdict.classList.toggle('wrong', label !== null && label !== predicted);
    this.verdict.replaceChildren(
      element('b', {}, String(predicted)),
      element('span', {}, percent(outputs[predicted])),
    );
    setText(this.caption, [this.name || l10n.t('Drawn by hand'), placeName(cursor)].join(' · '));
    showBars(this.bars, outputs, label, predicted);
    for (const { spec, strip } of this.strips) {
      const values = tensors.find(({ name }) => name === spec.name)?.values;
      const off = this.off
        .filter(({ layer }) => layer === spec.layer && isHiddenOutput(spec))
        .map(({ unit }) => unit);
      if (values !== undefined) strip.show(values, new Set(off));
    }
  }

  /** One for everything that the forward pass makes but the outputs, which have bars. */
  private stripsOf(): { spec: TensorSpec; strip: UnitStrip }[] {
    return this.run.program.tensors
      .filter(({ name, group }) => group === 'activations' && name !== 'y_hat' && name !== 'Loss')
      .map((spec) => {
        const turn = isHiddenOutput(spec)
          ? (unit: number) => {
              this.turn({ layer: spec.layer, unit });
            }
          : null;
        return { spec, strip: new UnitStrip(spec, turn) };
      });
  }

  /** Turns a unit off, or on again. */
  private turn({ layer, unit }: Unit): void {
    const others = this.off.filter((each) => each.layer !== layer || each.unit !== unit);
    this.switchOff(others.length < this.off.length ? others : [...others, { layer, unit }]);
  }

  private switchOff(off: readonly Unit[]): void {
    this.off = off;
    this.switched.hidden = off.length === 0;
    const names = off.map(({ layer, unit }) => `z${layer}[${unit}]`).join(', ');
    this.switched.replaceChildren(
      element('span', {}, l10n.t('Off: {0}', names)),
      linkButton(l10n.t('Turn on'), () => {
        this.switchOff([]);
      }),
      linkButton(l10n.t('Train on without'), () => {
        this.keepOff();
      }),
      element(
        'p',
        { class: 'score' },
        l10n.t(
          'Training goes on as a branch of its own in which what goes out of the unit is set to 0; it may grow again.',
        ),
      ),
    );
    this.refresher.outdate();
  }

  /** Makes of what is off for one image a change of the run. */
  private keepOff(): void {
    for (const { layer, unit } of this.off)
      this.stage.host.send({ type: 'edit', name: `W${layer + 1}`, index: [unit], value: 0 });
    this.switchOff([]);
  }
}

/** What the next layer reads: `z1`, `z2` … */
function isHiddenOutput({ name }: TensorSpec): boolean {
  return name.startsWith('z');
}
