/** @file The command that lays the current branch beside another, or a run that was kept: the panel's choice, for the palette. */

import * as vscode from 'vscode';
import type { Branch } from '../engine/timeline.ts';
import type { Side } from '../webview/protocol.ts';
import { telling } from './commands.ts';
import { SessionError } from './session/errors.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import { cellName } from './views/format.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

interface Choice extends vscode.QuickPickItem {
  /** `null` for nothing. */
  readonly side: Side | null;
}

export function registerComparing(session: TrainingSession, panel: TrainingPanel): vscode.Disposable {
  return vscode.commands.registerCommand('backpropLens.compareBranches', () =>
    telling(async () => {
      const chosen = await vscode.window.showQuickPick(choices(session), {
        placeHolder: vscode.l10n.t('What to lay beside the current branch, step by step'),
      });
      if (chosen === undefined) return;
      session.comparison.choose(chosen.side);
      panel.show();
    }),
  );
}

/** @throws {SessionError} if there is but one branch and no run was kept */
function choices({ branches, state, comparison }: TrainingSession): Choice[] {
  const others = branches.filter(({ id }) => id !== state?.branch).map(choiceOf);
  if (comparison.kept) others.push({ label: vscode.l10n.t('the run kept as reference'), side: 'reference' });
  if (others.length === 0) {
    throw new SessionError(
      'There is nothing to compare with. Go back to a step and change a number there, which begins a new branch, or keep a run as reference and train another.',
    );
  }
  const nothing = { label: vscode.l10n.t('nothing'), side: null };
  return comparison.compared === null ? others : [...others, nothing];
}

function choiceOf({ id, edits, fork }: Branch): Choice {
  const label = edits.map(({ name, index, value }) => `${cellName(name, index)} = ${value}`).join(', ');
  return label === ''
    ? { label: vscode.l10n.t('as it was trained'), side: id }
    : { label, description: vscode.l10n.t('step {0}', fork.step), side: id };
}
