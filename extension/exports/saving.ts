/** @file Asking a person where something is to be saved, and writing it there. */

import * as vscode from 'vscode';
import { codeOf } from '../host.ts';
import { SessionError } from '../session/errors.ts';

/** Where the last file went, unless it was in another window. */
let folder: vscode.Uri | undefined;

/**
 * @param file a name to begin with
 * @param kind what such a file is called
 * @throws {SessionError} if it cannot be written there
 */
export async function saveAs(file: string, kind: string, content: Uint8Array): Promise<void> {
  const extension = file.slice(file.lastIndexOf('.') + 1);
  const start = folder ?? vscode.workspace.workspaceFolders?.at(0)?.uri ?? vscode.Uri.file('/');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(start, file),
    filters: { [kind]: [extension] },
  });
  // The person has thought better of it.
  if (!target) return;
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    throw new SessionError('{0} cannot be written ({1}). Save it in another place.', name, codeOf(error));
  }
  folder = vscode.Uri.joinPath(target, '..');
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved as {0}', name), shortly);
}

/** For how long the status bar tells what has been done, in milliseconds. */
export const shortly = 4000;
