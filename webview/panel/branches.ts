/** @file Going over from one way that training has taken to another, and laying one beside another. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../engine/timeline.ts';
import type { Side } from '../protocol.ts';
import { Choice } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { cellName, placeName, short } from '../ui/format.ts';

/** What the choice of branches can have done. */
export interface BranchActions {
  /** Goes over to a branch, by its id. */
  readonly switchBranch: (branch: number) => void;
  /** Lays the current branch beside something, or beside nothing. */
  readonly compareWith: (side: Side | null) => void;
}

/** The choice of a branch and of what to compare it with, each seen only where there are several. */
export class BranchChoice {
  private readonly choice: Choice;
  private readonly other: Choice;
  readonly element: HTMLElement;
  private branches: readonly Branch[] = [];
  private current = 0;
  private reference: string | null = null;
  private side: Side | null = null;

  constructor({ switchBranch, compareWith }: BranchActions) {
    this.choice = new Choice(l10n.t('Branch'), (value) => {
      switchBranch(Number(value));
    });
    this.other = new Choice(l10n.t('Compare with'), (value) => {
      compareWith(value === nothing ? null : value === 'reference' ? value : Number(value));
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

  /** Offers the run that was kept, by what it is called. */
  offerReference(name: string | null): void {
    this.reference = name;
    this.write();
  }

  /** Which branch is the current one. */
  show(branch: number): void {
    const turned = branch !== this.current;
    this.current = branch;
    // Told with every state of a run; what is offered changes with the branch alone.
    if (turned) this.write();
    else this.mark();
  }

  /** What it is compared with. */
  compare(side: Side | null): void {
    this.side = side;
    this.write();
  }

  private write(): void {
    const { branches, current, reference } = this;
    const named = branches.map((branch) => ({ value: String(branch.id), text: branchName(branch) }));
    const others = named.filter(({ value }) => value !== String(current));
    if (reference !== null) others.push({ value: 'reference', text: reference });
    this.element.hidden = others.length === 0;
    this.choice.element.hidden = branches.length < 2;
    this.choice.offer(named);
    this.other.offer([{ value: nothing, text: l10n.t('nothing') }, ...others]);
    this.mark();
  }

  /** Marks what holds, also where a person has chosen what could not be had. */
  private mark(): void {
    this.choice.show(String(this.current));
    this.other.show(this.side === null ? nothing : String(this.side));
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
