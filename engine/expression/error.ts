/** @file What is wrong with an expression, and where. */

import { UserError } from '../errors.ts';

/** An expression that cannot be read, or that has no value over the tensors at the cursor. */
export class ExpressionError extends UserError {
  /** @param column where in the text, counted from 1 */
  constructor(
    template: string,
    readonly column: number,
    ...args: (string | number)[]
  ) {
    super(template, ...args);
  }
}
