/** @file The real inspector in a real browser: the chosen tensor from all sides. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

describe('the inspector', function () {
  const openPage = onePageEach();

  /** Opens it on a run of a few steps, with a tensor chosen. */
  async function inspect(
    tensor: string | null,
    index: number[] | null = null,
    setting: Setting = {},
  ): Promise<Page> {
    const page = await openPage('inspector', { width: 300, height: 900, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await page.locator('.hint', { hasText: 'Choose a tensor' }).waitFor();
    if (tensor === null) return page;
    await page.evaluate(
      ([name, at]) => {
        window.vscode.post({ type: 'selection', selection: { tensor: name, index: at } });
      },
      [tensor, index] as const,
    );
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
    return page;
  }

  it('says what it is for while nothing runs, and while nothing is chosen', async () => {
    const page = await openPage('inspector', { width: 300 });
    await page.evaluate(() => {
      window.vscode.post({ type: 'run', run: null });
    });
    await page.locator('.hint', { hasText: 'Nothing is being trained' }).waitFor();
    await page.context().close();
    await inspect(null);
  });

  it('shows name, shape, type, formula and figures', async () => {
    const page = await inspect('dW2');
    assert.equal(await page.locator('h2').innerText(), 'dW2');
    assert.equal(await page.locator('.portrait-type').innerText(), '6 × 10 · float32');
    assert.equal(await page.locator('.formula').innerText(), 'dW2 = z1ᵀ·dy');
    await page.evaluate(() => window.vscode.training?.write('dW2', [NaN, Infinity, 4, -2]));
    await page.waitForFunction(() =>
      /max\s*4\.00/.test(document.querySelector('.statistics')?.textContent ?? ''),
    );
    assert.match(
      await page.locator('.statistics').innerText(),
      /min\s*−2\.00\s*max\s*4\.00[^]*NaN \/ ∞\s*1 \/ 1/,
    );
  });

  it('counts every finite value in the histogram', async () => {
    const page = await inspect('W1');
    await page.locator('.histogram-readout', { hasText: '384 values' }).waitFor();
    const inked = await page.locator('.histogram canvas').evaluate((node) => {
      if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const data = node.getContext('2d')?.getImageData(0, 0, node.width, node.height).data ?? [];
      return data.some((byte) => byte > 0);
    });
    assert.ok(inked);
  });

  it('changes the chosen cell to what is typed, and says what is no number', async () => {
    const page = await inspect('W2', [4, 7]);
    const [value] = await page.evaluate(() => window.vscode.training?.read('W2').slice(47, 48) ?? []);
    const field = page.getByRole('textbox', { name: 'Value' });
    const shows = (number: number): Promise<unknown> =>
      page.waitForFunction((expected) => {
        const input = document.querySelector('.value vscode-text-field')?.shadowRoot?.querySelector('input');
        return Math.fround(Number(input?.value.replaceAll('−', '-'))) === expected;
      }, number);
    await shows(value);
    await page.locator('.value .hint', { hasText: 'a branch of its own' }).waitFor();
    await field.fill('half');
    await field.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Type a number' }).waitFor();
    await field.press('Escape');
    await shows(value);
    await field.fill('-0.5');
    await field.press('Enter');
    await field.fill('nan');
    await field.press('Enter');
    const edits = await page.evaluate(() =>
      window.vscode.sent.flatMap((message) =>
        message.type === 'edit' ? [{ ...message, value: JSON.stringify(message.value) }] : [],
      ),
    );
    const cell = { type: 'edit', name: 'W2', index: [4, 7] };
    assert.deepEqual(edits, [
      { ...cell, value: '-0.5' },
      // As it travels.
      { ...cell, value: '{"nonFinite":"NaN"}' },
    ]);
  });

  it('shows exact values of a row and a column about the chosen cell', async () => {
    const page = await inspect('W2', [4, 7]);
    await page.locator('.slice', { hasText: 'W2[4, :]' }).waitFor();
    const values = await page.evaluate(() => window.vscode.training?.read('W2') ?? []);
    const rows = await page.locator('.slice').evaluateAll((tables) =>
      tables.map((table) =>
        [...table.querySelectorAll('tr')].map((row) => ({
          at: Number(row.querySelector('th')?.textContent),
          value: Number(row.querySelector('td')?.textContent.replaceAll('−', '-')),
          chosen: row.classList.contains('chosen'),
        })),
      ),
    );
    const [along, down] = rows;
    assert.deepEqual(
      along.map(({ at }) => at),
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.deepEqual(
      down.map(({ at }) => at),
      [0, 1, 2, 3, 4, 5],
    );
    for (const { at, value, chosen } of along) {
      assert.equal(Math.fround(value), values[4 * 10 + at]);
      assert.equal(chosen, at === 7);
    }
    for (const { at, value, chosen } of down) {
      assert.equal(Math.fround(value), values[at * 10 + 7]);
      assert.equal(chosen, at === 4);
    }
  });

  it('chooses the cell that is typed, and refuses one that is not there', async () => {
    const page = await inspect('W2', [0, 0]);
    await page.getByRole('textbox', { name: 'Row' }).fill('5');
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'select'));
    const chosen = await page.evaluate(() => window.vscode.sent.findLast(({ type }) => type === 'select'));
    assert.deepEqual(chosen, { type: 'select', tensor: 'W2', index: [5, 0] });
    await page.locator('.slice', { hasText: 'W2[5, :]' }).waitFor();
    await page.getByRole('textbox', { name: 'Column' }).fill('10');
    await page.locator('vscode-text-field.invalid').waitFor();
    const last = await page.evaluate(() => window.vscode.sent.findLast(({ type }) => type === 'select'));
    assert.deepEqual(last, chosen);
  });

  it('shows a vector as one column, and a scalar as nothing but itself', async () => {
    const page = await inspect('b1', [3]);
    await page.locator('.slice', { hasText: 'b1[:]' }).waitFor();
    assert.equal(await page.locator('.slice:visible').count(), 1);
    await page.evaluate(() => {
      window.vscode.post({ type: 'selection', selection: { tensor: 'Loss', index: null } });
    });
    await page.locator('h2', { hasText: 'Loss' }).waitFor();
    assert.equal(await page.locator('.slice').count(), 0);
    assert.match(await page.locator('.portrait-type').innerText(), /^scalar/);
  });

  it('holds the colour range where it is told to', async () => {
    const page = await inspect('W2');
    const end = (): Promise<string> => page.locator('.legend-high').innerText();
    const write = async (largest: number): Promise<void> => {
      await page.evaluate((value) => {
        window.vscode.sent.length = 0;
        window.vscode.training?.write(
          'W2',
          Array.from({ length: 60 }, (_, i) => (value * i) / 59),
        );
      }, largest);
      await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
    };
    const before = await end();
    await write(8);
    assert.equal(await end(), `${before}▸`);
    await page.getByRole('button', { name: 'Choose how it is drawn' }).click();
    await page.getByRole('button', { name: 'Fit the colour range to these values' }).click();
    assert.equal(await end(), '+8.00');
    await page.evaluate(() => {
      if (window.vscode.training !== null) window.vscode.training.status = 'running';
      window.vscode.training?.tellState();
    });
    await page.getByRole('button', { name: 'Lock the colour range' }).click();
    await write(2);
    assert.equal(await end(), '+8.00');
    await page.getByRole('button', { name: 'Unlock the colour range' }).click();
    await write(2);
    assert.equal(await end(), '+2.00');
  });

  for (const width of [200, 300]) {
    it(`fits into ${width} pixels`, async () => {
      const page = await inspect('W1', [10, 3], { width });
      await page.locator('.slice', { hasText: 'W1[10, :]' }).waitFor();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });
  }
});
