/** @file Where VS Code enters under Node: the extension as it is in a browser, given what Node can do. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import * as extension from '../main.ts';
import { NodeDisk } from './disk.ts';
import { resolveFolder } from './resolveFolder.ts';
import { startNodeWorker } from './worker.ts';

export function activate(context: vscode.ExtensionContext): void {
  extension.activate(context, nodeHost(context));
}

export const { deactivate } = extension;

function nodeHost({ extensionUri, storageUri, globalStorageUri }: vscode.ExtensionContext): Host {
  const scripts = vscode.Uri.joinPath(extensionUri, 'dist').fsPath;
  return {
    disk: new NodeDisk(),
    scripts,
    storage: (storageUri ?? globalStorageUri).fsPath,
    sharedStorage: globalStorageUri.fsPath,
    home: homedir(),
    kerasDatasets: join(homedir(), '.keras', 'datasets'),
    resolveFolder: (setting) =>
      resolveFolder(setting, homedir(), vscode.workspace.workspaceFolders?.[0]?.uri.fsPath),
    startWorker: () => startNodeWorker(join(scripts, 'worker.cjs')),
  };
}
