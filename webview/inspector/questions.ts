/** @file The questions that can be asked about the chosen cell. */

import type { TensorSpec } from '../../engine/ops/op.ts';
import type { RunInfo } from '../protocol.ts';
import { element } from '../ui/dom.ts';
import type { Stage } from '../ui/stage.ts';
import { Why } from './why.ts';

export class Questions {
  private readonly why: Why;
  readonly element: HTMLElement;

  constructor(stage: Stage, run: RunInfo) {
    this.why = new Why(stage, run);
    this.element = element('section', { class: 'questions' }, this.why.question.element);
  }

  /** Asks about a cell of a tensor; while none is chosen, about the first. */
  choose({ name, shape }: TensorSpec, index: readonly number[] | null): void {
    this.why.choose({ tensor: name, index: index ?? shape.map(() => 0) });
  }
}
