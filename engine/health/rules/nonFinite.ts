/** @file NaN or an infinity, and the op that made the first. */

import { nonFiniteTrigger } from '../../stops/nonFinite.ts';
import type { Gauge, HealthRule, Look, Reading } from '../rule.ts';

/** SageMaker Debugger's ExplodingTensor, MindInsight's tensor_overflow. */
export const nonFinite: HealthRule = {
  id: 'nonFinite',
  bad: 'above',
  threshold: 0,
  isShare: false,
  after: 'step',
  warmUp: 0,
  patience: 1,
  title: 'NaN or infinity',
  message:
    'The first number that is not finite was made in {0}; after that step {1} of the tensors hold some.',
  advice:
    'Go there and look at what it was made from. Most often the learning rate is too high; a logarithm of 0 or a division by 0 does it, too.',
  gauges: ({ program }) => [firstGauge(program.tensors.map(({ name }) => name))],
};

/** @param names of the tensors that are counted once there is reason to */
function firstGauge(names: readonly string[]): Gauge {
  let origin: Reading['origin'];
  /** The last step at which all was well. */
  let sound = 0;
  return {
    tensor: 'Loss',
    read(look) {
      const { trainer } = look;
      if (isSound(look)) {
        sound = trainer.cursor.step;
        origin = undefined;
        return { value: 0, details: [] };
      }
      origin ??= firstOrigin(look, sound);
      const odd = names.filter((name) => trainer.tensors[name].data.some((x) => !Number.isFinite(x)));
      return { value: odd.length, details: [], ...(origin && { origin }) };
    },
    resume(last) {
      origin = last?.origin;
      sound = 0;
    },
  };
}

/** What is not finite in a step gets into the loss, or by way of the gradients into the weights. */
function isSound({ trainer, measurement }: Look): boolean {
  return (
    Number.isFinite(trainer.lastLoss) &&
    (measurement?.layers ?? []).every(({ weight }) => Number.isFinite(weight))
  );
}

/** Goes over the steps since all was well, op by op. */
function firstOrigin({ trainer, timeline }: Look, sound: number): Reading['origin'] {
  const now = trainer.cursor.step;
  const trigger = nonFiniteTrigger(trainer);
  return timeline.visit({ step: sound, op: 0 }, () => {
    trigger.reset();
    while (trainer.cursor.step < now) {
      const { op } = trainer.cursor;
      trainer.nextOp();
      const found = trigger.after(op);
      if (found) return { tensor: trainer.program.ops[op].output, at: trainer.cursor };
    }
    return undefined;
  });
}
