/** @file Inputs that are not of the size that networks start out for. */

import type { HealthRule } from '../rule.ts';

/** The data is the same later on. */
const firstSteps = 20;

/**
 * SageMaker Debugger's CheckInputImages wants the mean within 0.2 of zero, for inputs that are centred. Pixels divided by 255 are
 * not, and still learned well from while most of a picture is dark: MNIST has 0.13, Fashion-MNIST 0.29.
 */
export const inputsNotNormalized: HealthRule = {
  id: 'inputsNotNormalized',
  bad: 'above',
  threshold: 0.5,
  isShare: false,
  after: 'step',
  warmUp: 0,
  patience: 5,
  title: 'Inputs not normalised',
  message: 'The mean of |{0}| is {1}, over {2}: all weights of a unit are pushed the same way.',
  advice:
    'Subtract the mean and divide by the standard deviation; turn dark writing on white around (1 − X).',
  gauges: () => [
    {
      tensor: 'X',
      read({ trainer: { cursor, needed } }) {
        if (cursor.step > firstSteps) return null;
        const { data } = needed.X;
        let sum = 0;
        for (let c = 0; c < data.length; c++) sum += Math.abs(data[c]);
        return { value: sum / data.length, details: [] };
      },
    },
  ],
};
