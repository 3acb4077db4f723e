/** @file What is not well with the run: in one line where its state is read, and with evidence and advice in a tab. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../../engine/cursor.ts';
import type { Diagnosis, RunState } from '../../protocol.ts';
import { linkButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/dom.ts';
import { whole } from '../../ui/format.ts';
import { icon } from '../../ui/icons.ts';

/** What can be done about a diagnosis. */
export interface HealthActions {
  /** Shows the tab. */
  readonly open: () => void;
  /** Goes to where it was found, and chooses what it is about. */
  readonly visit: (diagnosis: Diagnosis) => void;
}

/**
 * What holds at the cursor comes first, and is all that the sign counts: as everything else, it tells of the run as it stands
 * there. What was over before, or was found further on, is kept below with its steps.
 */
export class Health {
  private diagnoses: readonly Diagnosis[] = [];
  private cursor: Cursor = { step: 0, op: 0 };
  /** What is shown, to make nothing anew that is the same. */
  private shown = '';
  private readonly signText = element('span', { class: 'health-sign-text' });
  private readonly signButton: HTMLElement;
  /** Not there while all is well. */
  readonly sign: HTMLElement;
  readonly element = element('section', { class: 'health', 'aria-label': l10n.t('Health') });

  constructor(private readonly actions: HealthActions) {
    this.signButton = linkButton('', () => {
      actions.open();
    });
    this.signButton.append(icon('warning'), this.signText);
    this.sign = element('div', { class: 'health-sign', role: 'status' });
    this.draw();
  }

  hear(diagnoses: readonly Diagnosis[]): void {
    this.diagnoses = diagnoses;
    this.draw();
  }

  place({ cursor }: RunState): void {
    this.cursor = cursor;
    this.draw();
  }

  private draw(): void {
    const now = this.diagnoses.filter((each) => isNow(each, this.cursor));
    const others = this.diagnoses.filter((each) => !now.includes(each));
    const shown = JSON.stringify([now, others]);
    if (shown === this.shown) return;
    this.shown = shown;
    const worst = now.at(0);
    if (worst === undefined) this.sign.replaceChildren();
    else {
      const { title } = worst;
      setText(this.signText, now.length === 1 ? title : l10n.t('{0}, {1} more', title, now.length - 1));
      this.signButton.title = now.map(({ message }) => message).join('\n');
      if (!this.signButton.isConnected) this.sign.replaceChildren(this.signButton);
    }
    this.element.replaceChildren(
      ...(now.length === 0 ? [this.allWell()] : now.map((each) => this.entry(each))),
      ...(others.length === 0 ? [] : [element('h2', {}, l10n.t('At other steps'))]),
      ...others.map((each) => this.entry(each)),
    );
  }

  private allWell(): HTMLElement {
    return element(
      'p',
      { class: 'health-well' },
      l10n.t('Nothing is found wrong at this step.'),
      ' ',
      l10n.t(
        'Gradients, activations, weights, loss, classes and inputs are looked at after some of the steps. The thresholds are settings: backpropLens.health.',
      ),
    );
  }

  private entry(diagnosis: Diagnosis): HTMLElement {
    const { title, message, advice, tensor, at, until } = diagnosis;
    const go = linkButton(title, () => {
      this.actions.visit(diagnosis);
    });
    go.title = l10n.t('Go to {0} at step {1}', tensor, whole(at.step));
    const steps =
      until === null
        ? l10n.t('from step {0} on', whole(at.step))
        : l10n.t('from step {0} to {1}', whole(at.step), whole(until));
    return element(
      'article',
      { class: isNow(diagnosis, this.cursor) ? 'health-entry now' : 'health-entry' },
      element(
        'header',
        {},
        icon('warning'),
        go,
        element('code', {}, tensor),
        element('span', { class: 'health-steps' }, steps),
      ),
      element('p', {}, message),
      element('p', { class: 'health-advice' }, l10n.t('Try: {0}', advice)),
    );
  }
}

/** A finding holds from where it was found, which may be in the middle of a step, until it is over. */
function isNow({ at, until }: Diagnosis, { step, op }: Cursor): boolean {
  const isFound = at.step < step || (at.step === step && at.op <= op);
  return isFound && (until === null || step < until);
}
