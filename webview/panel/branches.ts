/** @file Going over from one way that training has taken to another, and laying one beside another. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../engine/timeline.ts';
import { Choice } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, placeName, short } from '../ui/format.ts';

/** The choice of a branch and of one to compare it with, seen only where there are several. */
export class BranchChoice {
  private readonly choice: Choice;
  private readonly other: Choice;
  readonly element: HTMLElement;
  private branches: readonly Branch[] = [];
  private current = 0;
  private compared: number | null = null;

  /**
   * @param choose Goes over to a branch, by its id.
   * @param compare Lays the current branch beside another, or beside none.
   */
  constructor(choose: (branch: number) => void, compare: (branch: number | null) => void) {
    this.choice = new Choice(l10n.t('Branch'), (value) => {
      choose(Number(value));
    });
    this.other = new Choice(l10n.t('Compare with'), (value) => {
      compare(value === nothing ? null : Number(value));
    });
    this.element = element(
      'div',
      { class: 'branches', hidden: '' },
      this.choice.element,
      element(
        'span',
        { class: 'branches-with' },
        element('span', { 'aria-hidden': 'true' }, l10n.t('compared with')),
        this.other.element,
      ),
    );
  }

  offer(branches: readonly Branch[]): void {
    this.branches = branches;
    this.write();
  }

  /** Which branch is the current one. */
  show(branch: number): void {
    this.current = branch;
    this.write();
  }

  /** Which one it is compared with. */
  compare(branch: number | null): void {
    this.compared = branch;
    this.write();
  }

  private write(): void {
    const { branches, current, compared } = this;
    this.element.hidden = branches.length < 2;
    const named = branches.map((branch) => ({ value: String(branch.id), text: branchName(branch) }));
    this.choice.offer(named);
    this.choice.show(String(current));
    const others = named.filter(({ value }) => value !== String(current));
    this.other.offer([{ value: nothing, text: l10n.t('nothing') }, ...others]);
    this.other.show(compared === null ? nothing : String(compared));
  }
}

/** As a choice of what to compare with. */
const nothing = '';

/** `W1[350, 7] = 0.5 at step 260`: what was changed by hand, and where. */
export function branchName({ parent, fork, edits }: Branch): string {
  if (parent === null || edits.length === 0) return l10n.t('as it was trained');
  const { name, index, value } = edits[0];
  const more = edits.length > 1 ? ' …' : '';
  return l10n.t('{0} = {1} at {2}', cellName(name, index), `${short(value)}${more}`, placeName(fork));
}
