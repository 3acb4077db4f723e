/** @file Why a question about a run has no answer. */

import { UserError } from '../errors.ts';

/** Asked of something that it cannot be asked of, or that is not there yet. */
export class QuestionError extends UserError {}
