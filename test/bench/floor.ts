/** @file The time that a step would take if this machine did nothing but its arithmetic, or nothing but its traffic. */

import { allocate } from '../../engine/tensor.ts';
import { timesOf } from './timing.ts';
import type { Workload } from './workload.ts';

/** What this machine reaches at best. */
export interface Peak {
  /** 32-bit multiply-adds a second, of NumPy's product of two square matrices. */
  readonly multiplyAdds: number;
  /** Bytes a second, read and written, of copying four megabytes. */
  readonly bytes: number;
}

/** Bytes a second, as `Peak` has them. */
export function copyingSpeed(): number {
  const from = allocate('float32', 2 ** 20);
  const to = allocate('float32', 2 ** 20);
  const times = timesOf(100, () => {
    to.set(from);
  });
  return (2 * from.byteLength) / (Math.min(...times) / 1000);
}

/**
 * Seconds: of the dense products forward and of the gradients (that of the first layer's input left out, which no update
 * needs), or of reading and writing every parameter with its gradient and moments once, whichever is longer.
 */
export function floorOf({ hidden, batch, optimizer }: Workload, peak: Peak): number {
  const sizes = [784, ...hidden, 10];
  let multiplyAdds = 0;
  let parameters = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const weights = sizes[layer - 1] * sizes[layer];
    multiplyAdds += weights * batch * (layer === 1 ? 2 : 3);
    parameters += weights + sizes[layer];
  }
  // The gradient is written and read; W, and with Adam both moments, are read and written; forward reads W once more.
  const bytes = parameters * 4 * (optimizer === 'adam' ? 9 : 5);
  return Math.max(multiplyAdds / peak.multiplyAdds, bytes / peak.bytes);
}
