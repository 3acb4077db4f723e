/** @file What a person does with a large picture: choosing its colours. */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { colourOf, colourScale } from '../../webview/drawing/colour.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

describe('a large picture', function () {
  const openPage = onePageEach();

  /** The panel with a tensor of a run chosen, of which the first frame is drawn. */
  async function show(tensor: string, setting: Setting = {}): Promise<Page> {
    const page = await openPage('panel', { width: 1600, height: 1000, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await page.evaluate((name) => {
      window.vscode.training?.advance(3);
      window.vscode.post({ type: 'selection', selection: { tensor: name, index: null } });
    }, tensor);
    await page.locator('.detail h2', { hasText: tensor }).waitFor();
    await page.waitForFunction(
      () => document.querySelector('.detail .statistics')?.textContent.includes('–') === false,
    );
    return page;
  }

  it('has colours that are chosen where it stands: the scale, and where it ends', async () => {
    const page = await show('W2');
    const strip = page.getByRole('group', { name: 'Colours' });
    assert.equal(await strip.isVisible(), false);
    await page.getByRole('button', { name: 'Choose the colours' }).click();
    const end = strip.getByRole('textbox', { name: 'End of the colour range' });
    await end.fill('-3');
    await end.press('Enter');
    await strip.getByRole('alert').getByText('a number above zero').waitFor();
    await end.fill('2e-1');
    await end.press('Enter');
    await strip.getByRole('button', { name: 'Unlock the colour range' }).waitFor();
    for (const curve of ['linear', 'arcsinh'] as const) {
      if (curve === 'arcsinh') await pick(strip, 'Colour scale', 'arcsinh scale');
      const values = await page.evaluate(() => window.vscode.training?.read('W2') ?? []);
      const scale = colourScale(false, 'dark', curve);
      for (const place of ['.tile[data-tensor=W2]', '.detail']) {
        const expected = values.map((value) => colourOf(value, 0.2, scale));
        await untilPainted(page.locator(`${place} .heatmap canvas`), expected);
      }
    }
    assert.equal(
      await page.locator('.detail .legend').innerText(),
      '◂−0.20\n−0.020\n0\n+0.020\narcsinh\n+0.20▸',
    );
  });

  it('can share its range with its like', async () => {
    const page = await show('dW2');
    await page.evaluate(() => window.vscode.training?.write('db1', [0, 0, 4, 0, 0, 0]));
    await page.getByRole('button', { name: 'Choose the colours' }).click();
    const strip = page.getByRole('group', { name: 'Colours' });
    const ends = (): Promise<string[]> =>
      page
        .locator(
          '.tile:is([data-tensor=dW1], [data-tensor=db1], [data-tensor=dW2], [data-tensor=db2]) .legend',
        )
        .evaluateAll((legends) => legends.map((legend) => legend.textContent.match(/[\d.]+/)?.[0] ?? ''));
    const apart = await ends();
    await pick(strip, 'What the colour range is of', 'One range for all gradients of parameters');
    assert.deepEqual(await ends(), ['4.00', '4.00', '4.00', '4.00']);
    assert.notEqual(await page.locator('.tile[data-tensor=dX] .legend-high').innerText(), '+4.00');
    await pick(strip, 'What the colour range is of', 'Range of dW2 alone');
    assert.deepEqual((await ends())[2], apart[2]);
  });
});

/** Takes an option of a list that opens. */
async function pick(strip: Locator, list: string, option: string): Promise<void> {
  await strip.getByRole('combobox', { name: list }).click();
  await strip.getByRole('option', { name: option }).click();
}

/** Waits until the middles of the cells of a matrix of 6 × 10 have these colours. */
async function untilPainted(canvas: Locator, expected: readonly number[]): Promise<void> {
  const look = (): Promise<number[]> =>
    canvas.evaluate((node) => {
      if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const [width, height] = [node.width / 10, node.height / 6];
      const context = node.getContext('2d');
      return Array.from({ length: 60 }, (_, i) => {
        const [x, y] = [((i % 10) + 0.5) * width, (Math.floor(i / 10) + 0.5) * height];
        const { data } = context?.getImageData(Math.floor(x), Math.floor(y), 1, 1) ?? new ImageData(1, 1);
        return new Uint32Array(data.buffer)[0];
      });
    });
  const end = Date.now() + 10_000;
  let painted = await look();
  while (painted.join() !== expected.join() && Date.now() < end) painted = await look();
  assert.deepEqual(painted, expected);
}
