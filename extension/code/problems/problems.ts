/** @file What the reading of the user's code has to say, as problems with their quick fixes. */

import * as vscode from 'vscode';
import { locationOf, type CodeReader, type ReadCode } from '../codeReader.ts';
import type { Fix, Remark } from '../reading.ts';

const source = 'Backprop Lens';

const severities: Record<Remark['severity'], vscode.DiagnosticSeverity> = {
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export class Problems implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backprop-lens');
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly reader: CodeReader) {
    const forget = ({ uri }: vscode.TextDocument) => {
      this.diagnostics.delete(uri);
    };
    this.subscriptions = vscode.Disposable.from(
      this.diagnostics,
      reader.onDidRead((code) => {
        this.report(code);
      }),
      vscode.workspace.onDidCloseTextDocument(forget),
      vscode.languages.registerCodeActionsProvider({ language: 'python' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const code = this.reader.codeOf(document);
    if (!code) return [];
    return code.reading.remarks.flatMap((remark) => {
      const { uri, range: place } = locationOf(code, remark.at);
      if (!remark.fix || uri.toString() !== document.uri.toString() || !place.intersection(range)) return [];
      return [actionOf(code, remark, remark.fix)];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Replaces what was said of the cells of some code. */
  private report(code: ReadCode): void {
    code.cells.forEach(({ uri }, cell) => {
      const remarks = code.reading.remarks.filter(({ at }) => at.cell === cell);
      this.diagnostics.set(
        uri,
        remarks.map((remark) => diagnosticOf(code, remark)),
      );
    });
  }
}

function diagnosticOf(code: ReadCode, remark: Remark): vscode.Diagnostic {
  const { at, severity, template, args } = remark;
  const message = vscode.l10n.t(template, ...args);
  const diagnostic = new vscode.Diagnostic(locationOf(code, at).range, message, severities[severity]);
  diagnostic.source = source;
  return diagnostic;
}

function actionOf(code: ReadCode, remark: Remark, { template, args, edits }: Fix): vscode.CodeAction {
  const action = new vscode.CodeAction(vscode.l10n.t(template, ...args), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { at, text } of edits) {
    const { uri, range } = locationOf(code, at);
    action.edit.replace(uri, range, text);
  }
  action.diagnostics = [diagnosticOf(code, remark)];
  action.isPreferred = true;
  return action;
}
