/** @file The test set and the gallery of what is read wrongly, in the real panel in a real browser. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ModelSpec } from '../../engine/index.ts';
import type { FromWebview } from '../../webview/protocol.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

const small: ModelSpec = { ...smallModel, epochs: 3 };

describe('the test set', function () {
  const openPage = onePageEach();

  async function open(model = small, setting: Setting = {}): Promise<Page> {
    const page = await openPage('panel', { width: 1200, height: 1400, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
        window.vscode.training?.advance(6);
      },
      [model, packedSpots(64, 8)] as const,
    );
    return page;
  }

  async function openTab(page: Page): Promise<void> {
    await page.getByRole('tab', { name: 'Test set' }).click();
    await page.locator('.confusion').waitFor();
  }

  /** What the engine says of it. */
  function confusionIn(page: Page): Promise<readonly (readonly number[])[]> {
    return page.evaluate(() => {
      const { training } = window.vscode;
      if (training === null) return [];
      return training.trainer.evaluate(training.trainer.testSet).confusion;
    });
  }

  function asked(page: Page): Promise<FromWebview[]> {
    return page.evaluate(() => window.vscode.sent.filter(({ type }) => type === 'judgeTestSet'));
  }

  it('says in words what is confused most, and shows every count', async () => {
    const page = await open();
    await openTab(page);
    const confusion = await confusionIn(page);
    const mistakes = confusion.flatMap((row, label) =>
      row.map((count, predicted) => ({ label, predicted, count: label === predicted ? 0 : count })),
    );
    const { label, predicted, count } = mistakes.reduce((most, each) =>
      each.count > most.count ? each : most,
    );
    assert.ok(count > 0);
    const total = confusion[label].reduce((sum, n) => sum + n);
    await page
      .getByRole('heading', { name: `${label} is read as ${predicted} most often: ${count} of ${total}.` })
      .waitFor();
    const shown = await page
      .locator('.confusion-cell')
      .evaluateAll((cells) =>
        cells.map(({ textContent }) => (textContent === '·' ? 0 : Number(textContent))),
      );
    assert.deepEqual(shown, confusion.flat());
    const wrong = mistakes.reduce((sum, each) => sum + each.count, 0);
    assert.equal(await page.locator('.testset .example:visible').count(), Math.min(48, wrong));
    assert.equal(await page.locator('.testset .example.right:visible').count(), 0);
  });

  it('shows the images of a cell, found by pointer or keyboard', async () => {
    const page = await open();
    await openTab(page);
    const confusion = await confusionIn(page);
    const label = confusion.findIndex((row, i) => row.some((count, j) => i !== j && count > 0));
    const predicted = confusion[label].findIndex((count, j) => j !== label && count > 0);
    const cell = page.locator('.confusion tbody tr').nth(label).locator('.confusion-cell').nth(predicted);
    const heading = page.locator('.testset h3');
    await cell.click();
    await heading.filter({ hasText: `${label} read as ${predicted}` }).waitFor();
    const titles = await page
      .locator('.testset .example:visible button')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title') ?? ''));
    assert.equal(titles.length, confusion[label][predicted]);
    for (const title of titles)
      assert.match(title, new RegExp(`label ${label}, predicted ${predicted} with`));

    await page.getByRole('button', { name: 'Show all mistakes' }).click();
    await heading.filter({ hasText: 'Mistakes' }).waitFor();
    await page.locator('.confusion-cell[tabindex="0"]').focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    for (let i = 0; i < label; i++) await page.keyboard.press('ArrowDown');
    for (let i = 0; i < predicted; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await heading.filter({ hasText: `${label} read as ${predicted}` }).waitFor();
    assert.equal(await cell.getAttribute('aria-selected'), 'true');
  });

  it('asks only while it can be seen, and at rest once for each place', async () => {
    const page = await open();
    await page.evaluate(() => window.vscode.training?.advance(2));
    assert.deepEqual(await asked(page), [], 'the tab is hidden');
    await openTab(page);
    await page.locator('.testset .score', { hasText: 'step 8' }).waitFor();
    assert.equal((await asked(page)).length, 1);
    await page.evaluate(() => {
      window.vscode.training?.tellState();
      window.vscode.training?.advance(1);
    });
    await page.locator('.testset .score', { hasText: 'step 9' }).waitFor();
    assert.equal((await asked(page)).length, 2);
    await page.getByRole('tab', { name: 'Mini-batch' }).click();
    await page.locator('.predictions').waitFor();
    // Only a frame later does the page know what cannot be seen any more.
    await page.evaluate(
      () => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))),
    );
    await page.evaluate(() => window.vscode.training?.advance(1));
    await page.locator('.fact', { hasText: '10' }).first().waitFor();
    assert.equal((await asked(page)).length, 2);
  });

  it('asks again when something is changed by hand', async () => {
    const page = await open();
    await openTab(page);
    await page.evaluate(() => {
      const { vscode } = window;
      const timeline = vscode.training?.timeline;
      timeline?.edit({ name: 'b2', index: [4], value: 1000 });
      vscode.post({ type: 'branches', branches: timeline?.branches ?? [] });
    });
    await page.locator('.testset-headline', { hasText: 'is read as 4 most often' }).waitFor();
  });

  it('is still asked for while training runs, but seldom', async () => {
    const page = await open();
    await openTab(page);
    await page.evaluate(() => {
      const { training } = window.vscode;
      if (training === null) return;
      training.status = 'running';
      for (let i = 0; i < 8; i++) training.advance(1);
    });
    await page.locator('.testset .score', { hasText: 'step 14' }).waitFor();
    assert.ok((await asked(page)).length <= 3, 'eight places, one answer after the first');
  });

  it('says why there is no answer, and asks again when the host has something to tell', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { training, post } = window.vscode;
      if (training === null) return;
      const answer = training.answer.bind(training);
      training.answer = (message) => {
        if (message.type !== 'judgeTestSet') {
          answer(message);
          return;
        }
        training.answer = answer;
        post({ type: 'refused', request: message.request, reason: 'The run has ended.' });
      };
    });
    await page.getByRole('tab', { name: 'Test set' }).click();
    await page.locator('.testset-headline', { hasText: 'The run has ended.' }).waitFor();
    assert.equal((await asked(page)).length, 1);
    await page.evaluate(() => window.vscode.training?.tellState());
    await page.locator('.confusion').waitFor();
    assert.equal((await asked(page)).length, 2);
  });

  it('is not there for inputs that are no images', async () => {
    const page = await open({ ...small, inputShape: [64] });
    await page.locator('.flow .tile').first().waitFor();
    assert.equal(await page.getByRole('tab', { name: /Test set|Draw a digit/ }).count(), 0);
  });

  it('fits into a narrow panel', async () => {
    const page = await open(small, { width: 400, language: 'ko' });
    await page.getByRole('tab', { name: '테스트 세트' }).click();
    await page.locator('.confusion').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    assert.match(await page.locator('.testset-headline').innerText(), /가장 자주 틀리는 숫자: \d → \d/);
  });
});
