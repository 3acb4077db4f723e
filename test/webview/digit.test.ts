/** @file Drawing a digit, and an image of the data on its way through the network, in the real panel in a real browser. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ModelSpec } from '../../engine/index.ts';
import type { FromWebview } from '../../webview/protocol.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

const small: ModelSpec = { ...smallModel, epochs: 3 };

type Ask<Type extends FromWebview['type']> = Extract<FromWebview, { type: Type }>;

describe('drawing a digit', function () {
  const openPage = onePageEach();

  async function open(setting: Setting = {}): Promise<Page> {
    const page = await openPage('panel', { width: 1200, height: 1400, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
        window.vscode.training?.advance(12);
      },
      [small, packedSpots(64, 8)] as const,
    );
    // What is drawn may move what lies below it.
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
    return page;
  }

  /** What the page has sent last of a type, once it has. */
  async function last<Type extends FromWebview['type']>(page: Page, type: Type): Promise<Ask<Type>> {
    const handle = await page.waitForFunction(
      (wanted) => window.vscode.sent.findLast((message) => message.type === wanted) ?? false,
      type,
    );
    const message: unknown = await handle.jsonValue();
    return message as Ask<Type>;
  }

  async function drawStroke(page: Page): Promise<void> {
    await page.getByRole('tab', { name: 'Draw a digit' }).click();
    const pad = page.locator('.pad');
    await pad.hover({ position: { x: 40, y: 30 } });
    await page.mouse.down();
    await pad.hover({ position: { x: 60, y: 80 } });
    await pad.hover({ position: { x: 60, y: 120 } });
    await page.mouse.up();
  }

  it('reads what is drawn with the pointer, made as the data was, and says since when', async () => {
    const page = await open();
    await drawStroke(page);
    await page.locator('.readings-since', { hasText: /Read as \d since/ }).waitFor();
    const { pixels } = await last(page, 'readReadings');
    assert.equal(pixels.length, 64);
    const mass = pixels.reduce((sum, p) => sum + p);
    assert.ok(mass > 255);
    for (const at of [(i: number) => i % 8, (i: number) => Math.floor(i / 8)]) {
      const centre = pixels.reduce((sum, p, i) => sum + p * at(i), 0) / mass;
      assert.ok(Math.abs(centre - 4) <= 0.5, `centre of mass at ${centre}`);
    }
    const shown = await page.evaluate((image) => {
      const { training } = window.vscode;
      const set = {
        count: 1,
        height: 8,
        width: 8,
        images: Uint8Array.from(image),
        labels: new Uint8Array(1),
      };
      return training?.trainer.evaluate(set).confusion[0].indexOf(1);
    }, pixels);
    assert.equal(await page.locator('.digit-verdict b').innerText(), String(shown));
    assert.deepEqual(
      await page.locator('.units-head b').allInnerTexts(),
      ['a1', 'z1', 'a2'],
      'the layers on the way',
    );
  });

  it('follows the cursor, and goes to the step from which on it is read so', async () => {
    const page = await open();
    await drawStroke(page);
    await page.locator('.digit', { hasText: 'step 12' }).waitFor();
    await page.evaluate(() => window.vscode.training?.seek({ step: 3, op: 0 }));
    await page.locator('.digit .score', { hasText: 'step 3' }).waitFor();
    await page.locator('.readings-since button').click();
    const { op } = await last(page, 'seek');
    assert.equal(op, 0);
  });

  it('is drawn on with the keys alone, and tells what it does', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Draw a digit' }).click();
    await page.locator('.pad').focus();
    await page.keyboard.press('ArrowDown');
    const spoken = page.locator('.pad .spoken');
    assert.equal(await spoken.innerText(), 'row 3, column 4');
    assert.equal(await page.locator('.digit-answer').isVisible(), false, 'nothing is drawn yet');
    await page.keyboard.press('Space');
    assert.equal(await spoken.innerText(), 'pen down');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    assert.equal(await spoken.innerText(), 'pen up');
    await page.locator('.digit-verdict b').waitFor();
    await page.keyboard.press('Delete');
    assert.equal(await page.locator('.digit-answer').isVisible(), false);
  });

  it('takes an image of the gallery or the mini-batch as it is', async () => {
    const page = await open();
    await page.locator('.predictions .example button').nth(2).click();
    await page.locator('.digit .score', { hasText: 'Image 2 · step 12' }).waitFor();
    const { pixels } = await last(page, 'readImage');
    const there = await page.evaluate(() => window.vscode.training?.read('X').slice(2 * 64, 3 * 64));
    assert.deepEqual(
      pixels,
      there?.map((x) => Math.round(255 * x)),
    );
    assert.ok(await page.locator('.pad').evaluate((pad) => pad === document.activeElement));
    await page.getByRole('tab', { name: 'Test set' }).click();
    await page.locator('.testset .example button').first().click();
    await page.locator('.digit .score', { hasText: /Test image \d+/ }).waitFor();
    assert.match(await page.locator('.readings-since').innerText(), /and not as \d/);
    await page.locator('.pad').click({ position: { x: 20, y: 20 } });
    await page.locator('.digit .score', { hasText: 'Drawn by hand' }).waitFor();
  });

  it('turns a unit off for the image at once, and for training as a branch', async () => {
    const page = await open();
    await drawStroke(page);
    const z1 = page.getByRole('application', { name: /^z1: arrow/ });
    await z1.waitFor();
    const before = await page.locator('.digit-verdict span').innerText();
    await z1.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.locator('.digit-switched', { hasText: 'Off: z1[3]' }).waitFor();
    assert.deepEqual((await last(page, 'readImage')).off, [{ layer: 1, unit: 3 }]);
    await page.locator('.units-value', { hasText: ', off' }).waitFor();
    await page.waitForFunction(
      (text) => document.querySelector('.digit-verdict span')?.textContent !== text,
      before,
    );
    await page.getByRole('button', { name: 'Train on without' }).click();
    assert.deepEqual(await last(page, 'edit'), { type: 'edit', name: 'W2', index: [3], value: 0 });
    assert.equal(await page.locator('.digit-switched').isVisible(), false);
  });

  it('asks nothing while it is hidden', async () => {
    const page = await open();
    await drawStroke(page);
    await page.locator('.digit', { hasText: 'step 12' }).waitFor();
    await page.getByRole('tab', { name: 'Mini-batch' }).click();
    await page.locator('.predictions').waitFor();
    // Only a frame later does the page know what cannot be seen any more.
    await page.evaluate(
      () => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))),
    );
    await page.evaluate(() => {
      window.vscode.sent.length = 0;
      window.vscode.training?.advance(1);
    });
    await page.locator('.fact', { hasText: '13' }).first().waitFor();
    assert.deepEqual(
      await page.evaluate(() => window.vscode.sent.filter(({ type }) => type === 'readImage')),
      [],
    );
  });

  it('fits into a narrow panel', async () => {
    // So high that nothing scrolls, and moves, under the pointer.
    const page = await open({ width: 400, height: 4200 });
    await drawStroke(page);
    await page.locator('.digit-verdict b').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});
