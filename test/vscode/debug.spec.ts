/** @file Stepping through backprop as a person does it, in VS Code's own debug views. */

import assert from 'node:assert/strict';
import { launch, type Launched } from './launch.ts';
import { putCursorOn } from './lines.ts';

describe('Stepping through backprop in the debugger', function () {
  this.timeout(180_000);
  let vscode: Launched;

  before(async () => {
    vscode = await launch();
    await vscode.person.runCommand('Backprop Lens: Step Through Backprop');
    await toolbar().waitFor();
    // Newer versions leave it to the person.
    await vscode.person.runCommand('Debug: Focus on Call Stack View');
    await vscode.person.seeWebview('panel');
  });
  after(async () => {
    await vscode.dispose();
  });

  const page = () => vscode.person.page;
  const frame = (text: string) => page().locator('.debug-call-stack').getByText(text, { exact: true });
  const lineOf = (code: string) => page().locator('.view-line').filter({ hasText: code });
  const toolbar = () => page().locator('.debug-toolbar');

  /** Waits until an operation is the next to run, in the call stack and in the panel alike. */
  async function standsAt(formula: string): Promise<void> {
    await frame(formula).waitFor();
    await vscode.person.webview('panel').locator('.status.paused').waitFor();
  }

  it('stands before the first operation, in the listing beside the panel', async () => {
    await standsAt('a1 = X·W1 + b1');
    await frame('Forward, layer 1').waitFor();
    await frame('Step 1 of 625, epoch 1').waitFor();
    await page().locator('.debug-top-stack-frame-line').first().waitFor();
  });

  it('stops at a breakpoint that was set in the listing', async () => {
    await putCursorOn(page(), 'dW1 = np.dot');
    await page().keyboard.press('F9');
    await page().locator('.codicon-debug-breakpoint').first().waitFor();
    await page().keyboard.press('F5');
    await standsAt('dW1 = Xᵀ·da1');
    await vscode.person.see('Paused on breakpoint');
  });

  it('steps back with the button', async () => {
    await toolbar()
      .getByRole('button', { name: /^Step Back/ })
      .click();
    await standsAt('dX = da1·W1ᵀ');
  });

  it('says at the lines what the operations have made', async () => {
    await page()
      .locator('.view-line')
      .filter({ hasText: /^\s*dz1.*norm\(dz1\).=.0\.\d+/ })
      .waitFor();
  });

  it('goes on to the next step and back again with the keys', async () => {
    await page().keyboard.press('F5');
    await standsAt('dW1 = Xᵀ·da1');
    await frame('Step 1 of 625, epoch 1').waitFor();
    await page().keyboard.press('F5');
    await frame('Step 2 of 625, epoch 1').waitFor();
    await page().keyboard.press('Control+F5');
    await frame('Step 1 of 625, epoch 1').waitFor();
    await page().keyboard.press('Control+F10');
    await standsAt('dX = da1·W1ᵀ');
  });

  it('watches an expression', async () => {
    await vscode.person.runCommand('Debug: Focus on Watch View');
    const watch = page().locator('.debug-watch');
    await page().getByRole('button', { name: 'Add Expression' }).click({ force: true });
    await watch.getByRole('textbox').fill('shape(W1)[0] * 2 + step');
    await page().keyboard.press('Enter');
    await watch.getByText('1568').waitFor();
  });

  it('shows a tensor on hover', async () => {
    const name = lineOf('da1 = (1 - z1)').getByText('dz1');
    const hover = page().locator('.debug-hover-widget');
    const value = hover.getByText(/^array\(/).first();
    // While numbers still come to the lines, a hover goes again; VS Code shows none where the pointer has been last.
    for (let tries = 1; !(await value.isVisible()); tries++) {
      await lineOf('# Backward').hover();
      await name.hover();
      await value.waitFor({ timeout: 10_000 }).catch((error: unknown) => {
        if (tries === 5) throw error;
      });
    }
    assert.match(await hover.innerText(), /shape=\(32, 50\)/);
  });

  it('lists the tensors in their scopes', async () => {
    const variables = page().locator('.debug-variables');
    for (const scope of ['Parameters', 'Activations', 'Gradients', 'Optimizer', 'Batch']) {
      await variables.getByText(scope, { exact: true }).waitFor();
    }
    await variables.getByText(/^W1/).first().waitFor();
  });

  it('leaves the run standing when it ends', async () => {
    await toolbar().getByRole('button', { name: /^Stop/ }).click();
    await toolbar().waitFor({ state: 'hidden' });
    await vscode.person.webview('panel').locator('.status.paused').waitFor();
  });
});
