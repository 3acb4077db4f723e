/** @file What a person does with a large picture: choosing its colours, looking nearer, ordering its units. */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { colourOf, colourScale } from '../../webview/drawing/colour.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';
import { untilPainted } from './page/painted.ts';

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
    await page.getByRole('button', { name: 'Choose how it is drawn' }).click();
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
    await page.getByRole('button', { name: 'Choose how it is drawn' }).click();
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

  it('is looked at nearer with the keyboard, down to numbers, and followed beyond its edge', async () => {
    const page = await show('W1');
    await asMatrix(page);
    const heatmap = page.locator('.detail .heatmap');
    const part = page.locator('.detail .zoom-part');
    await heatmap.focus();
    await page.keyboard.press('ArrowDown');
    await untilSpoken(page, 'W1', 0, 0);
    for (let i = 0; i < 6; i++) await page.keyboard.press('+');
    await part.getByText('rows 0–').waitFor();
    const [, last] = (await part.innerText()).match(/rows 0–(\d+) of 64 · columns 0–5 of 6/) ?? [];
    assert.ok(Number(last) < 63);
    await untilSpoken(page, 'W1', 0, 0);
    await page.waitForFunction(
      (rows) => {
        const { sent } = window.vscode;
        const at = sent.findLastIndex(({ type }) => type === 'watch');
        const watch = sent.at(at);
        if (watch?.type !== 'watch') return false;
        const region = watch.watches.find((each) => each.tensor === 'W1' && each.region)?.region;
        const isAsked = region?.size.join() === `1,${rows},6` && region.from.join() === '0,0,0';
        // Until it has been drawn, keys move over what was drawn before.
        return isAsked && sent.slice(at).some(({ type }) => type === 'acknowledge');
      },
      Number(last) + 1,
    );
    await page.keyboard.press('Control+End');
    await untilSpoken(page, 'W1', Number(last), 5);
    await page.keyboard.press('ArrowDown');
    await untilSpoken(page, 'W1', Number(last) + 1, 5);
    assert.match(await part.innerText(), new RegExp(`^rows 1–${Number(last) + 1} of 64`));
    await page.keyboard.press('0');
    await untilSpoken(page, 'W1', Number(last) + 1, 5);
    assert.equal(await part.isVisible(), false);
  });

  it('is looked at nearer with the mouse, dragged, and gone back to', async () => {
    const page = await show('W1');
    await asMatrix(page);
    const heatmap = page.locator('.detail .heatmap');
    const part = page.locator('.detail .zoom-part');
    await heatmap.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await heatmap.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await part.getByText('rows 16–47 of 64').waitFor();
    await page.mouse.wheel(0, -1);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height, { steps: 5 });
    await page.mouse.up();
    await part.getByText('rows 0–31 of 64').waitFor();
    const chosen = await page.evaluate(
      () => window.vscode.sent.filter(({ type }) => type === 'select').length,
    );
    assert.equal(chosen, 0);
    await page.mouse.dblclick(x + width / 2, y + height / 4);
    await part.waitFor({ state: 'hidden' });
  });

  it('shows the change of what is looked at', async () => {
    const page = await show('W1');
    const heatmap = page.locator('.detail .heatmap');
    await page.locator('.detail').getByRole('button', { name: 'Look at single cells' }).click();
    const part = page.locator('.detail .zoom-part:visible');
    const seen = await part.innerText();
    assert.match(seen, /^image \d · rows/);
    await page.getByRole('button', { name: 'Show what changes' }).click();
    // Only when it can be kept has this position been read, so that the next can be compared with it.
    await page.locator('.change-head vscode-button:not([disabled])').waitFor();
    await page.evaluate(() => window.vscode.training?.advance(1));
    await page.locator('.change .heatmap').waitFor();
    assert.equal(await part.innerText(), seen);
    await page.locator('.detail').getByRole('button', { name: 'Look at the whole picture' }).click();
    await page.getByRole('button', { name: 'Show the values' }).click();
    assert.equal(await page.locator('.detail .zoom-part:visible').count(), 0);
    assert.ok(await heatmap.first().isVisible());
  });

  it('has its hidden units in the order that is asked for, with their own numbers', async () => {
    const page = await show('z1');
    const read = (tensor: string): Promise<number[]> =>
      page.evaluate((name) => window.vscode.training?.read(name) ?? [], tensor);
    const [z1, W1] = [await read('z1'), await read('W1')];
    const norms = [0, 1, 2, 3, 4, 5].map((unit) =>
      W1.reduce((sum, weight, i) => (i % 6 === unit ? sum + weight ** 2 : sum), 0),
    );
    const order = [0, 1, 2, 3, 4, 5].sort((a, b) => norms[b] - norms[a]);
    await page.evaluate(() => {
      window.vscode.post({ type: 'selection', selection: { tensor: 'z1', index: [0, 2] } });
    });
    await page.getByRole('button', { name: 'Choose how it is drawn' }).click();
    const choices = page.locator('.detail .choices');
    await pick(choices, 'Order of the hidden units', 'Units by the norm of their weights');
    await page.locator('.order-note', { hasText: 'units by norm' }).waitFor();
    const heatmap = page.locator('.detail .heatmap');
    for (const [place, unit] of order.entries()) {
      // Until the picture in this order has come, another unit is there.
      await page.waitForFunction(
        ([at, name, value]) => {
          const picture = document.querySelector('.detail .heatmap');
          const { left, top, width, height } = picture?.getBoundingClientRect() ?? new DOMRect();
          const spot = { clientX: left + ((at + 0.5) * width) / 6, clientY: top + height / 16 };
          picture?.dispatchEvent(new PointerEvent('pointermove', spot));
          return (
            document.querySelector('.readout-name')?.textContent === name &&
            Math.fround(Number(document.querySelector('.readout-value')?.textContent)) === value
          );
        },
        [place, `z1[0, ${unit}]`, z1[unit]] as const,
        { polling: 100 },
      );
    }
    const chosen = await heatmap.locator('.cell-chosen').boundingBox();
    const { x, width } = (await heatmap.boundingBox()) ?? { x: 0, width: 0 };
    assert.equal(Math.floor((6 * ((chosen?.x ?? 0) + 2 - x)) / width), order.indexOf(2));
  });
});

/** Turns the large images into a matrix, and waits until that is drawn. */
async function asMatrix(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.vscode.sent.length = 0;
  });
  await page.locator('.detail').getByRole('button', { name: 'Show as a matrix' }).click();
  await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
}

/** What a picture's cursor reads, spoken and exact. */
async function untilSpoken(page: Page, tensor: string, row: number, column: number): Promise<void> {
  const values = await page.evaluate((name) => window.vscode.training?.read(name) ?? [], tensor);
  const columns = tensor === 'W1' ? 6 : 10;
  await page.waitForFunction(
    ([start, value]) =>
      [...document.querySelectorAll('.spoken')].some(({ textContent }) => {
        if (!textContent.startsWith(start)) return false;
        return Math.fround(Number(textContent.slice(start.length).replaceAll('−', '-'))) === value;
      }),
    [`${tensor}, row ${row}, column ${column}, `, values[row * columns + column]] as const,
  );
}

/** Takes an option of a list that opens. */
async function pick(strip: Locator, list: string, option: string): Promise<void> {
  await strip.getByRole('combobox', { name: list }).click();
  await strip.getByRole('option', { name: option }).click();
}
