/** @file The user's own code beside the panel: trained from where it is built, and stepped through line by line. */

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { launch, type Launched } from './launch.ts';
import { putCursorOn } from './lines.ts';

/** What a mark of ours looks like: a line above and one below. */
interface Mark {
  readonly top: number;
  readonly bottom: number;
}

describe("The user's code", function () {
  this.timeout(180_000);
  let vscode: Launched;

  before(async () => {
    // High enough for a whole cycle, since what has to be scrolled to moves while it is looked for.
    vscode = await launch({ viewport: { width: 1600, height: 1800 } });
  });
  after(async () => {
    await vscode.dispose();
  });

  const page = () => vscode.person.page;
  const panel = () => vscode.person.webview('panel');
  const lens = (text: string | RegExp) => page().locator('.codelens-decoration a').filter({ hasText: text });
  const line = (code: string) => page().locator('.view-line').filter({ hasText: code });
  const frame = (text: string) => page().locator('.debug-call-stack').getByText(text, { exact: true });
  const tile = (tensor: string) => panel().locator(`.tile[data-tensor="${tensor}"]`);

  /** VS Code writes spaces so that they do not break. */
  const code = (text: string) => text.replaceAll(' ', '\u00a0');

  /** Waits until the only marks of ours are on these lines. */
  async function marked(...lines: string[]): Promise<void> {
    const end = Date.now() + 20_000;
    for (;;) {
      const marks = await page()
        .locator('.view-overlays .cdr[class*="ced-"]')
        .evaluateAll((all): Mark[] =>
          all
            .filter((each) => getComputedStyle(each).borderTopStyle === 'solid')
            .map((each) => each.getBoundingClientRect())
            .map(({ top, bottom }) => ({ top, bottom })),
        );
      const middles = await Promise.all(
        lines.map(async (text) => {
          const box = await line(text).first().boundingBox();
          return box && box.y + box.height / 2;
        }),
      );
      const isOn = (middle: number | null) =>
        middle !== null && marks.some(({ top, bottom }) => top < middle && middle < bottom);
      if (marks.length === lines.length && middles.every(isOn)) return;
      if (Date.now() > end) assert.fail(`${JSON.stringify(marks)} are not on ${JSON.stringify(middles)}`);
      await setTimeout(100);
    }
  }

  describe('in a file', () => {
    it('says what would be trained where the model is built, and trains it', async () => {
      await vscode.person.openFile('keras_mlp.py');
      await lens('Train · 784-40-10 · 31,810 parameters').click();
      await vscode.person.seeWebview('panel');
      await panel().locator('.status.finished').waitFor();
      await vscode.person.see(/epoch 3\/3/);
      await line(code('model = Sequential()')).waitFor();
    });

    it('marks the line of the op that has run', async () => {
      await vscode.person.runCommand('Backprop Lens: Previous Op');
      await vscode.person.runCommand('Backprop Lens: Go to Start of Phase');
      await marked(code('model.add(Dense(40, activation="relu"))'));
    });
  });

  describe('in a notebook', () => {
    before(async () => {
      await vscode.person.openFile('two_layers.ipynb');
      await lens('Train · 784-30-10').waitFor();
      await page().keyboard.press('Control+End');
    });

    it('is stepped through from its cycle', async () => {
      await lens('Step through').click();
      await page().locator('.debug-toolbar').waitFor();
      // When it stops, VS Code goes to the line, wherever one is typing.
      await page().locator('.debug-top-stack-frame-line').first().waitFor();
      await vscode.person.runCommand('Debug: Focus on Call Stack View');
      await frame('a1 = X·W1 + b1').waitFor();
      await frame('a1 = affine(X, W1, b1)').waitFor();
      await frame('Step 1 of 1, epoch 1').waitFor();
    });

    it('shows where training stands in functions and in the cycle', async () => {
      await page().keyboard.press('F10');
      await frame('z1 = sigmoid(a1)').waitFor();
      await page().locator('.debug-top-stack-frame-line').first().waitFor();
      await marked(code('a1 = affine(X, W1, b1)'), code('return np.dot(x, W) + b'));
    });

    it('stops at a breakpoint in a cell', async () => {
      await putCursorOn(page(), 'dW1 = np.dot(X.T, da1)');
      await page().keyboard.press('F9');
      await page().locator('.codicon-debug-breakpoint').first().waitFor();
      await page().keyboard.press('F5');
      await frame('dW1 = Xᵀ·da1').waitFor();
      await vscode.person.see('Paused on breakpoint');
    });

    it('chooses the tensor of the line that the cursor is put on', async () => {
      await tile('dW1').and(panel().locator('.chosen')).waitFor();
      await putCursorOn(page(), 'dy = (y_hat - t) / len(X)');
      await tile('dy').and(panel().locator('.chosen')).waitFor();
    });

    it('goes on without the debugger', async () => {
      await page().locator('.debug-toolbar').getByRole('button', { name: /^Stop/ }).click();
      await page().locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await vscode.person.runCommand('Backprop Lens: Next Op');
      await marked(code('dW1 = np.dot(X.T, da1)'));
      await vscode.person.runCommand('Backprop Lens: Previous Op');
      await vscode.person.runCommand('Backprop Lens: Previous Op');
      await marked(code('da1 = dz1 * z1 * (1 - z1)'));
    });
  });
});
