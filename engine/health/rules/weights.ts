/** @file Weights that start badly, or are changed by too much or too little. */

import { updateRatio } from '../../measurements/measurement.ts';
import type { Trainer } from '../../trainer.ts';
import type { Gauge, HealthRule } from '../rule.ts';

/**
 * SageMaker Debugger's PoorWeightInitialization: the variance of what goes into one layer's activation is more than ten times that
 * of another's. Of that, what the weights are to blame for: a layer of n inputs with weights of mean square w² makes n·w² times
 * as much of the mean square of its inputs. LeCun's initialisation has 1 there, Glorot's about 1, He's 2, PyTorch's 1/3.
 * An output layer may well start small: its units are told apart by the labels.
 */
export const poorInitialization: HealthRule = {
  id: 'poorInitialization',
  bad: 'above',
  threshold: 10,
  isShare: false,
  after: 'step',
  warmUp: 0,
  patience: 1,
  title: 'Poor initialisation',
  message:
    '{0} starts out of proportion: inputs · mean square of the weights is {3}, {1} times away from 1, over {2} times.',
  advice:
    'Draw the weights by Glorot (sigmoid, tanh, softmax) or He (relu): then signals keep their size from layer to layer. All zeros make all units alike for good.',
  gauges: ({ model, tensors }) =>
    model.layers.map((_, i) => {
      const tensor = `W${i + 1}`;
      const { data, shape } = tensors[tensor];
      let squares = 0;
      for (let c = 0; c < data.length; c++) squares += data[c] * data[c];
      const gain = (shape[0] * squares) / data.length;
      const value = i + 1 === model.layers.length ? gain : Math.max(gain, 1 / gain);
      return {
        tensor,
        // Told once, after the first step.
        read: ({ trainer }) => (trainer.cursor.step === 1 ? { value, details: [gain] } : null),
      };
    }),
};

/** MindInsight's weight_change_too_large: ΔW is over a tenth of W in size. */
export const updateTooLarge: HealthRule = {
  id: 'updateTooLarge',
  bad: 'above',
  threshold: 0.1,
  isShare: false,
  after: 'step',
  warmUp: 10,
  patience: 3,
  title: 'Updates too large',
  message: 'A step changes {0} by {1} of its norm, over {2}. About 0.001 is usual.',
  advice: 'Lower the learning rate.',
  gauges: updateGauges,
};

/**
 * MindInsight's weight_change_too_small is 1e-4, SageMaker Debugger's WeightUpdateRatio 1e-8. A network that has learned well is
 * changed by less than the former, one that learns nothing by more than the latter: this lies between them.
 */
export const updateTooSmall: HealthRule = {
  id: 'updateTooSmall',
  bad: 'below',
  threshold: 1e-6,
  isShare: false,
  after: 'step',
  warmUp: 10,
  patience: 3,
  title: 'Updates too small',
  message: 'A step changes {0} by {1} of its norm, under {2}. About 0.001 is usual.',
  advice: 'Raise the learning rate; where the gradient vanishes as well, see to that first.',
  gauges: updateGauges,
};

function updateGauges({ model }: Trainer): Gauge[] {
  return model.layers.map((_, i) => ({
    tensor: `W${i + 1}`,
    read({ measurement }) {
      if (measurement === null) return null;
      return { value: updateRatio(measurement.layers[i]), details: [] };
    },
  }));
}
