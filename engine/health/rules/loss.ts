/** @file A loss that rises, or does not fall. */

import type { Gauge, HealthRule } from '../rule.ts';

/** Single mini-batches may be easy or hard by chance: so many are taken together. */
const enoughSteps = 20;

/**
 * SageMaker Debugger's LossNotDecreasing lets a loss rise by 5 %, but that of some mini-batches does so all the time. Three times its
 * lowest is what the debugger's exception filter stops at, too. What has become a tenth of the first loss is none that diverges.
 */
export const lossDiverging: HealthRule = {
  id: 'lossDiverging',
  bad: 'above',
  threshold: 3,
  isShare: false,
  after: 'step',
  warmUp: 0,
  patience: 1,
  title: 'Loss diverges',
  message: 'The loss is {3}: {1} times the lowest that it has been ({4}), over {2}.',
  advice: 'Lower the learning rate, and go on from before the rise.',
  gauges: () => [divergenceGauge()],
};

function divergenceGauge(): Gauge {
  let losses: number[] = [];
  let lowest = Infinity;
  let first: number | null = null;
  return {
    tensor: 'Loss',
    read(look) {
      losses.push(...look.losses);
      if (losses.length < enoughSteps) return null;
      const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
      losses = [];
      // That is another rule's matter.
      if (!Number.isFinite(loss)) return null;
      first ??= loss;
      lowest = Math.min(lowest, loss);
      return { value: loss > first / 10 ? loss / lowest : 1, details: [loss, lowest, first] };
    },
    resume(last) {
      losses = [];
      [, lowest, first] = last ? last.details : [NaN, Infinity, null];
    },
  };
}

/** SageMaker Debugger's LossNotDecreasing: it falls by less than 0.1 %; measured from epoch to epoch, over the same examples. */
export const lossNotFalling: HealthRule = {
  id: 'lossNotFalling',
  bad: 'below',
  threshold: 0.001,
  isShare: true,
  after: 'epoch',
  warmUp: 1,
  patience: 1,
  title: 'Loss does not fall',
  message:
    'From one epoch to the next the loss fell by {1}, less than {2}: it is {3}, after {4} in the epoch before.',
  advice:
    'If the network is good enough, stop here. If it has learned nothing yet, try another learning rate, initialisation or activation, and check the labels.',
  gauges: () => [fallGauge()],
};

function fallGauge(): Gauge {
  let before: number | null = null;
  return {
    tensor: 'Loss',
    read({ epoch }) {
      if (epoch === null) return null;
      const { loss } = epoch;
      const fall = before === null ? NaN : 1 - loss / before;
      const reading = { value: fall, details: [loss, before ?? NaN] };
      before = loss;
      return reading;
    },
    resume(last) {
      before = last?.details[0] ?? null;
    },
  };
}
