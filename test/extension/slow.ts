/** @file A page that is drawn by hand. */

import { Emitter } from '../../extension/session/emitter.ts';

/** Behind until it is told that it is not. */
export class Slow {
  isBehind = false;
  private readonly caughtUp = new Emitter<void>();
  readonly onDidCatchUp = this.caughtUp.event;

  catchUp(): void {
    this.isBehind = false;
    this.caughtUp.fire();
  }
}
