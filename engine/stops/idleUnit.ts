/** @file A hidden unit is dead or saturated: for a whole epoch its activation has let no gradient through. */

import type { Trainer } from '../trainer.ts';
import type { Trigger } from './trigger.ts';

/** A slope of the activation below this counts as none: that of a sigmoid outside 0.005 … 0.995, of relu below zero. */
const flat = 0.005;

export function idleUnitTrigger(trainer: Trainer): Trigger {
  const { ops } = trainer.program;
  // The backward op of a hidden layer's activation makes `da` of `dz`, cell by cell.
  const layers = trainer.model.layers.slice(0, -1).map(({ units }, index) => ({
    layer: index + 1,
    op: ops.findIndex(({ output }) => output === `da${index + 1}`),
    /** Whether a unit has passed a gradient on in this epoch. */
    active: new Uint8Array(units),
  }));
  const last = ops.length - 1;
  return {
    memory: 'epoch',
    watches: (op) => op === last || layers.some((layer) => layer.op === op),
    reset() {
      for (const { active } of layers) active.fill(0);
    },
    after(op) {
      const ran = layers.find((layer) => layer.op === op);
      if (ran) {
        const da = trainer.tensors[`da${ran.layer}`].data;
        const dz = trainer.tensors[`dz${ran.layer}`].data;
        const { active } = ran;
        for (let c = 0; c < da.length; c++) {
          if (!(Math.abs(da[c]) <= flat * Math.abs(dz[c]))) active[c % active.length] = 1;
        }
      }
      if (op !== last || trainer.cursor.step % trainer.stepsPerEpoch !== 0) return null;
      const found = layers.flatMap(({ layer, active }) => {
        const unit = active.indexOf(0);
        return unit < 0 ? [] : [[layer, unit]];
      });
      for (const { active } of layers) active.fill(0);
      return found.at(0) ?? null;
    },
  };
}
