/** @file Debugging as VS Code users start it: with F5, with a `launch.json` and without one. */

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Launched } from './launch.ts';
import { sampleFolder } from './paths.mjs';

describe('Starting to debug', function () {
  this.timeout(180_000);
  let vscode: Launched;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backprop-lens-folder-'));
    await copyFile(join(sampleFolder, 'mnist_mlp.py'), join(folder, 'mnist_mlp.py'));
    vscode = await launch({ folder });
    await vscode.person.openFile('mnist_mlp.py');
  });
  after(async () => {
    await vscode.dispose();
    await rm(folder, { recursive: true });
  });

  const page = () => vscode.person.page;
  const toolbar = () => page().locator('.debug-toolbar');

  async function standsAtTheBeginning(): Promise<void> {
    await toolbar().waitFor();
    await vscode.person.seeWebview('panel');
    await vscode.person.webview('panel').locator('.status.paused').waitFor();
    await page().locator('.debug-top-stack-frame-line').first().waitFor();
  }

  async function stop(): Promise<void> {
    await toolbar().getByRole('button', { name: /^Stop/ }).click();
    await toolbar().waitFor({ state: 'hidden' });
  }

  it('needs no launch.json', async () => {
    await vscode.person.runCommand('Debug: Start Debugging');
    await standsAtTheBeginning();
    await stop();
  });

  it('finds a configuration to begin with, and snippets for others', async () => {
    await vscode.person.runCommand('Debug: Add Configuration...');
    await page().getByRole('tab', { name: 'launch.json' }).waitFor();
    const text = await readFile(join(folder, '.vscode/launch.json'), 'utf8');
    const [configuration] = /\{[^{}]*"type"[^{}]*\}/.exec(text) ?? [];
    assert.deepEqual(JSON.parse(configuration ?? 'null'), {
      type: 'backprop-lens',
      request: 'launch',
      name: 'Step through backprop',
    });
    await vscode.person.runCommand('Debug: Add Configuration...');
    const suggestions = page().locator('.suggest-widget');
    // Until what knows JSON has started, only words of the file are suggested.
    for (let tries = 1; tries < 6 && (await suggestions.getByText('Backprop Lens:').count()) === 0; tries++) {
      await page().keyboard.press('Escape');
      await page().keyboard.press('Control+Space');
      await suggestions
        .getByText('Backprop Lens:')
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => undefined);
    }
    for (const snippet of ['Step through backprop', 'Train until a breakpoint', 'Step through another model'])
      await suggestions.getByText(`Backprop Lens: ${snippet}`).first().waitFor();
    await page().keyboard.press('Escape');
    await vscode.person.runCommand('File: Revert File');
  });

  it('follows the launch.json, by F5', async () => {
    await page().keyboard.press('F5');
    await standsAtTheBeginning();
    await page().locator('.statusbar').getByText('Step through backprop').waitFor();
    await stop();
  });
});
