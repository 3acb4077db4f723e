/** @file The host without Node: a worker in a browser. */

import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { WebDisk } from './disk.ts';
import { startWebWorker } from './worker.ts';

export function webHost({ extensionUri, storageUri, globalStorageUri }: vscode.ExtensionContext): Host {
  const disk = new WebDisk();
  const scripts = vscode.Uri.joinPath(extensionUri, 'dist').toString();
  return {
    disk,
    scripts,
    storage: (storageUri ?? globalStorageUri).toString(),
    sharedStorage: globalStorageUri.toString(),
    home: null,
    kerasDatasets: null,
    resolveFolder,
    startWorker: async () => startWebWorker(await disk.read(disk.join(scripts, 'worker.cjs'))),
  };
}

/** A whole URI, or a path where the workspace is. */
function resolveFolder(setting: string): string {
  const folder = setting.trim();
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === '' || /^[a-z][a-z\d+.-]*:/i.test(folder) || !workspace) return folder;
  return (
    folder.startsWith('/') ? workspace.with({ path: folder }) : vscode.Uri.joinPath(workspace, folder)
  ).toString();
}
