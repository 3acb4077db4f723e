/** @file A number changed by hand, or all numbers of a row, in the middle of a run. */

import { UserError } from './errors.ts';

/** Of a tensor one cell or one row, or a constant of the program such as `learning_rate`. Plain JSON but for the value. */
export interface Edit {
  /** Of the tensor or the constant. */
  readonly name: string;
  /** One number per axis; of a matrix one alone for a whole row; none for a scalar and for a constant. */
  readonly index: readonly number[];
  /** Any number; to see what NaN and the infinities do is a reason to change one. */
  readonly value: number;
}

/** A change that cannot be made. */
export class EditError extends UserError {}

/**
 * @param shape of what the edit names, or nothing if there is no such thing
 * @throws EditError if the edit names nothing, or no cell of it
 */
export function checkEdit(
  { name, index }: Pick<Edit, 'name' | 'index'>,
  shape: readonly number[] | undefined,
): void {
  if (!shape) throw new EditError('This run has no tensor and no constant named {0}. Check the name.', name);
  const inside = index.every((at, axis) => Number.isInteger(at) && at >= 0 && at < shape[axis]);
  if (index.length === shape.length && inside) return;
  throw new EditError(
    '{0} has the shape ({1}), in which there is no cell [{2}]. Choose one inside.',
    name,
    shape.join(', '),
    index.join(', '),
  );
}

/** @throws EditError unless a value is the index of one of so many classes */
export function checkClass({ name, index, value }: Edit, classes: number): void {
  if (Number.isInteger(value) && value >= 0 && value < classes) return;
  throw new EditError(
    '{0}[{1}] is the number of a class and cannot be {2}. Choose a whole number from 0 to {3}.',
    name,
    index.join(', '),
    String(value),
    classes - 1,
  );
}
