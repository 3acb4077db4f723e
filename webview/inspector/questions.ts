/** @file The questions that can be asked about the chosen cell. */

import type { TensorSpec } from '../../engine/ops/op.ts';
import type { RunInfo } from '../protocol.ts';
import { element } from '../ui/dom.ts';
import type { Stage } from '../ui/stage.ts';
import { GradientQuestion } from './gradientcheck.ts';
import { ImageQuestion } from './imageranking.ts';
import { Why } from './why.ts';

export class Questions {
  private readonly why: Why;
  private readonly gradient: GradientQuestion;
  private readonly images: ImageQuestion;
  readonly element: HTMLElement;

  constructor(stage: Stage, run: RunInfo) {
    this.why = new Why(stage, run);
    this.gradient = new GradientQuestion(stage, run);
    this.images = new ImageQuestion(stage, run);
    const all = [this.why, this.gradient, this.images].map(({ question }) => question.element);
    this.element = element('section', { class: 'questions' }, ...all);
  }

  /** Asks about a cell of a tensor; while none is chosen, about the first. */
  choose(spec: TensorSpec, index: readonly number[] | null): void {
    const cell = { tensor: spec.name, index: index ?? spec.shape.map(() => 0) };
    this.why.choose(cell);
    this.gradient.choose(spec, cell);
    this.images.choose(spec, cell);
  }

  repaint(): void {
    this.images.repaint();
  }
}
