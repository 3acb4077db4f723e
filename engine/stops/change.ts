/** @file A tensor or a cell changes its value, or crosses a number. */

import { allocate } from '../tensor.ts';
import type { Trainer } from '../trainer.ts';
import { StopRuleError } from './rule.ts';
import type { Trigger } from './trigger.ts';

/** A condition of its own kind: the value passes a number, upwards or downwards. */
const crosses = /^\s*crosses\s+([-+]?[\d.]+(?:e[-+]?\d+)?)\s*$/i;

/** The number of a condition such as `crosses 0`; `null` for any other condition. */
export function crossedNumber(condition: string): number | null {
  const text = crosses.exec(condition)?.[1];
  return text === undefined ? null : Number(text);
}

/**
 * @param index of a cell; `null` for the whole tensor
 * @param crossed the number to be crossed; `null` if any change counts
 * @throws StopRuleError if there is no such tensor or cell
 */
export function changeTrigger(
  trainer: Trainer,
  tensor: string,
  index: readonly number[] | null,
  crossed: number | null,
): Trigger {
  const spec = trainer.program.tensors.find(({ name }) => name === tensor);
  if (!spec)
    throw new StopRuleError('This run has no tensor named {0}. Choose one of the Tensors view.', tensor);
  if (index && (index.length !== spec.shape.length || index.some((at, axis) => at >= spec.shape[axis]))) {
    throw new StopRuleError(
      '{0} has no cell [{1}]: its shape is ({2}).',
      tensor,
      index.join(),
      spec.shape.join(),
    );
  }
  const cell = index?.reduce((offset, at, axis) => offset * spec.shape[axis] + at, 0);
  // The batch is taken when the first op runs.
  const writer = Math.max(
    trainer.program.ops.findIndex(({ output }) => output === tensor),
    0,
  );
  const name = index ? `${tensor}[${index.join(', ')}]` : tensor;
  /** The cells of interest, which are fewer where the mini-batch is smaller. */
  const look = () => {
    const { data } = trainer.tensors[tensor];
    return cell === undefined ? data : data.subarray(cell, cell + 1);
  };
  const old = allocate(trainer.model.dtype, cell === undefined ? trainer.tensors[tensor].data.length : 1);
  let size = 0;
  return {
    memory: 'none',
    watches: (op) => op === writer,
    reset: () => undefined,
    before() {
      const data = look();
      size = data.length;
      old.set(data);
    },
    after() {
      const data = look();
      if (crossed === null && data.length !== size) return [name];
      const length = Math.min(size, data.length);
      for (let c = 0; c < length; c++) {
        const found = crossed === null ? !Object.is(old[c], data[c]) : passes(old[c], data[c], crossed);
        if (found) return [name];
      }
      return null;
    },
  };
}

function passes(before: number, after: number, number: number): boolean {
  return (before < number && after >= number) || (before > number && after <= number);
}
