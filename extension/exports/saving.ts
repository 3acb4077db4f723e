/** @file Asking a person where something is to be saved, and writing it there. */

import * as vscode from 'vscode';
import { codeOf, type Host } from '../host.ts';
import { SessionError } from '../session/errors.ts';

export class Saver {
  /** Where the last file went. */
  private folder: vscode.Uri | undefined;

  constructor(private readonly host: Pick<Host, 'home'>) {}

  /**
   * @param file a name to begin with
   * @param kind what such a file is called
   * @throws {SessionError} if it cannot be written there
   */
  async saveAs(file: string, kind: string, content: Uint8Array): Promise<void> {
    const extension = file.slice(file.lastIndexOf('.') + 1);
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(this.start, file),
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
    this.folder = vscode.Uri.joinPath(target, '..');
    vscode.window.setStatusBarMessage(vscode.l10n.t('Saved as {0}', name), shortly);
  }

  /** Where the last file went, or the folder that is open, or the person's own. */
  private get start(): vscode.Uri {
    return (
      this.folder ?? vscode.workspace.workspaceFolders?.at(0)?.uri ?? vscode.Uri.file(this.host.home ?? '/')
    );
  }
}

/** For how long the status bar tells what has been done, in milliseconds. */
export const shortly = 4000;
