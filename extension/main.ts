/** @file Wires the extension together, and only wires. */

import * as vscode from 'vscode';
import { registerCommands, runCommand } from './commands.ts';
import { describe } from './describe.ts';
import { startEngine } from './session/engineLine.ts';
import { errorOf } from './session/errors.ts';
import { TrainingSession } from './session/trainingSession.ts';
import { InspectorView } from './views/inspectorView.ts';
import { StatusBar } from './views/statusBar.ts';
import { TensorTree } from './views/tensorTree.ts';
import { TrainingPanel } from './views/trainingPanel.ts';

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('Backprop Lens', { log: true });
  const warn = (message: string) => {
    log.warn(message);
  };
  const session = new TrainingSession(
    () => startEngine(vscode.Uri.joinPath(extensionUri, 'dist', 'worker.cjs').fsPath, warn),
    (failure) => describe(errorOf(failure)),
  );
  const services = { run: runCommand, describe, warn };
  const panel = new TrainingPanel(extensionUri, session, services);
  context.subscriptions.push(
    log,
    session,
    panel,
    new TensorTree(session),
    new InspectorView(extensionUri, session, services),
    new StatusBar(session),
    registerCommands(context, session, panel),
    session.onDidChangeState(({ status }) => {
      // What `when` clauses and the enablement of commands read.
      void vscode.commands.executeCommand('setContext', 'backpropLens.status', status);
    }),
  );
}
