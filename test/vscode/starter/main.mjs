/** @file Does for `npm start` what a person would do first: opens the code and runs the command. */

import * as vscode from 'vscode';

export async function activate() {
  for (const file of await vscode.workspace.findFiles('mnist_mlp.py', undefined, 1))
    await vscode.window.showTextDocument(file, { preview: false });
  await vscode.commands.executeCommand('backpropLens.train');
}
