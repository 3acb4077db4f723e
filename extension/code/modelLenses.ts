/** @file What can be done with a model, above the line that builds it: train it, and go through its training. */

import * as vscode from 'vscode';
import { compile, parameterCount } from '../../engine/program.ts';
import { sizeOf } from '../../engine/tensor.ts';
import { addressOf } from './chooseModel.ts';
import { locationOf, type CodeReader } from './codeReader.ts';
import type { ReadModel } from './reading.ts';

export class ModelLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(private readonly reader: CodeReader) {
    this.subscriptions = vscode.Disposable.from(
      this.changes,
      // What a model is may be decided in another cell.
      reader.onDidRead(() => {
        this.changes.fire();
      }),
      vscode.languages.registerCodeLensProvider({ language: 'python' }, this),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const code = this.reader.codeOf(document);
    if (!code) return [];
    return code.reading.models.flatMap((model) => {
      if (code.cells[model.at.cell] !== document) return [];
      const { range } = locationOf(code, model.at);
      const args = addressOf({ code, model });
      const lens = (command: string, title: string) =>
        new vscode.CodeLens(range, { command, title, arguments: [...args] });
      return [
        lens('backpropLens.train', trainTitle(model)),
        ...(model.library === 'numpy'
          ? [lens('backpropLens.stepThrough', vscode.l10n.t('Step through'))]
          : []),
      ];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function trainTitle({ model }: ReadModel): string {
  const sizes = [sizeOf(model.inputShape), ...model.layers.map(({ units }) => units)];
  const parameters = parameterCount(compile(model)).toLocaleString(vscode.env.language);
  return vscode.l10n.t('▶ Train  ·  {0} · {1} parameters', sizes.join('-'), parameters);
}
