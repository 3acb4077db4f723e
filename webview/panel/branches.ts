/** @file Going over from one way that training has taken to another. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../engine/timeline.ts';
import { Choice } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, placeName, short } from '../ui/format.ts';

/** The choice of a branch, seen only where there are several. */
export class BranchChoice {
  private readonly choice: Choice;
  readonly element: HTMLElement;

  /** @param choose Goes over to a branch, by its id. */
  constructor(choose: (branch: number) => void) {
    this.choice = new Choice(l10n.t('Branch'), (value) => {
      choose(Number(value));
    });
    this.element = element('div', { class: 'branches', hidden: '' }, this.choice.element);
  }

  offer(branches: readonly Branch[]): void {
    this.element.hidden = branches.length < 2;
    this.choice.offer(branches.map((branch) => ({ value: String(branch.id), text: branchName(branch) })));
  }

  show(branch: number): void {
    this.choice.show(String(branch));
  }
}

/** `W1[350, 7] = 0.5 at step 260`: what was changed by hand, and where. */
function branchName({ parent, fork, edits }: Branch): string {
  if (parent === null || edits.length === 0) return l10n.t('as it was trained');
  const { name, index, value } = edits[0];
  const more = edits.length > 1 ? ' …' : '';
  return l10n.t('{0} = {1} at {2}', cellName(name, index), `${short(value)}${more}`, placeName(fork));
}
