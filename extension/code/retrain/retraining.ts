/** @file Says that the model in the code is no longer the one that is being trained, and offers to train it anew. */

import * as vscode from 'vscode';
import { addressOf } from '../chooseModel.ts';
import { locationOf } from '../codeReader.ts';
import type { LinkedCode, LinkedModel } from '../linkedCode.ts';
import { differenceOf } from './difference.ts';

/** Above the model, and in the status bar while its lines may be out of sight. */
export class Retraining implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly item = vscode.window.createStatusBarItem(
    'backpropLens.retrain',
    vscode.StatusBarAlignment.Left,
  );
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(private readonly linkedCode: LinkedCode) {
    this.item.name = vscode.l10n.t('Backprop Lens: Retrain');
    const update = () => {
      this.changes.fire();
      this.updateItem();
    };
    this.subscriptions = vscode.Disposable.from(
      this.changes,
      this.item,
      linkedCode.onDidChange(update),
      vscode.languages.registerCodeLensProvider({ language: 'python' }, this),
    );
    update();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { current } = this.linkedCode;
    const command = current && retrain(current);
    if (!command || current.code.cells[current.model.at.cell] !== document) return [];
    return [new vscode.CodeLens(locationOf(current.code, current.model.at).range, command)];
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private updateItem(): void {
    const { current } = this.linkedCode;
    const command = current && retrain(current);
    if (!command) {
      this.item.hide();
      return;
    }
    this.item.text = command.title;
    this.item.tooltip = vscode.l10n.t('The model in the code is no longer the one that is being trained.');
    this.item.command = command;
    this.item.show();
  }
}

/** `null` while the model is the one that is being trained. */
function retrain(linked: LinkedModel): vscode.Command | null {
  const change = differenceOf(linked.trained, linked.model, vscode.l10n);
  if (change === null) return null;
  const title = `$(sync) ${vscode.l10n.t('Retrain with {0}', change)}`;
  return { command: 'backpropLens.train', title, arguments: [...addressOf(linked)] };
}
