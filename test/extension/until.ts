/** @file Waiting for what an event brings about. */

import type { Event } from '../../extension/session/emitter.ts';

/** The first value that passes; mocha's timeout is the end of patience. */
export function until<T>(event: Event<T>, passes: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      if (!passes(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}
