/** @file What can go wrong between a person and a run, each as something that can be told. */

import { UserError } from '../../engine/errors.ts';
import type { WorkerFailure } from './messages.ts';

/** Something was asked of a run that it cannot give. */
export class SessionError extends UserError {}

/** The run ended before it could answer. Whoever ended it, or the reason why it failed, has been told already. */
export class RunEndedError extends SessionError {}

/** The engine itself broke down. */
export class EngineError extends UserError {}

/** An error on its way out of the worker. */
export function failureOf(error: unknown): WorkerFailure {
  const told =
    error instanceof UserError
      ? error
      : new EngineError(
          'The engine failed: {0}. Restart the run; if it fails again, please report it.',
          error instanceof Error ? error.message : String(error),
        );
  return { template: told.template, args: told.args };
}

/** The same error again, on the session's side. */
export function errorOf(failure: WorkerFailure): EngineError {
  return new EngineError(failure.template, ...failure.args);
}
