/** @file The questions of the inspector, in a real browser over a real engine. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

describe('questions about a cell', function () {
  const openPage = onePageEach();

  /** Opens a page some steps into a run, with a cell chosen. */
  async function open(name: 'inspector' | 'panel', tensor: string, index: number[], ops = 0): Promise<Page> {
    const page = await openPage(name, { width: name === 'panel' ? 1200 : 300, height: 1400 });
    await page.evaluate(
      ([spec, data, more]) => {
        window.vscode.start(spec, data);
        window.vscode.training?.advance(3, more);
      },
      [smallModel, packedSpots(64, 8), ops] as const,
    );
    await choose(page, tensor, index);
    return page;
  }

  async function choose(page: Page, tensor: string, index: number[]): Promise<void> {
    await page.evaluate(
      ([name, at]) => {
        window.vscode.post({ type: 'selection', selection: { tensor: name, index: at } });
      },
      [tensor, index] as const,
    );
  }

  async function ask(page: Page): Promise<void> {
    await page.locator('summary', { hasText: 'Why is it this value?' }).click();
    await page.locator('.why-cell').waitFor();
  }

  const numberOf = (text: string): number => Number(text.replaceAll('−', '-'));

  it('asks nothing until it is opened', async () => {
    const page = await open('inspector', 'dW2', [4, 7]);
    await page.locator('.slice', { hasText: 'dW2[4, :]' }).waitFor();
    const asks = (): Promise<boolean> =>
      page.evaluate(() => window.vscode.sent.some(({ type }) => type === 'explain' || type === 'light'));
    assert.equal(await asks(), false);
    await ask(page);
    assert.equal(await asks(), true);
  });

  it('tells the terms with their arithmetic, largest first, and their sum', async () => {
    const page = await open('inspector', 'dW2', [4, 7]);
    await ask(page);
    const [cell] = await page.evaluate(() => window.vscode.training?.read('dW2').slice(47, 48) ?? []);
    const title = await page.locator('.why-cell').innerText();
    assert.equal(Math.fround(numberOf(title.split(' = ')[1])), cell);
    const values = (await page.locator('.term-value').allInnerTexts()).map(numberOf);
    assert.equal(values.length, 6);
    const sizes = values.map(Math.abs);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    assert.match(await page.locator('.term-text').first().innerText(), /^z1\[\d,4\]·dy\[\d,7\]$/);
    const [z1, dy] = (await page.locator('.term-numbers').first().innerText())
      .replace(/[()]/g, '')
      .split('·');
    assert.ok(Math.abs(numberOf(z1) * numberOf(dy) - values[0]) <= 1e-3 * Math.abs(values[0]));
    assert.match(await page.locator('.terms-foot').innerText(), /and 2 smaller terms, together/);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('.term').nth(7).waitFor();
    assert.match(await page.locator('.terms-sum').innerText(), /Σ of all 8 terms = /);
  });

  it('goes from an update back to the pixels, and back again, with the keyboard', async () => {
    const page = await open('inspector', 'W1', [20, 3]);
    await ask(page);
    const go = async (tensor: string): Promise<void> => {
      await page
        .locator('.term button', { hasText: new RegExp(`^${tensor}\\b`) })
        .first()
        .focus();
      await page.keyboard.press('Enter');
      await page.locator('.way [aria-current]', { hasText: `${tensor}[` }).waitFor();
    };
    for (const tensor of ['mW1', 'dW1', 'da1', 'dz1', 'dy', 'y_hat', 'a2', 'z1', 'a1', 'X']) await go(tensor);
    await page.locator('.why-note', { hasText: 'of training image' }).waitFor();
    // The focus goes along to what is read next.
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'why-cell');
    // The chosen tensor is the one that has been gone to.
    assert.equal(await page.locator('h2').innerText(), 'X');
    const crumbs = await page.locator('.way li').allInnerTexts();
    assert.deepEqual([crumbs[0], crumbs[1]], ['W1[20, 3]', '…']);
    await page.getByRole('button', { name: 'Back to the cell before' }).press('Enter');
    await page.locator('.way [aria-current]', { hasText: 'a1[' }).waitFor();
    await page.locator('.way button', { hasText: 'W1[20, 3]' }).click();
    await page.locator('.way').waitFor({ state: 'detached' });
    assert.equal(await page.locator('h2').innerText(), 'W1');
  });

  it('goes from a gradient back to the loss', async () => {
    const page = await open('inspector', 'dy', [2, 1]);
    await ask(page);
    await page.locator('.why-note', { hasText: 'Backpropagation begins here' }).getByRole('button').click();
    await page.locator('.why-cell', { hasText: 'Loss' }).waitFor();
    assert.match(await page.locator('.terms-sum').innerText(), /Σ of all 8 terms/);
  });

  it('says where a value is from when this step has not made it, and goes there', async () => {
    const page = await open('inspector', 'dW1', [20, 3], 2);
    await ask(page);
    await page.locator('.why-made', { hasText: 'in an earlier step' }).waitFor();
    const text = await page.locator('.why-made').innerText();
    await page.locator('.why-made').getByRole('button', { name: 'Go there' }).click();
    const { step, op } = await page.evaluate(() => {
      const asked = window.vscode.sent.findLast(({ type }) => type === 'seek');
      if (asked?.type !== 'seek') throw new Error('nothing was asked for');
      window.vscode.training?.seek(asked);
      return asked;
    });
    assert.ok(text.startsWith(`Made at step ${step}, op ${op},`), text);
    await page.locator('.why-made', { hasText: /^Made at step 2, op \d+\.$/ }).waitFor();
  });

  it('knows what was there at the beginning, and what has not been computed', async () => {
    const page = await openPage('inspector', { width: 300 });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await choose(page, 'W1', [20, 3]);
    await ask(page);
    await page.locator('.why-note', { hasText: 'seed 0: Glorot uniform' }).waitFor();
    await choose(page, 'b1', [3]);
    await page.locator('.why-note', { hasText: 'Zero from the beginning' }).waitFor();
    await choose(page, 'dW1', [20, 3]);
    await page.locator('.why-note', { hasText: 'not been computed yet' }).waitFor();
  });

  it('follows the cursor', async () => {
    const page = await open('inspector', 'a1', [2, 3]);
    await ask(page);
    const before = await page.locator('.why-cell').innerText();
    await page.evaluate(() => window.vscode.training?.advance(1));
    await page.waitForFunction((text) => document.querySelector('.why-cell')?.textContent !== text, before);
  });

  it('says why it has no answer, until it has one', async () => {
    const page = await open('inspector', 'a1', [2, 3]);
    await ask(page);
    // As when the last batch of an epoch is smaller.
    await choose(page, 'a1', [8, 3]);
    await page.locator('.question .hint', { hasText: 'there is no cell [8, 3]' }).waitFor();
    assert.equal(await page.locator('.why-cell').isVisible(), false);
    await choose(page, 'a1', [2, 3]);
    await page.locator('.why-cell', { hasText: 'a1[2, 3]' }).waitFor();
    assert.equal(await page.locator('.question .hint').first().isVisible(), false);
  });

  it('lights the cells in the inspector, one term’s while it is pointed at, none when it is closed', async () => {
    const page = await open('inspector', 'mW2', [4, 7]);
    await ask(page);
    const seeLit = (...tensors: string[]) =>
      page.waitForFunction((expected) => {
        const last = window.vscode.sent.findLast(({ type }) => type === 'light');
        if (last?.type !== 'light') return false;
        return (
          last.cells
            .map(({ tensor }) => tensor)
            .sort()
            .join() === expected
        );
      }, tensors.join());
    await seeLit('dW2', 'mW2');
    assert.equal(await page.locator('.cell-lit:visible').count(), 1);
    await page.locator('.term', { hasText: 'dW2' }).hover();
    await seeLit('dW2');
    await page.locator('h2').hover();
    await seeLit('dW2', 'mW2');
    await page.locator('summary', { hasText: 'Why is it this value?' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.cell-lit:not([hidden])').length === 0);
    await seeLit();
  });

  it('lights them in every heatmap of the panel, around the very cell', async () => {
    const page = await open('panel', 'dW2', [4, 7]);
    await page.locator('.tile[data-tensor=dy] .heatmap').waitFor();
    await page.evaluate(() => {
      const cells = [
        { tensor: 'z1', index: [3, 4] },
        { tensor: 'dy', index: [3, 7] },
        { tensor: 'dy', index: [5, 7] },
      ];
      window.vscode.post({ type: 'lit', cells });
    });
    await page.locator('.tile[data-tensor=dy] .cell-lit:visible').nth(1).waitFor();
    assert.equal(await page.locator('.cell-lit:visible').count(), 3);
    const share = await page.evaluate(() => {
      const picture = document.querySelector('.tile[data-tensor=z1] .heatmap');
      const mark = picture?.querySelector('.cell-lit')?.getBoundingClientRect() ?? new DOMRect();
      const all = picture?.getBoundingClientRect() ?? new DOMRect();
      return [(mark.y - all.y) / all.height, (mark.x - all.x) / all.width];
    });
    assert.ok(Math.abs(share[0] - 3 / 8) < 0.01 && Math.abs(share[1] - 4 / 6) < 0.01, String(share));
  });

  it('sets a gradient beside differences of the loss, one cell or some at random', async () => {
    const page = await open('inspector', 'dW1', [20, 3]);
    const question = page.locator('summary', { hasText: 'Is the gradient right?' });
    await question.click();
    await page.locator('.agreement.right', { hasText: 'They agree' }).waitFor();
    const [analytic, numeric, error, expected] = (await page.locator('.figures td').allInnerTexts()).map(
      (text) => numberOf(text.replace('≤ ', '')),
    );
    const [cell] = await page.evaluate(
      () => window.vscode.training?.read('dW1').slice(20 * 6 + 3, 20 * 6 + 4) ?? [],
    );
    assert.equal(Math.fround(analytic), cell);
    assert.ok(Math.abs(numeric - analytic) <= 1e-3 * Math.abs(analytic));
    assert.ok(error <= expected);
    await page.getByRole('button', { name: 'Check some cells at random' }).click();
    await page.locator('.agreement.right', { hasText: '20 of 20 cells agree' }).waitFor();
    const [place] = await page.locator('.figures th').allInnerTexts();
    await page.getByRole('button', { name: 'Check others' }).click();
    await page.waitForFunction((text) => document.querySelector('.figures th')?.textContent !== text, place);
    const other = page.locator('.figures th').first();
    const name = await other.innerText();
    await other.getByRole('button').click();
    await page.locator('.agreement', { hasText: 'They agree' }).waitFor();
    const chosen = await page.evaluate(() => window.vscode.sent.findLast(({ type }) => type === 'select'));
    assert.ok(chosen?.type === 'select' && name === `dW1[${chosen.index?.join(', ') ?? ''}]`);
    // A weight has no gradient of its own to check.
    await choose(page, 'W1', [20, 3]);
    await question.waitFor({ state: 'hidden' });
  });

  it('says so when a gradient is wrong', async () => {
    const page = await open('inspector', 'db2', [3]);
    await page.evaluate(() => {
      const ops = window.vscode.training?.trainer.program.ops ?? [];
      const [op] = ops.filter(({ output }) => output === 'db2');
      const right = { ...op };
      op.run = (tensors, ...rest) => {
        right.run(tensors, ...rest);
        tensors.db2.data[3] *= 1.01;
      };
    });
    await page.locator('summary', { hasText: 'Is the gradient right?' }).click();
    await page.locator('.agreement.wrong', { hasText: 'They do not agree' }).waitFor();
  });

  it('ranks the images of the batch by what they add to a cell', async () => {
    const page = await open('inspector', 'dW2', [4, 7]);
    await page.locator('summary', { hasText: 'Which images made it?' }).click();
    const parts = page.locator('.image-part');
    await parts.nth(5).waitFor();
    const values = (await parts.locator('.image-value span').allInnerTexts()).map(numberOf).map(Math.abs);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => b - a),
    );
    assert.match(await page.locator('.answer .terms-foot').innerText(), /^and 2 other images, together/);
    const inked = await parts
      .first()
      .locator('canvas')
      .evaluate((node) => {
        if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
        const { data } = node.getContext('2d')?.getImageData(0, 0, node.width, node.height) ?? { data: [] };
        return new Set(data).size;
      });
    assert.ok(inked > 2);
    assert.match(await parts.first().innerText(), /a \d, read as/);
    // Of a weight, whose change is more than this gradient with Adam.
    await choose(page, 'W2', [4, 7]);
    await page.locator('.answer .why-note', { hasText: 'Adam also weighs earlier gradients' }).waitFor();
    // What belongs to one image is not made of several.
    await choose(page, 'dy', [4, 7]);
    await page.locator('summary', { hasText: 'Which images made it?' }).waitFor({ state: 'hidden' });
  });

  for (const width of [200, 300]) {
    it(`fits into ${width} pixels`, async () => {
      const page = await open('inspector', 'W1', [20, 3]);
      await page.setViewportSize({ width, height: 900 });
      await ask(page);
      await page.locator('summary', { hasText: 'Which images made it?' }).click();
      await page.locator('.image-part').first().waitFor();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });
  }
});
