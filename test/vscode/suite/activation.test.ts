/** @file The extension as VS Code sees it: it starts, and keeps what its package.json promises. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension('backprop-lens.backprop-lens');

  before('activate', async () => {
    await extension?.activate();
  });

  it('succeeds', () => {
    assert.equal(extension?.isActive, true);
  });

  it('registers every command that package.json declares', async () => {
    const manifest = extension?.packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });
});
