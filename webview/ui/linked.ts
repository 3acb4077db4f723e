/** @file One cursor over several pictures of one shape: the cell that is pointed at in one is marked, and told, in all. */

import { indexOf } from '../drawing/cells.ts';
import type { Pointing, Target } from './probe.ts';

/** One of the pictures. */
interface Partner {
  /** Marks a cell by its index, or none any more. */
  readonly mark: (index: readonly number[] | null) => void;
  /** What a cell, by its flat index, has here; `null` while there is no picture. */
  readonly tell: (flat: number) => string | null;
}

export class Linked {
  private readonly partners: Partner[] = [];

  /** @param probe tells what is pointed at */
  constructor(private readonly probe: Pointing) {}

  /** Takes in a picture. Returned is what stands for the page's probe before it. */
  add(partner: Partner): Pointing {
    const { probe, partners } = this;
    partners.push(partner);
    const others = (): Partner[] => partners.filter((each) => each !== partner);
    const mark = (index: readonly number[] | null): void => {
      for (const each of others()) each.mark(index);
    };
    const tell = (flat: number): string =>
      others()
        .flatMap((each) => each.tell(flat) ?? [])
        .join(' · ');
    const told = (target: Target): Target => ({ ...target, beside: tell });
    // The page's probe knows a picture by the function that takes the cursor away from it.
    let release: () => void = () => undefined;
    const released = (): void => {
      mark(null);
      release();
    };
    return {
      point(target, aloud, own) {
        release = own;
        probe.point(told(target), aloud, released);
        mark(indexOf(target.cells[0], target.shape));
      },
      refresh(target) {
        probe.refresh(told(target));
      },
      leave() {
        mark(null);
        probe.leave();
      },
    };
  }
}
