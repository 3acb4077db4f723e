/** @file Why a model is not followed, where the libraries have the same reasons. */

import { LEAK } from '../../../engine/ops/activation.ts';
import { remark, type Span } from '../reading.ts';
import type { Notes } from './notes.ts';

export function refuseArgument(notes: Notes, at: Span, argument: string, of: string): void {
  notes.refuse(
    at,
    remark('The argument {0} of {1} cannot be followed, and so this model is not.', argument, of),
  );
}

/** @param known names of the library's layers that are followed */
export function refuseLayer(notes: Notes, at: Span, name: string, known: string): void {
  notes.refuse(
    at,
    remark(
      '{0} is not a layer of an MLP, so this model is not followed. {1} and activations can be.',
      name,
      known,
    ),
  );
}

export function refuseSlope(notes: Notes, at: Span, slope: number | null): void {
  notes.refuse(
    at,
    remark(
      'The leaky ReLU has a slope of {0} here, and {1} is the only one that can be followed, so this model is not.',
      slope ?? '?',
      LEAK,
    ),
  );
}

export function refuseUnknownUnits(notes: Notes, at: Span): void {
  notes.refuse(
    at,
    remark(
      'How many units this layer has is not known, so this model is not followed. Write a number, or a name that is given one.',
    ),
  );
}

export function refuseMissingBias(notes: Notes, at: Span): void {
  notes.refuse(at, remark('A layer without a bias cannot be followed, and so this model is not.'));
}

export function refuseOptimizer(notes: Notes, at: Span, name: string): void {
  notes.refuse(
    at,
    remark(
      'The optimizer {0} cannot be followed, and so this model is not. Known are SGD, RMSprop, Adam and AdamW.',
      name,
    ),
  );
}

export function refuseUnknownNumber(notes: Notes, at: Span, of: string): void {
  notes.refuse(
    at,
    remark(
      'An argument of {0} is not known as a number, so this model is not followed. A schedule cannot be either.',
      of,
    ),
  );
}
