/** @file What all pictures of one page share. */

import type { Host } from '../host.ts';
import type { Frames } from './frames.ts';
import type { Pointing } from './probe.ts';
import type { Ranges } from '../drawing/range.ts';

export interface Stage {
  readonly host: Host;
  readonly frames: Frames;
  readonly ranges: Ranges;
  readonly probe: Pointing;
  /** Chooses a tensor, and a cell of it if one is given, on every page. */
  choose(tensor: string, index: readonly number[] | null): void;
}
