/** @file Both pages, in every theme, by the rules that axe checks: names, roles, order of headings, contrast of text. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { presets, type ModelSpec } from '../../engine/index.ts';
import { openBrowser } from '../vscode/browser.ts';
import { faultsOf } from './page/axe.ts';
import { packedSpots } from './page/data.ts';
import { openWebview } from './page/open.ts';

const model: ModelSpec = { ...presets.keras, inputShape: [8, 8], batchSize: 8, epochs: 2 };

describe('for everybody', function () {
  let browser: Browser;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser.close());

  for (const theme of ['light', 'dark', 'highContrast', 'highContrastLight'] as const) {
    for (const name of ['panel', 'inspector'] as const) {
      it(`the ${name} keeps the rules (${theme})`, async () => {
        const { page } = await openWebview(browser, name, { theme, width: name === 'panel' ? 900 : 300 });
        await page.evaluate(
          ([spec, data]) => {
            const { vscode } = window;
            vscode.start(spec, data);
            // In the middle of a step, so that what is still of the one before is on the page too.
            vscode.training?.advance(9, 3);
            const origin = { step: 0, op: 0 };
            const first = { id: 0, parent: null, fork: origin, edits: [], furthest: origin };
            vscode.post({ type: 'branches', branches: [first, { ...first, id: 1, parent: 0 }] });
            vscode.post({ type: 'selection', selection: { tensor: 'W2', index: [1, 2] } });
          },
          [model, packedSpots(64, 8)] as const,
        );
        await page.getByRole('button', { name: 'Show the numbers as a table' }).click();
        await page.locator('.numbers-table td').first().waitFor();
        assert.deepEqual(await faultsOf(page), []);
        await page.getByRole('button', { name: 'Show what changes' }).click();
        if (name === 'panel') {
          await page.getByRole('button', { name: '9', exact: true }).click();
          const field = page.getByRole('textbox', { name: 'Go to a step' });
          await field.fill('99');
          await field.press('Enter');
          await page.getByRole('alert').filter({ hasText: 'from 0 to' }).waitFor();
        } else {
          await page.locator('.slice', { hasText: 'W2[1, :]' }).waitFor();
          await page.locator('summary', { hasText: 'Why is it this value?' }).click();
          await page.locator('.term button', { hasText: 'mW2' }).click();
          await page.locator('.term button', { hasText: 'dW2' }).click();
          for (const question of ['Is the gradient right?', 'Which images made it?'])
            await page.locator('summary', { hasText: question }).click();
          await page.locator('.way').waitFor();
          await page.locator('.agreement').waitFor();
          await page.locator('.image-part').first().waitFor();
        }
        assert.deepEqual(await faultsOf(page), []);
        if (name === 'panel') {
          await page.evaluate(() => {
            window.vscode.training?.edit({ name: 'W1', index: [3, 2], value: 0.5 });
            window.vscode.training?.compare(0);
          });
          await page.locator('.beside').scrollIntoViewIfNeeded();
          await page.locator('.pane').nth(2).waitFor();
          assert.deepEqual(await faultsOf(page), [], 'side by side');
        }
        for (const tab of name === 'panel' ? await page.getByRole('tab').all() : []) {
          await tab.click();
          if ((await tab.innerText()) === 'Test set')
            await page.locator('.testset .example').first().waitFor();
          assert.deepEqual(await faultsOf(page), [], await tab.innerText());
        }
        if (name === 'panel') {
          await page.getByRole('tab', { name: 'Draw a digit' }).click();
          await page.locator('.pad').click({ position: { x: 90, y: 90 } });
          await page.locator('.readings-since').waitFor();
          await page.getByRole('application', { name: /^z1: arrow/ }).click({ position: { x: 3, y: 3 } });
          await page.locator('.digit-switched').waitFor();
          assert.deepEqual(await faultsOf(page), []);
        }
        await page.context().close();
      });
    }
  }
});
