/** @file What can be done with a model, above the line that builds it: train it, and go through its training. */

import * as vscode from 'vscode';
import { compile, parameterCount } from '../../engine/program.ts';
import { networkName } from '../modelNames.ts';
import { addressOf } from './chooseModel.ts';
import { locationOf, type CodeReader } from './codeReader.ts';
import type { ReadModel, Span } from './reading.ts';

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

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    await this.reader.ready();
    const code = this.reader.codeOf(document);
    if (!code) return [];
    return code.reading.models.flatMap((model) => {
      const lens = (span: Span, command: string, title: string) => {
        const { range, uri } = locationOf(code, span);
        if (uri.toString() !== document.uri.toString()) return [];
        return [new vscode.CodeLens(range, { command, title, arguments: [...addressOf({ code, model })] })];
      };
      const { at, training, library } = model;
      return [
        ...lens(at, 'backpropLens.train', trainTitle(model)),
        ...(library === 'numpy'
          ? lens(training ?? at, 'backpropLens.stepThrough', vscode.l10n.t('Step through'))
          : []),
      ];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function trainTitle({ model }: ReadModel): string {
  const parameters = parameterCount(compile(model)).toLocaleString(vscode.env.language);
  return vscode.l10n.t('▶ Train  ·  {0} · {1} parameters', networkName(model), parameters);
}
