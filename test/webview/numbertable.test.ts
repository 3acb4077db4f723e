/** @file The numbers of a tensor as a table: exact, with what the picture marks, and quick however many there are. */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { ModelSpec } from '../../engine/index.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

const [first, last] = smallModel.layers;
const wide: ModelSpec = { ...smallModel, layers: [{ ...first, units: 20_000 }, last] };

describe('the table of numbers', function () {
  const openPage = onePageEach();

  async function open(
    name: 'panel' | 'inspector',
    tensor: string,
    model: ModelSpec = smallModel,
    setting: Setting = {},
  ): Promise<Page> {
    const page = await openPage(name, { width: name === 'panel' ? 1200 : 320, height: 1200, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
        window.vscode.training?.advance(2);
      },
      [model, packedSpots(64, 8)] as const,
    );
    await choose(page, tensor);
    await page.locator('.portrait').getByRole('button', { name: 'Show the numbers as a table' }).click();
    await cells(page).first().waitFor();
    return page;
  }

  async function choose(page: Page, tensor: string, index: number[] | null = null): Promise<void> {
    await page.evaluate(
      (selection) => {
        window.vscode.post({ type: 'selection', selection });
      },
      { tensor, index },
    );
    await page.locator('.portrait h2', { hasText: tensor }).waitFor();
  }

  const cells = (page: Page): Locator => page.locator('.numbers-table [role="gridcell"]');

  /** Where the focus is, and what is read there. */
  const focused = (page: Page): Promise<readonly [row: number, column: number, value: number]> =>
    page.evaluate(() => {
      const cell = document.activeElement;
      return [
        Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2,
        Number(cell?.getAttribute('aria-colindex')) - 2,
        Math.fround(Number(cell?.textContent.replaceAll('−', '-'))),
      ] as const;
    });

  const read = (page: Page, tensor: string, flat: number): Promise<number | undefined> =>
    page.evaluate(([name, at]) => window.vscode.training?.read(name)[at], [tensor, flat] as const);

  /** Presses a key until the focus has come to a cell, and checks the number there. */
  async function goes(page: Page, key: string, tensor: string, row: number, column: number, width: number) {
    await page.keyboard.press(key);
    await page.waitForFunction(
      ([r, c]) => {
        const cell = document.activeElement;
        return (
          cell?.parentElement?.getAttribute('aria-rowindex') === String(r + 2) &&
          cell.getAttribute('aria-colindex') === String(c + 2)
        );
      },
      [row, column] as const,
    );
    assert.deepEqual(await focused(page), [row, column, await read(page, tensor, row * width + column)], key);
  }

  for (const name of ['panel', 'inspector'] as const) {
    it(`has the exact numbers under their rows and columns, for eyes and ears (${name})`, async () => {
      const page = await open(name, 'W2');
      const grid = page.getByRole('grid', { name: 'Numbers of W2, 6 × 10' });
      assert.equal(await grid.getAttribute('aria-rowcount'), '7');
      assert.equal(await grid.getAttribute('aria-colcount'), '11');
      assert.equal(await page.getByRole('rowheader').first().innerText(), '0');
      assert.equal(await grid.getByRole('columnheader').first().innerText(), '0');
      await cells(page).first().focus();
      for (const [key, row, column] of [
        ['ArrowRight', 0, 1],
        ['ArrowDown', 1, 1],
        ['End', 1, 9],
        ['Control+End', 5, 9],
        ['Home', 5, 0],
        ['Control+Home', 0, 0],
      ] as const)
        await goes(page, key, 'W2', row, column, 10);
      await page.evaluate(() => window.vscode.training?.write('W2', [-0.5, NaN]));
      await page.locator('[role="gridcell"][aria-label="minus 0.5"]', { hasText: '−0.5' }).waitFor();
      await page.locator('[role="gridcell"].odd', { hasText: 'NaN' }).waitFor();
    });
  }

  it('has no more cells than are seen, of more than a million', async () => {
    const page = await open('panel', 'W1', wide);
    assert.ok((await cells(page).count()) < 200);
    await cells(page).first().focus();
    await goes(page, 'Control+End', 'W1', 63, 19_999, 20_000);
    await goes(page, 'PageUp', 'W1', 53, 19_999, 20_000);
    assert.ok((await cells(page).count()) < 200);
    await page.locator('.numbers-scroll').evaluate((node) => {
      node.scrollTo(node.scrollWidth / 2, 0);
    });
    await page.waitForFunction(() => {
      const column = Number(document.querySelector('[role="gridcell"]')?.getAttribute('aria-colindex'));
      return column > 9_000 && column < 11_000;
    });
  });

  it('shares its cursor and what is chosen with the picture', async () => {
    const page = await open('panel', 'W2');
    const mark = page.locator('.portrait .cell-cursor');
    await cells(page).first().focus();
    const start = await mark.boundingBox();
    await goes(page, 'ArrowDown', 'W2', 1, 0, 10);
    const below = await mark.boundingBox();
    assert.ok(start && below && below.y > start.y && below.x === start.x);
    await page.keyboard.press('Enter');
    await page.locator('[role="gridcell"][aria-selected="true"]').waitFor();
    const sent = await page.evaluate(() => window.vscode.sent.filter(({ type }) => type === 'select'));
    assert.deepEqual(sent, [{ type: 'select', tensor: 'W2', index: [1, 0] }]);
    const heatmap = page.locator('.portrait .heatmap');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await heatmap.press(key);
    const pointed = page.locator('[role="gridcell"].pointed');
    await pointed.waitFor();
    assert.equal(await pointed.getAttribute('aria-colindex'), '3');
    assert.equal(await pointed.locator('..').getAttribute('aria-rowindex'), '4');
  });

  it('stays for the next tensor that is chosen, and goes to the chosen cell', async () => {
    const page = await open('inspector', 'W2');
    await choose(page, 'W1', [60, 5]);
    await page.getByRole('grid', { name: 'Numbers of W1' }).waitFor();
    const chosen = page.locator('[role="gridcell"][aria-selected="true"]');
    await chosen.waitFor();
    assert.equal(
      Math.fround(Number((await chosen.innerText()).replace('−', '-'))),
      await read(page, 'W1', 365),
    );
    await page.getByRole('button', { name: 'Hide the table of numbers' }).click();
    await choose(page, 'b1');
    assert.equal(await page.getByRole('grid').count(), 0);
  });
});
