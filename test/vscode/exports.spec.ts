/** @file Taking things away, as a person does it: by mouse and by keyboard, into a folder, into the clipboard, into a place that fails. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { readNpy } from '../../engine/formats/npy.ts';
import { launch, type Launched } from './launch.ts';

/** One whose learning rate is too great, so that there is something to be found. */
const wild = `
from tensorflow.keras.layers import Dense, Flatten, Input
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import SGD

model = Sequential([Input(shape=(28, 28)), Flatten(), Dense(40, activation="relu"), Dense(10, activation="softmax")])
model.compile(optimizer=SGD(learning_rate=40.0), loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=3, batch_size=64)
`;

describe('Taking away', function () {
  this.timeout(240_000);
  let folder: string;
  let vscode: Launched;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backprop-lens-exports-'));
    await writeFile(join(folder, 'wild.py'), wild);
    vscode = await launch({ folder });
    await train('Backprop Lens: Train MNIST MLP');
  });
  after(async () => {
    await vscode.dispose();
    await rm(folder, { recursive: true });
  });

  const page = () => vscode.person.page;
  const panel = () => vscode.person.webview('panel');
  const heatmap = (tensor: string) => panel().locator(`.flow .heatmap[data-tensor="${tensor}"]`);
  const field = () => page().locator('.quick-input-widget input[type=text]');

  /** Trains to the end, which with the built-in digits is soon. */
  async function train(command: string): Promise<void> {
    await vscode.person.runCommand(command);
    await vscode.person.seeWebview('panel');
    await panel().locator('.status.finished').waitFor();
  }

  /** Chooses in the menu that is open. While it opens, it does not hear: a person presses again. */
  async function chooseInMenu(title: string): Promise<void> {
    const item = page().locator('.monaco-menu .action-item').filter({ hasText: title });
    await item.waitFor();
    for (let tries = 0; tries < 20 && (await item.isVisible()); tries++) {
      await item.click({ timeout: 1000 }).catch(() => undefined);
      await page().waitForTimeout(200);
    }
  }

  async function chooseByMouse(picture: Locator, title: string): Promise<void> {
    await picture.click({ button: 'right', position: { x: 8, y: 8 } });
    await chooseInMenu(title);
  }

  /**
   * What the dialog proposes; then saves there, or elsewhere, where it lists something once it has got there.
   * What is typed while it still lists the first folder can be lost: a person types again.
   */
  async function save(as?: string, listed?: string): Promise<string> {
    const dialog = page().locator('.quick-input-widget');
    await dialog.waitFor();
    await page().waitForFunction(() => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]');
      return input !== null && /^[^>].*\.\w+$/.test(input.value);
    });
    const proposed = await field().inputValue();
    for (let tries = 0; as !== undefined && listed !== undefined && tries < 10; tries++) {
      await field().fill('');
      await field().fill(as);
      const option = dialog.getByRole('option', { name: listed, exact: true });
      if (
        await option.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await dialog.getByRole('button', { name: 'OK' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return proposed;
  }

  async function fileAt(path: string): Promise<Buffer> {
    await vscode.person.see(`Saved as ${path.slice(path.lastIndexOf('/') + 1)}`);
    return readFile(path);
  }

  it('saves pictures and numbers from the menu of a heatmap, beginning in the folder that is open', async () => {
    await chooseByMouse(heatmap('W2'), 'Save Picture as PNG');
    const png = await save();
    assert.equal(png.slice(0, png.lastIndexOf('/')), folder);
    assert.equal((await fileAt(png)).subarray(1, 4).toString(), 'PNG');
    await chooseByMouse(heatmap('W2'), 'Save Picture as SVG');
    assert.match((await fileAt(await save())).toString(), /^<svg [^]*W2/);
    await chooseByMouse(heatmap('W2'), 'Save Tensor as CSV');
    const csv = (await fileAt(await save())).toString().trim().split('\n');
    assert.deepEqual([csv.length, csv[0].split(',').length], [50, 10]);
  });

  it('does so with the keyboard alone', async () => {
    await heatmap('dW2').focus();
    await page().keyboard.press('Shift+F10');
    await page().locator('.monaco-menu').waitFor();
    await page().keyboard.press('ArrowUp');
    await page().keyboard.press('ArrowUp');
    await page().keyboard.press('Enter');
    const path = await save();
    assert.match(path, /dW2-step-\d+\.npy$/);
    assert.deepEqual(readNpy(await fileAt(path), 'dW2').shape, [50, 10]);
    await panel().locator('.chart').nth(1).locator('.u-over').focus();
    await page().keyboard.press('Shift+F10');
    await page().locator('.monaco-menu').getByText('Save Picture as SVG').waitFor();
    await page().keyboard.press('Escape');
  });

  it('copies a picture', async () => {
    await page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await chooseByMouse(heatmap('W2'), 'Copy Picture');
    await vscode.person.see('Picture copied');
  });

  it('saves the run as a page, or does not, as the person says; and says what to do where it cannot', async () => {
    const command = 'Backprop Lens: Save Run as HTML Page';
    await vscode.person.runCommand(command);
    await field().waitFor();
    await page().keyboard.press('Escape');
    await field().waitFor({ state: 'hidden' });
    await vscode.person.runCommand(command);
    await save('/sys/run.html', 'kernel');
    await vscode.person.see(/run\.html cannot be written .* Save it in another place\./);
    await vscode.person.runCommand(command);
    const path = await save();
    assert.match(path, /784-50-10-step-\d+\.html$/);
    const text = (await fileAt(path)).toString();
    assert.match(text, /^<!doctype html>[^]*784-50-10[^]*built-in digits/i);
    assert.doesNotMatch(text, /<script/);
  });

  it('begins at home where no folder is open', async () => {
    await page().goto(new URL('/?ew=true', page().url()).href);
    await page().locator('.monaco-workbench .statusbar').waitFor();
    await train('Backprop Lens: Train MNIST MLP');
    await vscode.person.runCommand('Backprop Lens: Save Run as HTML Page');
    await page().waitForFunction((home) => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]');
      return input !== null && new RegExp(`^${home}/784-50-10-step-\\d+\\.html$`).test(input.value);
    }, homedir());
    await page().keyboard.press('Escape');
  });

  it('lists in Problems what is not well, at the line of the code that it comes from', async () => {
    await page().goto(new URL(`/?folder=${folder}`, page().url()).href);
    await page().locator('.monaco-workbench .statusbar').waitFor();
    await vscode.person.openFile('wild.py');
    await page().locator('.codelens-decoration a').filter({ hasText: 'Train' }).first().click();
    await vscode.person.seeWebview('panel');
    await panel().locator('.health-sign-text').click();
    const title = panel().locator('.health-entry.now .link').first();
    await title.waitFor();
    await vscode.person.runCommand('View: Focus Problems');
    const problems = page().locator('.markers-panel .monaco-list-row');
    await problems.filter({ hasText: 'wild.py' }).waitFor();
    // The line that builds the model is the sixth.
    await problems
      .filter({ hasText: await title.innerText() })
      .filter({ hasText: 'Ln 6' })
      .first()
      .waitFor();
  });
});
