/** @file The thresholds of the health rules that a person has set. */

import * as vscode from 'vscode';
import type { Thresholds } from '../../engine/health/rule.ts';
import { healthRules } from '../../engine/health/rules/index.ts';
import { telling } from '../commands.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

const section = 'backpropLens.health';

export function thresholds(): Thresholds {
  const settings = vscode.workspace.getConfiguration(section);
  return Object.fromEntries(
    healthRules.map(({ id, threshold }) => [id, settings.get<number | null>(id, threshold)]),
  );
}

/** Judges the run that goes on anew whenever they are changed. */
export function followThresholds(session: TrainingSession): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) void telling(() => session.judge());
  });
}
