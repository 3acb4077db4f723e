/** @file Hidden units that let no gradient through: saturated ones, and dead ones. */

import type { ActivationName } from '../../model.ts';
import type { Trainer } from '../../trainer.ts';
import type { Gauge, HealthRule, Reading } from '../rule.ts';

/** From this |a| on, the slope is under 0.01: σ(4.6)·(1 − σ(4.6)) and 1 − tanh²(3) are just below it. */
const flatFrom: Partial<Record<ActivationName, number>> = { sigmoid: 4.6, tanh: 3 };

/** As many examples as SageMaker Debugger waits for before it judges what depends on single ones. */
const enoughExamples = 500;

/** The hidden layers with one of those activations. An output's is meant to come to its limits. */
function hiddenLayers({ model }: Trainer, has: (activation: ActivationName) => boolean) {
  return model.layers
    .map(({ activation, units }, index) => ({ activation, units, layer: index + 1 }))
    .slice(0, -1)
    .filter(({ activation }) => has(activation));
}

/**
 * SageMaker Debugger's SaturatedActivation counts the units whose slope is hardly ever over 1e-7 (|a| > 17 for sigmoid) and tells of
 * more than half of a layer. Learning has slowed down a hundredfold long before that; so this counts the single activations with
 * a slope under 0.01. Of those a sigmoid that has learned MNIST for long has half: hence not 0.5.
 */
export const saturation: HealthRule = {
  id: 'saturation',
  bad: 'above',
  threshold: 0.75,
  isShare: true,
  after: 'step',
  warmUp: 3,
  patience: 3,
  title: 'Saturated activations',
  message:
    '{1} of {0} lies beyond ±{3}, where the slope of the activation is under 0.01; that is more than {2}.',
  advice: 'Start from smaller weights, scale the inputs down, lower the learning rate, or use relu.',
  gauges: (trainer) =>
    hiddenLayers(trainer, (activation) => activation in flatFrom).map(({ activation, layer }) => {
      const limit = flatFrom[activation] ?? Infinity;
      const tensor = `a${layer}`;
      return {
        tensor,
        read({ trainer: { needed } }) {
          const { data } = needed[tensor];
          let flat = 0;
          for (let c = 0; c < data.length; c++) if (data[c] > limit || data[c] < -limit) flat++;
          return { value: flat / data.length, details: [limit] };
        },
      };
    }),
};

/** SageMaker Debugger's DeadRelu: more than half of a layer's units are active for less than 1 % of the examples. */
export const deadRelu: HealthRule = {
  id: 'deadRelu',
  bad: 'above',
  threshold: 0.5,
  isShare: true,
  after: 'step',
  warmUp: 0,
  patience: 1,
  title: 'Dead relu',
  message:
    '{1} of the units of {0} are dead, more than {2}: they came above zero for less than 1 % of the {3} examples looked at last.',
  advice:
    'Lower the learning rate, use leaky relu or gelu, start the biases a little above zero, or use He initialisation.',
  gauges: (trainer) =>
    hiddenLayers(trainer, (activation) => activation === 'relu').map(({ layer, units }) =>
      activityGauge(`z${layer}`, units),
    ),
};

/** The share of units that were hardly ever active, each time that enough examples have been looked at. */
function activityGauge(tensor: string, units: number): Gauge {
  const active = new Uint32Array(units);
  let examples = 0;
  const forget = () => {
    active.fill(0);
    examples = 0;
  };
  return {
    tensor,
    read({ trainer: { needed } }): Reading | null {
      const { data, shape } = needed[tensor];
      for (let c = 0; c < data.length; c++) if (data[c] > 0) active[c % units]++;
      examples += shape[0];
      if (examples < enoughExamples) return null;
      const dead = active.filter((count) => count < 0.01 * examples).length;
      const reading = { value: dead / units, details: [examples] };
      forget();
      return reading;
    },
    resume: forget,
  };
}
