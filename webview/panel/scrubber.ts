/** @file Going to any step that was reached, by dragging over a curve or with the arrow keys on it. */

import * as l10n from '@vscode/l10n';
import { whole } from '../ui/format.ts';

/** A drag passes many steps; going to each would fall behind the hand. */
const pauseMilliseconds = 80;

/** What lies along the timeline. */
interface Track {
  /** Where the pointer and the keys go. */
  readonly surface: HTMLElement;
  /** The step under a point of the window. */
  stepAt(clientX: number): number;
  /** Marks a step as the one that everything else on the page shows. */
  mark(step: number): void;
}

export class Scrubber {
  private reached = 0;
  private position = 0;
  private wanted: number | null = null;
  /** Where it has asked to go and has not been told to be yet. */
  private asked: readonly number[] = [];
  private timer: number | undefined;

  /** @param seek Goes to a step. */
  constructor(
    private readonly track: Track,
    private readonly seek: (step: number) => void,
  ) {
    const { surface } = track;
    surface.tabIndex = 0;
    surface.setAttribute('role', 'slider');
    surface.setAttribute('aria-label', l10n.t('Step of the timeline'));
    surface.setAttribute('aria-valuemin', '0');
    surface.classList.add('scrubber');
    const follow = ({ clientX, buttons }: PointerEvent): void => {
      if (buttons === 1) this.go(track.stepAt(clientX));
    };
    surface.addEventListener('pointerdown', (event) => {
      surface.setPointerCapture(event.pointerId);
      follow(event);
    });
    surface.addEventListener('pointermove', follow);
    surface.addEventListener('keydown', (event) => {
      const target = this.targetOf(event.key);
      if (target === undefined) return;
      event.preventDefault();
      this.go(target);
    });
  }

  /** @param reached The furthest step so far. */
  show(position: number, reached: number): void {
    if (position !== this.position) {
      // Elsewhere, somebody else has gone.
      const at = this.asked.lastIndexOf(position);
      this.asked = at < 0 ? [] : this.asked.slice(at + 1);
    }
    this.position = position;
    this.reached = reached;
    const { surface } = this.track;
    surface.setAttribute('aria-valuemax', String(reached));
    surface.setAttribute('aria-valuenow', String(position));
    surface.setAttribute('aria-valuetext', l10n.t('step {0}', whole(position)));
    this.track.mark(position);
  }

  private targetOf(key: string): number | undefined {
    const from = this.wanted ?? this.asked.at(-1) ?? this.position;
    const page = Math.max(1, Math.round(this.reached / 20));
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - page,
      PageUp: from + page,
      Home: 0,
      End: this.reached,
    };
    return targets[key];
  }

  /** Goes there at once, or, having just gone somewhere, after a pause and to where the hand is then. */
  private go(step: number): void {
    this.wanted = Math.max(0, Math.min(this.reached, step));
    if (this.timer === undefined) this.goWhereWanted();
  }

  private goWhereWanted(): void {
    if (this.wanted === null) return;
    // What was asked for may have been refused.
    if (this.wanted !== this.position || this.asked.length > 0) {
      this.asked = [...this.asked, this.wanted];
      this.seek(this.wanted);
    }
    this.wanted = null;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      this.goWhereWanted();
    }, pauseMilliseconds);
  }
}
