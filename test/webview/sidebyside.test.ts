/** @file Two branches side by side in the real panel: what is chosen, said, painted and read of both. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { statisticsOf } from '../../engine/index.ts';
import type { FromWebview } from '../../webview/protocol.ts';
import { colourOf, colourScale } from '../../webview/drawing/colour.ts';
import { fittingRange } from '../../webview/drawing/range.ts';
import { exact, short } from '../../webview/ui/format.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach, type Setting } from './page/open.ts';
import { untilPainted } from './page/painted.ts';

describe('two branches side by side', () => {
  const openPage = onePageEach();

  /** W2 at step 8 as it was trained to step 12, and on a branch that leaves at step 5 and ends at step 10. */
  let trained: number[];
  let branched: number[];

  /** Stands at step 8 of the branch, with W2 chosen and nothing compared. */
  async function open(setting: Setting = {}): Promise<Page> {
    const page = await openPage('panel', { width: 1600, height: 1000, ...setting });
    [trained, branched] = await page.evaluate(
      ([spec, data]) => {
        const { vscode } = window;
        vscode.start(spec, data);
        const { training } = vscode;
        if (training === null) throw new Error('no run');
        training.advance(12);
        training.seek({ step: 8, op: 0 });
        const before = training.read('W2');
        training.seek({ step: 5, op: 0 });
        training.edit({ name: 'W2', index: [3, 2], value: 0.5 });
        training.advance(5);
        training.seek({ step: 8, op: 0 });
        vscode.post({ type: 'selection', selection: { tensor: 'W2', index: null } });
        return [before, training.read('W2')];
      },
      [{ ...smallModel, epochs: 2 }, packedSpots(64, 8)] as const,
    );
    await page.locator('.portrait[aria-label="W2"]').waitFor();
    return page;
  }

  async function compare(page: Page): Promise<void> {
    await page.getByRole('combobox', { name: 'Compare with' }).click();
    await page.locator('.branches-with').getByRole('option', { name: 'as it was trained' }).click();
    await page.locator('.beside').scrollIntoViewIfNeeded();
    await says(page, /Both at step 8/);
  }

  async function says(page: Page, text: RegExp): Promise<void> {
    await page.locator('.beside-text').filter({ hasText: text }).waitFor();
  }

  async function seek(page: Page, step: number, op = 0): Promise<void> {
    await page.evaluate((cursor) => window.vscode.training?.seek(cursor), { step, op });
  }

  const pane = (page: Page, title: string) => page.getByRole('region', { name: new RegExp(`^${title}`) });

  it('shows both and their difference at the same step, each with its figures, the two in one range', async () => {
    const page = await open();
    await compare(page);
    const difference = [...Float32Array.from(branched, (value, i) => value - trained[i])];
    assert.ok(difference.some((value) => value !== 0));
    const end = (values: number[]): number => fittingRange(statisticsOf(Float32Array.from(values)));
    const range = Math.max(end(branched), end(trained));
    const expected = [
      ['Here', branched, range],
      ['There', trained, range],
      ['Difference', difference, end(difference)],
    ] as const;
    for (const [title, values, to] of expected) {
      const colours = values.map((value) => colourOf(value, to, colourScale(false, 'dark')));
      await untilPainted(pane(page, title).locator('.heatmap canvas'), colours);
      const { norm } = statisticsOf(Float32Array.from(values));
      const figure = pane(page, title).locator('.statistics div').filter({ hasText: 'norm' });
      assert.equal(await figure.locator('dd').innerText(), short(norm));
    }
    assert.equal(await page.locator('.portrait-picture:visible').count(), 3, 'the plain picture makes room');
    assert.equal(await page.getByRole('button', { name: 'Show what changes' }).count(), 0);
  });

  it('names both in the legend, and draws the other loss as far as it goes', async () => {
    const page = await open();
    const legend = page.locator('.curves .chart-legend').first();
    assert.match(await legend.innerText(), /smoothed/);
    await compare(page);
    const text = (await legend.innerText()).replaceAll(/\s+/g, ' ');
    assert.match(text, /W2\[3, 2\] = 0.50 at step 5 [\d.]+/);
    assert.match(text, /as it was trained [\d.]+/);
    await page.locator('.curves .chart-legend').last().getByText('test, as it was trained').waitFor();
    await page.getByRole('combobox', { name: 'Compare with' }).click();
    await page.locator('.branches-with').getByRole('option', { name: 'nothing' }).click();
    await legend.getByText('smoothed').waitFor();
    assert.equal(await page.locator('.beside').count(), 0);
    assert.equal(await legend.getByText('as it was trained').count(), 0);
    const sent: FromWebview[] = await page.evaluate(() => window.vscode.sent);
    assert.deepEqual(
      sent.filter(({ type }) => type === 'compareWith'),
      [
        { type: 'compareWith', side: 0 },
        { type: 'compareWith', side: null },
      ],
    );
  });

  it('points at one cell in all three, and tells both numbers and the difference, also aloud', async () => {
    const page = await open();
    await compare(page);
    const difference = Math.fround(branched[1] - trained[1]);
    const [here, there, apart] = [branched[1], trained[1], difference].map((value) =>
      exact(value, 'float32'),
    );
    const heatmap = pane(page, 'Here').locator('.heatmap');
    await heatmap.focus();
    await heatmap.press('ArrowRight');
    await heatmap.press('ArrowRight');
    await page.locator('.readout', { hasText: 'W2[0, 1]' }).waitFor();
    await page.locator('.readout-value').getByText(here, { exact: true }).waitFor();
    const note = `there ${there} · difference ${apart}`;
    await page.locator('.readout-note').getByText(note, { exact: true }).waitFor();
    await page.locator('.spoken', { hasText: 'difference' }).waitFor({ state: 'attached' });
    const boxOf = (title: string) =>
      pane(page, title)
        .locator('.cell-cursor')
        .evaluate((node) => node.getAttribute('style'));
    const marked = await boxOf('Here');
    assert.deepEqual(await Promise.all([boxOf('There'), boxOf('Difference')]), [marked, marked]);
    // Another picture takes the cursor over.
    await pane(page, 'Difference')
      .locator('.heatmap')
      .hover({ position: { x: 2, y: 2 } });
    await page.locator('.readout', { hasText: 'ΔW2[0, 0]' }).waitFor();
    await page
      .locator('.readout-note', { hasText: `here ${exact(branched[0], 'float32')} · there` })
      .waitFor();
    assert.equal(await boxOf('Here'), await boxOf('Difference'));
    assert.notEqual(await boxOf('Here'), marked);
    await page.mouse.move(2, 2);
    assert.equal(await page.locator('.cell-cursor:visible').count(), 0);
  });

  it('looks nearer at the same part of all three', async () => {
    const page = await open();
    await compare(page);
    const zoomed = page.locator('.beside .heatmap.zoomed');
    await page.getByRole('button', { name: /Look at single cells/ }).click();
    await zoomed.nth(2).waitFor();
    await pane(page, 'Difference').locator('.heatmap').press('0');
    await zoomed.first().waitFor({ state: 'detached' });
  });

  it('says where the two are one, and where the other has not come, and leads there', async () => {
    const page = await open();
    await compare(page);
    await seek(page, 3, 4);
    await says(page, /At step 3, op 4 the two are still one: they part at step 5/);
    assert.match(await pane(page, 'Difference').innerText(), /norm\s+0\s/);
    await page.getByRole('button', { name: 'Go there' }).click();
    await page.evaluate(() => window.vscode.training?.switchBranch(0));
    await page.evaluate(() => window.vscode.training?.compare(1));
    await seek(page, 12);
    await says(page, /“W2\[3, 2\] = 0.50 at step 5” has not come to step 12: it ends at step 10/);
    assert.equal(await page.locator('.pane:visible').count(), 1, 'what is here');
    await page.getByRole('button', { name: 'Go there' }).click();
    const sent: FromWebview[] = await page.evaluate(() => window.vscode.sent);
    assert.deepEqual(
      sent.filter(({ type }) => type === 'seek'),
      [
        { type: 'seek', step: 5, op: 0 },
        { type: 'seek', step: 10, op: 0 },
      ],
    );
    await seek(page, 9, 3);
    await says(page, /Both at step 9, op 3/);
  });

  it('says that a tensor is the same, as the images of a step are', async () => {
    const page = await open();
    await compare(page);
    await page.evaluate(() => {
      window.vscode.post({ type: 'selection', selection: { tensor: 'X', index: null } });
    });
    await says(page, /X is the same in both at step 8/);
  });

  it('lays a run that was kept beside this one, called by what is different in it', async () => {
    const page = await open();
    const kept = { ...smallModel, epochs: 2, optimizer: { ...smallModel.optimizer, learningRate: 0.05 } };
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.training?.keep(spec, data, 11);
      },
      [kept, packedSpots(64, 8)] as const,
    );
    await page.getByRole('combobox', { name: 'Compare with' }).click();
    const name = 'reference: learning rate 0.050';
    await page.locator('.branches-with').getByRole('option', { name }).click();
    await page.locator('.beside').scrollIntoViewIfNeeded();
    await says(page, /Both at step 8/);
    await page.locator('.curves .chart-legend').first().getByText(name).waitFor();
    assert.match(await pane(page, 'There').innerText(), /reference: learning rate 0.050/);
    await page.evaluate(() => {
      window.vscode.training?.switchBranch(0);
      window.vscode.training?.seek({ step: 12, op: 0 });
    });
    await says(page, /has not come to step 12: it ends at step 11/);
    // One of other shapes: the reason instead of pictures.
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.training?.keep(spec, data, 12);
        window.vscode.training?.compare('reference');
      },
      [
        { ...smallModel, epochs: 2, layers: [{ ...smallModel.layers[0], units: 9 }, smallModel.layers[1]] },
        packedSpots(64, 8),
      ] as const,
    );
    await says(page, /W2 has no difference: it is 6 × 10 here and 9 × 10 there/);
    await page.locator('.curves .chart-legend').first().getByText('reference: 9-10').waitFor();
  });

  it('keeps a run as reference by a button', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Keep as reference' }).click();
    const sent: FromWebview[] = await page.evaluate(() => window.vscode.sent);
    assert.deepEqual(
      sent.filter(({ type }) => type === 'command'),
      [{ type: 'command', command: 'keepReference' }],
    );
  });

  it('stands in a column where there is little room, and nothing is wider than the page', async () => {
    const page = await open({ width: 400 });
    await compare(page);
    const boxes = await Promise.all(
      ['Here', 'There', 'Difference'].map((title) => pane(page, title).boundingBox()),
    );
    const [here, there, between] = boxes.map((box) => box ?? assert.fail());
    assert.ok(here.y + here.height <= there.y && there.y + there.height <= between.y);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });

  it('asks for nothing while nothing is compared', async () => {
    const page = await open();
    await seek(page, 6);
    await page.evaluate(() => window.vscode.training?.advance(1));
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
    const sent: FromWebview[] = await page.evaluate(() => window.vscode.sent);
    assert.ok(!sent.some(({ type }) => type === 'readBeside'));
  });
});
