/** @file What becomes of the test set at the cursor: what is confused with what, and the images that are read worst. */

import * as l10n from '@vscode/l10n';
import type { Reading, TestReport } from '../../engine/questions/testSet.ts';
import type { Branch } from '../../engine/timeline.ts';
import type { RunInfo, RunState } from '../protocol.ts';
import { colourScale } from '../drawing/colour.ts';
import { linkButton } from '../ui/controls.ts';
import { element, setText } from '../ui/dom.ts';
import { percent, placeName, whole } from '../ui/format.ts';
import { Refresher } from '../ui/refresher.ts';
import type { Stage } from '../ui/stage.ts';
import { themeKind } from '../ui/theme.ts';
import { classesOf } from '../drawing/classes.ts';
import { ConfusionMatrix } from './confusion.ts';
import { mistakeText } from './names.ts';
import { Example, type ShownImage } from './example.ts';

/** Images told one by one. */
const most = 48;

export class TestSetView {
  private readonly headline = element('h2', { class: 'testset-headline' }, l10n.t('Reading the test set …'));
  private readonly score = element('p', { class: 'score' });
  private readonly heading = element('h3');
  private readonly all: HTMLElement;
  private readonly list = element('ol', { class: 'examples' });
  private readonly matrix: ConfusionMatrix;
  private readonly body: HTMLElement;
  private readonly refresher: Refresher;
  private readonly examples: Example[] = [];
  private report: TestReport | null = null;
  private reading: Reading = null;
  readonly element: HTMLElement;

  private constructor(
    stage: Stage,
    private readonly run: RunInfo,
    private readonly classes: number,
    private readonly look: (image: ShownImage) => void,
  ) {
    this.matrix = new ConfusionMatrix(classes, (reading) => {
      this.choose(reading);
    });
    this.all = linkButton(l10n.t('Show all mistakes'), () => {
      this.choose(null);
    });
    this.body = element(
      'div',
      { class: 'testset-body', hidden: '' },
      this.matrix.element,
      element('header', { class: 'section-head' }, this.heading, this.all),
      this.list,
    );
    this.element = element(
      'section',
      { class: 'testset', 'aria-label': l10n.t('Test set') },
      this.headline,
      this.score,
      this.body,
    );
    this.refresher = new Refresher(
      this.element,
      async () => {
        this.show(await stage.host.judgeTestSet(this.reading, most));
      },
      (reason) => {
        if (this.report === null) setText(this.headline, reason);
      },
    );
  }

  /**
   * `null` for a network whose inputs are no images or whose outputs are no classes.
   * @param look Called with an image that a person wants to see in the network.
   */
  static of(stage: Stage, run: RunInfo, look: (image: ShownImage) => void): TestSetView | null {
    const classes = classesOf(run);
    return classes === null ? null : new TestSetView(stage, run, classes, look);
  }

  /** Training stands there now. */
  place(state: RunState): void {
    this.refresher.show(state);
  }

  /** Something was changed by hand, if these are others. */
  branch(branches: readonly Branch[]): void {
    if (branches.length > 1) this.refresher.outdate();
  }

  /** Also in the colours of another theme. */
  repaint(): void {
    if (this.report !== null) this.gallery(this.report);
  }

  /** Shows the images of one cell of the matrix, or all mistakes. */
  private choose(reading: Reading): void {
    const { label, predicted } = this.reading ?? {};
    const isSame = reading?.label === label && reading?.predicted === predicted;
    this.reading = isSame ? null : reading;
    this.refresher.outdate();
  }

  private show(report: TestReport): void {
    this.report = report;
    this.body.hidden = false;
    const { confusion, cursor, mistake } = report;
    const right = sum(confusion.map((row, i) => row[i]));
    const total = sum(confusion.flat());
    setText(
      this.headline,
      mistake === null ? l10n.t('All images of the test set are read rightly.') : mistakeText(mistake),
    );
    setText(
      this.score,
      [
        l10n.t(
          '{0} of {1} images ({2}) are right at {3}.',
          whole(right),
          whole(total),
          percent(right / total),
          placeName(cursor),
        ),
        ...worstClass(confusion),
      ].join(' '),
    );
    this.matrix.show(confusion, this.reading);
    this.gallery(report);
  }

  private gallery({ worst, outputs, pixels, confusion }: TestReport): void {
    const { reading } = this;
    const total =
      reading === null
        ? sum(confusion.flatMap((row, i) => row.filter((_, j) => i !== j)))
        : confusion[reading.label][reading.predicted];
    const title =
      reading === null
        ? l10n.t('Mistakes, the worst first')
        : l10n.t('{0} read as {1}, the worst first', reading.label, reading.predicted);
    const count = worst.length < total ? l10n.t('{0} of {1}', worst.length, whole(total)) : whole(total);
    setText(this.heading, `${title}: ${count}`);
    this.all.hidden = reading === null;
    while (this.examples.length < worst.length) {
      const example = new Example(this.classes, this.look);
      this.examples.push(example);
      this.list.append(example.element);
    }
    const [rows, columns] = this.run.model.inputShape;
    const size = rows * columns;
    const scale = colourScale(true, themeKind());
    this.examples.forEach((example, i) => {
      const judged = worst.at(i);
      example.element.hidden = judged === undefined;
      if (judged === undefined) return;
      const { label, predicted } = judged;
      const values = Float32Array.from(pixels.subarray(i * size, (i + 1) * size), (p) => p / 255);
      const name = l10n.t('Test image {0}', whole(judged.example));
      const probabilities = outputs.subarray(i * this.classes, (i + 1) * this.classes);
      example.show({ name, rows, columns, values, label }, scale, predicted, probabilities);
    });
  }
}

/** And the label that is read rightly least often. */
function worstClass(confusion: readonly (readonly number[])[]): string[] {
  const shares = confusion.map((row, label) => ({ label, share: row[label] / sum(row) }));
  const known = shares.filter(({ share }) => share < 1);
  if (known.length === 0) return [];
  const { label, share } = known.reduce((worst, each) => (each.share < worst.share ? each : worst));
  return [l10n.t('The hardest is {0}: {1} right.', label, percent(share))];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
