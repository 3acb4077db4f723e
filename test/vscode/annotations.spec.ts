/** @file The numbers at the lines of the user's code, the pictures of its variables, and its problems with their fixes. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Launched } from './launch.ts';
import { hoverWord, lineOf, putCursorOn, scrollTo, seeNote } from './lines.ts';
import { sampleFolder } from './paths.mjs';

const right = 'db1 = np.sum(da1, axis=0)';
const wrong = 'db1 = np.sum(dz1, axis=0)';

describe("At the lines of the user's code", function () {
  this.timeout(300_000);
  let vscode: Launched;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backprop-lens-'));
    const notebook = await readFile(join(sampleFolder, 'two_layers.ipynb'), 'utf8');
    assert.ok(notebook.includes(right));
    await writeFile(join(folder, 'wrong.ipynb'), notebook.replace(right, wrong));
    vscode = await launch({ folder });
    // Until extensions are known, a notebook would be opened as text.
    await page().locator('.activitybar').getByRole('tab', { name: 'Backprop Lens' }).waitFor();
    await vscode.person.openFile('wrong.ipynb');
    await page().keyboard.press('Control+b');
  });
  after(async () => {
    await vscode.dispose();
    await rm(folder, { recursive: true });
  });

  const page = () => vscode.person.page;
  const lens = (text: string | RegExp) => page().locator('.codelens-decoration a').filter({ hasText: text });
  const line = (code: string) => lineOf(page(), code);

  it('live numbers follow the training of a Keras model', async () => {
    await lens('Train · 784-30-10').click();
    await vscode.person.seeWebview('panel');
    await seeNote(page(), 'model.fit(', /epoch 2\/2 · loss \d\.\d+ · acc \d+\.\d%/);
    await seeNote(page(), 'keras.layers.Dense(30', /z1 0 … \d.* · \d+ of 30 units dead · 784 → 30/);
  });

  it('a hover shows what a layer has learnt', async () => {
    await hoverWord(page(), 'keras.layers.Dense(30', 'Dense');
    await page().locator('.monaco-hover-content').getByText('W1, the weights of layer 1').waitFor();
    await page().mouse.move(5, 5);
  });

  it('an edited model is offered for training, by what is new in it', async () => {
    await putCursorOn(page(), 'keras.layers.Dense(30');
    await page().keyboard.press('Home');
    for (let i = 0; i < 'keras.layers.Dense('.length; i++) await page().keyboard.press('ArrowRight');
    await page().keyboard.press('Delete');
    await page().keyboard.type('4');
    await lens('Retrain with 40 units').click();
    await seeNote(page(), 'keras.layers.Dense(40', /784 → 40/);
    await lens('Retrain').waitFor({ state: 'hidden' });
  });

  it('a wrong line has a squiggle, and its fix makes it right', async () => {
    await scrollTo(page(), line('b2 -= learning_rate * db2'));
    await page().locator('.squiggly-warning').first().waitFor();
    await putCursorOn(page(), wrong);
    await page().keyboard.press('Control+.');
    await page().getByText('Change dz1 to da1').first().waitFor();
    await page().keyboard.press('Enter');
    await line(right).waitFor();
    await page().locator('.squiggly-warning').first().waitFor({ state: 'hidden' });
  });

  it('numbers come line by line while it is stepped through', async () => {
    await lens('Step through').click();
    await page().locator('.debug-toolbar').getByRole('button', { name: /^Stop/ }).click();
    await page().locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await vscode.person.runCommand('Backprop Lens: Next Op');
    await seeNote(page(), 'a1 = affine(X, W1, b1)', /\(20, 50\) {2}−\d/);
    await seeNote(page(), 'z1 = sigmoid(a1)', /^$/);
    await vscode.person.runCommand('Backprop Lens: Next Op');
    await seeNote(page(), 'z1 = sigmoid(a1)', /\(20, 50\) {2}0\.\d+ … 0\.\d+ {2}μ 0\.\d/);
    await vscode.person.runCommand('Backprop Lens: Previous Op');
    await seeNote(page(), 'z1 = sigmoid(a1)', /^$/);
  });

  it('a hover shows a gradient when it has been computed', async () => {
    await vscode.person.runCommand('Backprop Lens: Next Step');
    await seeNote(page(), 'dW1 = np.dot(X.T, da1)', /\(784, 50\)/);
    await hoverWord(page(), 'dW1 = np.dot(X.T, da1)', 'dW1');
    const hover = page().locator('.monaco-hover-content');
    await hover.getByText('dW1, the gradient of W1').waitFor();
    await hover.getByText('dW1 = Xᵀ·da1').waitFor();
    await hover.getByText(/Value in Backprop Lens for this line, after step 1/).waitFor();
    assert.ok(
      await hover
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth > 100),
    );
  });
});
