/** @file Pictures that are taken out of a page: what the context menu is told, and the files that become of them. */

import assert from 'node:assert/strict';
import { decode as decodePng } from 'fast-png';
import type { Locator, Page } from 'playwright-core';
import type { PictureFile, PictureFormat } from '../../webview/protocol.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';

describe('a picture that is taken', function () {
  const openPage = onePageEach();

  async function train(setting: Setting = {}): Promise<Page> {
    const page = await openPage('panel', { width: 1200, height: 1000, ...setting });
    await page.evaluate(
      ([spec, data]) => {
        const { vscode } = window;
        vscode.start(spec, data);
        vscode.training?.advance(5, 2);
        vscode.post({ type: 'selection', selection: { tensor: 'W2', index: null } });
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await page.locator('.portrait .legend-high', { hasText: '+' }).waitFor();
    return page;
  }

  /** What VS Code hands to a command that is chosen in the menu of an element. */
  function contextOf(element: Locator): Promise<Record<string, unknown>> {
    return element.evaluate(
      (node) => JSON.parse(node.dataset.vscodeContext ?? 'null') as Record<string, unknown>,
    );
  }

  /** What the host is sent when it asks for a picture; content as base64. */
  async function take(page: Page, picture: string | null, format: PictureFormat): Promise<PictureFile> {
    await page.evaluate(
      (message) => {
        window.vscode.sent.length = 0;
        window.vscode.post({ type: 'takePicture', ...message });
      },
      { picture, format },
    );
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'picture'));
    const file = await page.evaluate(() => {
      const sent = window.vscode.sent.find((message) => message.type === 'picture');
      return sent && { ...sent, content: [...new Uint8Array(sent.content)] };
    });
    assert.ok(file);
    return { ...file, content: Uint8Array.from(file.content).buffer };
  }

  /** The document that a standalone SVG is in a page of its own. */
  async function open(page: Page, { content }: PictureFile): Promise<Page> {
    const opened = await page.context().newPage();
    await opened.goto(`data:image/svg+xml;base64,${Buffer.from(content).toString('base64')}`);
    return opened;
  }

  it('of a tensor says which, when, and what its colours mean', async () => {
    const page = await train();
    const context = await contextOf(page.locator('.portrait .heatmap'));
    assert.equal(context.tensor, 'W2');
    assert.equal(context.preventDefaultContextMenuItems, true);
    const file = await take(page, String(context.picture), 'svg');
    assert.equal(file.name, 'W2-5');
    const svg = await open(page, file);
    const texts = await svg.locator('text').allTextContents();
    const low = await page.locator('.portrait .legend-low').textContent();
    const high = await page.locator('.portrait .legend-high').textContent();
    assert.deepEqual(texts, ['W2', '6 × 10 · step 5, op 2', low, high]);
    const loaded = await svg
      .locator('image')
      .evaluateAll((images) =>
        images.every((image) => (image.getAttribute('href') ?? '').startsWith('data:image/png;base64,')),
      );
    assert.ok(loaded);
  });

  it('is that of the chosen tensor where none is named, in the colours that are seen', async () => {
    const page = await train({ theme: 'dark' });
    const { name, content } = await take(page, null, 'png');
    assert.equal(name, 'W2-5');
    const { width, data, channels } = decodePng(new Uint8Array(content));
    assert.deepEqual([...data.subarray(0, 3)], [0x1f, 0x1f, 0x1f]);
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += channels)
      colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    const cells = await page.locator('.portrait .heatmap canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data: pixels } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      const found = new Set<number>();
      for (let i = 0; i < pixels.length; i += 4)
        found.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
      return [...found];
    });
    assert.ok(width > 700 && cells.length > 10);
    assert.deepEqual(
      cells.filter((colour) => !colours.has(colour)),
      [],
    );
  });

  it('of a chart has its lines, its words and the step', async () => {
    const page = await train();
    const chart = page.locator('.chart').first();
    await page.locator('.chart-value', { hasText: /\d/ }).first().waitFor();
    const { picture, tensor } = await contextOf(chart);
    assert.equal(tensor, undefined);
    const svg = await open(page, await take(page, String(picture), 'svg'));
    const texts = await svg.locator('text').allTextContents();
    assert.ok(
      ['Loss', 'step 5', '0'].every((text) => texts.includes(text)),
      texts.join(' | '),
    );
    assert.ok((await svg.locator('path[stroke="#3794ff"][stroke-linejoin]').count()) >= 2);
  });

  it('is come to with the keyboard, also where nothing else is to be done with it', async () => {
    const page = await train();
    const reached = new Set<string>();
    for (let presses = 0; presses < 60 && reached.size < 2; presses++) {
      await page.keyboard.press('Tab');
      const chart = await page.evaluate(() => {
        const picture = document.activeElement?.closest<HTMLElement>('.curves [data-vscode-context]');
        return picture?.ariaLabel ?? null;
      });
      if (chart !== null) reached.add(chart);
    }
    assert.deepEqual([...reached], ['Loss by step', 'Accuracy by epoch']);
  });

  it('goes to the clipboard as a PNG', async () => {
    const page = await train();
    // The clipboard of the computer is not the test’s to write to.
    await page.evaluate(`
      window.ClipboardItem = function (items) { return items; };
      Object.defineProperty(navigator, 'clipboard', { value: {
        write: async ([items]) => { window.kept = (await items['image/png']).type; },
      } });
    `);
    await page.evaluate(() => {
      window.vscode.post({ type: 'takePicture', picture: null, format: 'clipboard' });
    });
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'copied'));
    const kept = await page.evaluate<unknown>('window.kept');
    assert.equal(kept, 'image/png');
  });

  it('is refused where there is none', async () => {
    const page = await train();
    await page.evaluate(() => {
      window.vscode.post({ type: 'takePicture', picture: '999', format: 'png' });
    });
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'noPicture'));
  });
});
