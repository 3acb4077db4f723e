/** @file The whole way: a person trains on the real MNIST, sees the numbers that the engine has, steps, and leaves. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { compile } from '../../extension/assemblyscript.mjs';
import { colourOf, colourScale, css } from '../../webview/drawing/colour.ts';
import { kerasCode } from './code.ts';
import { launch, type Launched } from './launch.ts';
import { mnistFolder } from './paths.mjs';

const kernels = fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url));

/** Waits until what a person sees is so: pictures come some time after the words. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await setTimeout(100);
    }
  }
}

describe('Training on MNIST', function () {
  this.timeout(300_000);
  let folder: string;
  let vscode: Launched;

  before(async function () {
    if (!existsSync(mnistFolder)) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'backprop-lens-training-'));
    await writeFile(join(folder, 'endless.py'), kerasCode(1000));
    vscode = await launch({
      folder,
      settings: { 'backpropLens.dataset.folder': mnistFolder, 'workbench.colorTheme': 'Default Dark Modern' },
    });
    await vscode.person.runCommand('Backprop Lens: Train MNIST MLP');
    // One after the other: of two that load at once, one may stay blank.
    await vscode.person.seeWebview('panel');
    await vscode.person.openSidebar('Backprop Lens');
    await vscode.person.seeWebview('sidebar');
  });
  after(async () => {
    if (!existsSync(mnistFolder)) return;
    await vscode.dispose();
    await rm(folder, { recursive: true });
  });

  const statusBar = () => vscode.person.page.locator('.statusbar').getByText(/epoch \d+\/\d+/);
  const panel = () => vscode.person.webview('panel');
  const fact = (name: string | RegExp) =>
    panel()
      .locator('.fact')
      .filter({ has: vscode.person.page.getByText(name, { exact: true }) })
      .locator('.fact-value');
  const button = (name: string) => panel().getByRole('button', { name });

  /** Where the run stands, as the panel says. */
  async function step(): Promise<number> {
    return Number((await fact('step').innerText()).replace(/\D/g, ''));
  }

  it('reads nine of ten digits rightly after an epoch, and says so in the status bar', async () => {
    await vscode.person.see(/epoch \d+\/10 .* acc 9\d\.\d%/);
    const tested = fact(/^test after epoch \d+$/);
    await tested.waitFor();
    assert.match(await tested.innerText(), /^9[2-8]/, 'the test accuracy after an epoch');
  });

  it('tells once that it is done, and how well it reads the test images', async () => {
    await panel().locator('.status.finished').waitFor({ timeout: 240_000 });
    await vscode.person.see(
      /Training on MNIST is done. The network gets 9[67]\.\d% of the test images right/,
    );
  });

  it('draws the numbers that the engine has: the labels of the batch, and the signs of weights', async () => {
    await vscode.person.runCommand('Backprop Lens: Restart Training');
    await panel().locator('.status.running').waitFor();
    await button('Pause training').click();
    await panel().locator('.status.paused').waitFor();
    const trainer = new Trainer(
      presets.keras,
      await readDataset(mnistFolder),
      simdBackend(await compile(kernels)),
    );
    const steps = await step();
    assert.ok(steps > 0 && steps < trainer.totalSteps);
    while (trainer.cursor.step < steps) trainer.nextStep();

    const scale = colourScale(true, 'dark');
    const labels = Array.from(trainer.tensors.t.data);
    const expected = labels.map((label) => css(colourOf(label, Math.max(...labels), scale)));
    await eventually(async () => {
      assert.deepEqual(await drawnCells('t', 32, 1), expected);
    });

    const weights = Array.from(trainer.tensors.W2.data);
    const largest = Math.max(...weights.map(Math.abs));
    await eventually(async () => {
      const drawn = await drawnCells('W2', 50, 10);
      weights.forEach((weight, cell) => {
        const [red, , blue] = drawn[cell].match(/\d+/g)?.map(Number) ?? [];
        if (Math.abs(weight) > largest / 3)
          assert.equal(red > blue, weight > 0, `W2 cell ${cell} is ${weight}`);
      });
    });
  });

  /** The colour in the middle of each cell of a matrix, as the canvas has it. */
  async function drawnCells(tensor: string, rows: number, columns: number): Promise<string[]> {
    const canvas = panel().locator(`.flow .heatmap[data-tensor="${tensor}"] canvas`);
    await canvas.scrollIntoViewIfNeeded();
    return canvas.evaluate(
      (node, size) => {
        const { width, height } = node as HTMLCanvasElement;
        const context = (node as HTMLCanvasElement).getContext('2d');
        if (!context) throw new Error('no canvas');
        return Array.from({ length: size.rows * size.columns }, (_, cell) => {
          const x = Math.floor((((cell % size.columns) + 0.5) * width) / size.columns);
          const y = Math.floor(((Math.floor(cell / size.columns) + 0.5) * height) / size.rows);
          const [red, green, blue] = context.getImageData(x, y, 1, 1).data;
          return `rgb(${red}, ${green}, ${blue})`;
        });
      },
      { rows, columns },
    );
  }

  it('lists every tensor in the tree with its figures, and chooses it everywhere', async () => {
    const tree = vscode.person.page.getByRole('tree', { name: /Tensors/ });
    for (const group of ['Parameters', 'Activations', 'Gradients']) await tree.getByText(group).waitFor();
    const row = tree.getByRole('treeitem', { name: /^W2\b/ });
    assert.match(await row.innerText(), /50×10 float32/);
    await row.click();
    await vscode.person.webview('sidebar').getByText('W2', { exact: true }).first().waitFor();
    await panel().locator('.detail').getByText('W2', { exact: true }).first().waitFor();

    await panel().locator('.flow .heatmap[data-tensor="dW1"]').click();
    await vscode.person.webview('sidebar').getByText('dW1', { exact: true }).first().waitFor();
  });

  it('steps op by op and back, and shows the formula of the op at the cursor', async () => {
    const before = await step();
    await button('Next operation').click();
    await panel().locator('.op').getByText('a1 = X·W1 + b1').waitFor();
    await button('Next operation').click();
    await panel().locator('.op').getByText('z1 = σ(a1)').waitFor();
    await vscode.person.runCommand('Backprop Lens: Previous Op');
    await panel().locator('.op').getByText('a1 = X·W1 + b1').waitFor();
    await button('Next step').click();
    await panel().locator('.op').getByText('next').waitFor();
    assert.equal(await step(), before + 1);
    await vscode.person.runCommand('Backprop Lens: Previous Step');
    await panel().locator('.fact', { hasText: 'step' }).getByText(before.toLocaleString('en')).waitFor();
  });

  it('ends the run when the panel is closed, and opens it again where it ended', async () => {
    await vscode.person.openSidebar('Explorer');
    await vscode.person.openFile('endless.py');
    await vscode.person.runCommand('Backprop Lens: Train MNIST MLP');
    await vscode.person.see(/epoch \d+\/1,?000/);
    await panel().locator('.status.running').waitFor();
    const tab = vscode.person.page.getByRole('tab', { name: 'Training' });
    await tab.hover();
    await tab.getByRole('button', { name: /Close/ }).click();
    await vscode.person.page.locator('.statusbar .codicon-debug-stop').waitFor();
    await statusBar().click();
    await vscode.person.seeWebview('panel');
    await panel().locator('.status.stopped').waitFor();
    assert.ok((await step()) > 0);
  });

  it('resumes the run that was ended, where it stood', async () => {
    const before = await step();
    await button('Resume where it stood').click();
    await panel().locator('.status.running').waitFor();
    await eventually(async () => {
      assert.ok((await step()) > before);
    });
    await button('Pause training').click();
    await panel().locator('.status.paused').waitFor();
  });

  it('shows the run again after the window was reloaded, and goes on with the same numbers', async () => {
    for (let op = 0; op < 2; op++) await button('Next operation').click();
    await panel().locator('.op').getByText('z1 = σ(a1)').waitFor();
    const before = await step();
    let labels: string[] = [];
    await eventually(async () => {
      labels = await drawnCells('t', 32, 1);
      assert.ok(
        labels.some((colour) => colour !== 'rgb(0, 0, 0)'),
        'nothing is drawn yet',
      );
    });
    await vscode.person.reload('backpropLens.training');
    await vscode.person.seeWebview('panel');
    await panel().locator('.status.stopped').waitFor({ timeout: 60_000 });
    assert.equal(await step(), before);

    await button('Resume where it stood').click();
    await panel().locator('.status.paused').waitFor();
    await panel().locator('.op').getByText('z1 = σ(a1)').waitFor();
    assert.equal(await step(), before);
    await eventually(async () => {
      assert.deepEqual(await drawnCells('t', 32, 1), labels);
    });
    await button('Continue training').click();
    await panel().locator('.status.running').waitFor();
    await eventually(async () => {
      assert.ok((await step()) > before);
    });
  });
});
