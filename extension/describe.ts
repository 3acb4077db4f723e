/** @file Errors in the user's language. */

import * as vscode from 'vscode';
import { UserError } from '../engine/errors.ts';

/** What to tell a person of any error; one that is not a `UserError` is a fault of ours and told as it is. */
export function describe(error: unknown): string {
  if (error instanceof UserError) return vscode.l10n.t(error.template, ...error.args);
  return vscode.l10n.t('Backprop Lens failed: {0}', error instanceof Error ? error.message : String(error));
}
