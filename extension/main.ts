/** @file Wires the extension together, and only wires. */

import * as vscode from 'vscode';
import wasm from '../engine/kernels/assembly/index.wasm';
import { simdBackend } from '../engine/kernels/simd.ts';
import { registerCommands, runCommand, telling } from './commands.ts';
import { describe } from './describe.ts';
import { startEngine } from './session/engineLine.ts';
import { errorOf } from './session/errors.ts';
import { TrainingSession } from './session/trainingSession.ts';
import { InspectorView } from './views/inspectorView.ts';
import type { Cursor } from '../engine/trainer.ts';
import { StatusBar } from './views/statusBar.ts';
import { TensorTree } from './views/tensorTree.ts';
import { TrainingPanel } from './views/trainingPanel.ts';

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('Backprop Lens', { log: true });
  const warn = (message: string) => {
    log.warn(message);
  };
  const worker = vscode.Uri.joinPath(extensionUri, 'dist', 'worker.cjs').fsPath;
  const session = new TrainingSession(
    () => startEngine(worker, () => simdBackend(wasm), warn),
    (failure) => describe(errorOf(failure)),
    () => vscode.workspace.getConfiguration('backpropLens').get('history.megabytes', 256) * 2 ** 20,
  );
  const services = {
    run: runCommand,
    seek: (cursor: Cursor) => void telling(() => session.seek(cursor)),
    describe,
    warn,
  };
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
