/** @file The command that lays the current branch beside another: the panel's choice, for the palette. */

import * as vscode from 'vscode';
import type { Branch } from '../engine/timeline.ts';
import { telling } from './commands.ts';
import { SessionError } from './session/errors.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

interface Choice extends vscode.QuickPickItem {
  /** `null` for nothing. */
  readonly branch: number | null;
}

export function registerComparing(session: TrainingSession, panel: TrainingPanel): vscode.Disposable {
  return vscode.commands.registerCommand('backpropLens.compareBranches', () =>
    telling(async () => {
      const chosen = await vscode.window.showQuickPick(choices(session), {
        placeHolder: vscode.l10n.t('What to lay beside the current branch, step by step'),
      });
      if (chosen === undefined) return;
      session.comparison.choose(chosen.branch);
      panel.show();
    }),
  );
}

/** @throws {SessionError} if there is but one branch */
function choices({ branches, state, comparison }: TrainingSession): Choice[] {
  const others = branches.filter(({ id }) => id !== state?.branch).map(choiceOf);
  if (others.length === 0) {
    throw new SessionError(
      'There is no other branch to compare with. Go back to a step and change a number there: what was trained stays, and a new branch begins.',
    );
  }
  const nothing = { label: vscode.l10n.t('nothing'), branch: null };
  return comparison.compared === null ? others : [...others, nothing];
}

function choiceOf({ id, edits, fork }: Branch): Choice {
  const label = edits
    .map(({ name, index, value }) => `${name}${index.length > 0 ? `[${index.join(', ')}]` : ''} = ${value}`)
    .join(', ');
  return label === ''
    ? { label: vscode.l10n.t('as it was trained'), branch: id }
    : { label, description: vscode.l10n.t('step {0}', fork.step), branch: id };
}
