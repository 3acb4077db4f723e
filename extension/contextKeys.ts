/** @file What `when` clauses and the enablement of commands read. */

import * as vscode from 'vscode';
import type { Disposable } from './session/emitter.ts';
import type { TrainingSession } from './session/trainingSession.ts';

/** Tells VS Code when they change, and only then: it looks at all menus anew each time. */
export function keepContextKeys(session: TrainingSession): Disposable {
  const told = new Map<string, unknown>();
  const tell = (key: string, value: unknown): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', `backpropLens.${key}`, value);
  };
  return vscode.Disposable.from(
    session.onDidChangeState(({ status }) => {
      tell('status', status);
    }),
    session.comparison.onDidKeep((reference) => {
      tell('hasReference', reference !== null);
    }),
  );
}
