/** @file What the test set shows: examples learned by heart, and a class that is never recognised. */

import type { EpochEnd, Gauge, HealthRule, Reading } from '../rule.ts';

/**
 * SageMaker Debugger's Overfit compares the two losses: 10 % apart, as any network is that has learned MNIST well. Over-fitting
 * shows in a test loss that rises again while the training loss falls, so that is what the 10 % are here.
 */
export const overfitting: HealthRule = {
  id: 'overfitting',
  bad: 'above',
  threshold: 0.1,
  isShare: true,
  after: 'epoch',
  warmUp: 2,
  patience: 2,
  title: 'Over-fitting',
  message:
    'The test loss is {3}, {1} above the lowest that it has been ({4}), more than {2}, while the training loss has come down to {5}.',
  advice: 'Stop earlier, train on more examples, use fewer units, or add weight decay (l2).',
  gauges: () => [overfittingGauge()],
};

function overfittingGauge(): Gauge {
  let lowest = Infinity;
  return {
    tensor: 'y_hat',
    read({ epoch }) {
      if (epoch === null) return null;
      const { loss, testLoss } = epoch;
      if (testLoss < lowest) lowest = testLoss;
      return { value: loss < lowest ? testLoss / lowest - 1 : 0, details: [testLoss, lowest, loss] };
    },
    resume(last) {
      lowest = last?.details[1] ?? Infinity;
    },
  };
}

/**
 * SageMaker Debugger's ClassImbalance: more than 0.7 of a class is taken for others. Told only where the other classes are
 * recognised: else nothing has been learned yet, which is another matter.
 */
export const classIgnored: HealthRule = {
  id: 'classIgnored',
  bad: 'below',
  threshold: 0.3,
  isShare: true,
  after: 'epoch',
  warmUp: 1,
  patience: 1,
  title: 'A class is ignored',
  message:
    'Of the test images of class {3} only {1} are recognised, less than {2}; of the other classes {4} % are.',
  advice:
    'See whether the class has fewer training images than the others or wrong labels; train for longer.',
  gauges: () => [
    {
      tensor: 'y_hat',
      read: ({ epoch }) => epoch && leastRecognised(epoch),
    },
  ],
};

function leastRecognised({ confusion }: EpochEnd): Reading | null {
  const recalls = confusion
    .map((row, label) => ({ label, count: row.reduce((sum, n) => sum + n, 0), right: row[label] }))
    .filter(({ count }) => count > 0)
    .map(({ label, count, right }) => ({ label, recall: right / count }));
  if (recalls.length < 2) return null;
  const least = recalls.reduce((a, b) => (b.recall < a.recall ? b : a));
  const others = recalls.filter((each) => each !== least);
  const mean = others.reduce((sum, { recall }) => sum + recall, 0) / others.length;
  return { value: mean < 0.5 ? NaN : least.recall, details: [least.label, 100 * mean] };
}
