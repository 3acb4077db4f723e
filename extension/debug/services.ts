/** @file What the adapter needs of the editor around it, so that it can be tried without one. */

import { UserError } from '../../engine/errors.ts';

export interface DebugServices {
  /** `vscode.l10n`, or what stands for it. */
  readonly l10n: { t(message: string, ...args: (string | number)[]): string };
  /** Puts an error into the user's language. */
  describe(error: unknown): string;
  /** Begins a run that stands at its beginning. */
  openRun(): Promise<void>;
  /** Where the client finds the listing. */
  readonly listing: string;
}

/** Something that the debugger was asked for and cannot do. */
export class DebugError extends UserError {}
