/** @file What the adapter needs of the editor around it, so that it can be tried without one. */

import { UserError } from '../../engine/errors.ts';
import type { ModelChanges } from '../../engine/variation.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import type { Event } from '../session/emitter.ts';
import type { Unhurried } from '../views/unhurried.ts';
import type { SourceMap } from './sourceMap.ts';

export interface DebugServices {
  /** `vscode.l10n`, or what stands for it. */
  readonly l10n: { t(message: string, ...args: (string | number)[]): string };
  /** Puts an error into the user's language. */
  describe(error: unknown): string;
  /** Begins a run that stands at its beginning, of the model that would be trained, changed so. */
  openRun(changes: ModelChanges): Promise<void>;
  /** What is shown of a run while it is stepped through. */
  sourceOf(run: RunInfo): SourceMap;
  /** A stop has VS Code draw its call stack, its variables and the line, which takes it longer than a picture. */
  readonly unhurried: Pick<Unhurried, 'caughtUp' | 'onDidChangeState'>;
  /** That has become another, or its lines have. */
  readonly onDidChangeSource: Event<void>;
}

/** Something that the debugger was asked for and cannot do. */
export class DebugError extends UserError {}
