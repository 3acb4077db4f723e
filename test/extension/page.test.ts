/** @file The page that a run is saved as: it stands alone, tells all of the run, and nothing in it can become markup. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Dataset, ModelSpec } from '../../engine/index.ts';
import { statisticsOf } from '../../engine/statistics.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { Trainer } from '../../engine/trainer.ts';
import { html } from '../../extension/exports/page/html.ts';
import { pageOf } from '../../extension/exports/page/page.ts';
import { takeSnapshot } from '../../extension/exports/page/snapshot.ts';
import type { Localiser } from '../../extension/localiser.ts';
import { SessionError } from '../../extension/session/errors.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { compact } from '../../extension/views/format.ts';
import { openBrowser } from '../vscode/browser.ts';
import { faultsOf } from '../webview/page/axe.ts';
import { english } from './english.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { startHere } from './workers.ts';

const bundle = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../l10n/bundle.l10n.ko.json'), 'utf8'),
) as Record<string, string>;
const korean: Localiser = { t: (message, ...args) => english.t(bundle[message], ...args) };

describe('a run as a page', () => {
  let browser: Browser;
  let session: TrainingSession;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser.close());

  beforeEach(() => {
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
  });

  afterEach(() => {
    session.dispose();
  });

  async function train(steps: number, model: ModelSpec = tinyModel, dataset: Dataset = tinyDataset) {
    await session.open(model, dataset);
    for (let step = 0; step < steps; step++) await session.nextStep();
  }

  async function write(l10n = english, language = 'en'): Promise<string> {
    return pageOf(await takeSnapshot(session), language, new Date(2026, 10, 28), l10n);
  }

  /** The page in a browser, and what it has asked the network for. */
  async function open(text: string): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) asked.push(request.url());
    });
    await page.setContent(text);
    return { page, asked };
  }

  it('stands alone: no script, and nothing from anywhere', async () => {
    await train(6);
    const text = await write();
    assert.doesNotMatch(text, /<script|<link|<iframe|<object|@import|\son\w+=|javascript:/i);
    for (const [, address] of text.matchAll(/(?:src|href|url)[=(]\s*["']?([^"')\s>]*)/g))
      assert.match(address, /^data:image\/png;base64,[\w+/=]+$/);
    const { page, asked } = await open(text);
    const images = page.locator('img');
    assert.ok((await images.count()) > 30);
    assert.deepEqual(
      await images.evaluateAll((all: HTMLImageElement[]) =>
        all.filter((img) => !img.naturalWidth || !img.alt),
      ),
      [],
    );
    assert.deepEqual(asked, []);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.close();
  });

  it('has every tensor of the program, with the numbers that the session has', async () => {
    await train(6);
    for (let op = 0; op < 4; op++) await session.nextOp();
    const trainer = new Trainer(tinyModel, tinyDataset);
    for (let step = 0; step < 6; step++) trainer.nextStep();
    for (let op = 0; op < 4; op++) trainer.nextOp();
    const { page } = await open(await write());
    for (const { name } of trainer.program.tensors) {
      const figure = page.locator(`[data-tensor="${name}"]`);
      assert.equal(await figure.count(), 1, name);
      const { data, shape } = trainer.tensors[name];
      if (shape.length === 0) {
        assert.equal(await figure.locator('.scalar').innerText(), compact(data[0]));
        continue;
      }
      assert.equal(await figure.locator('.shape').innerText(), shape.join(' × '));
      const { min, max, mean, std, norm } = statisticsOf(data);
      assert.deepEqual(
        await figure.locator('dd').allInnerTexts(),
        [min, max, mean, std, norm].map(compact),
        name,
      );
    }
    await page.close();
  });

  it('tells the test set and the mini-batch as they are read at the cursor', async () => {
    await train(6);
    const { confusion } = await session.testSet(null, 0);
    const right = confusion.reduce((sum, row, label) => sum + row[label], 0);
    const { page } = await open(await write());
    assert.ok((await page.locator('.facts').first().innerText()).includes(`${right} of 230 right`));
    const cells = await page.locator('.confusion tbody td:not(.share)').allInnerTexts();
    assert.deepEqual(
      cells.map((cell) => (cell === '·' ? 0 : Number(cell))),
      confusion.flat(),
    );
    // The sixth step is the first of the second epoch: a whole batch.
    const batch = page.locator('section', { has: page.locator('h2', { hasText: 'Mini-batch' }) });
    assert.equal(await batch.locator('img').count(), 8);
    await page.close();
  });

  it('says at the beginning that nothing is computed yet, and draws what is there', async () => {
    await train(0);
    const { page } = await open(await write());
    assert.equal(await page.locator('[data-tensor="dW1"] img').count(), 0);
    assert.ok((await page.locator('[data-tensor="dW1"]').innerText()).includes('not computed yet'));
    assert.equal(await page.locator('[data-tensor="W1"] img').count(), 1);
    await page.close();
  });

  it('lets no name become markup', async () => {
    const name = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;`;
    await train(1, tinyModel, { ...tinyDataset, name, builtIn: false });
    const { page, asked } = await open(await write());
    assert.ok((await page.title()).endsWith(name));
    assert.equal(await page.locator('script, [onerror]').count(), 0);
    assert.ok((await page.locator('h1').innerText()).endsWith(name));
    assert.deepEqual(asked, []);
    await page.close();
  });

  it('escapes what stands in a template, and markup only once', () => {
    const inner = html`<b>${'<&"'}</b>`;
    assert.equal(
      html`<p title="${'"'}">${[inner, inner]}${7}</p>`.text.replaceAll(inner.text, '·'),
      '<p title="&quot;">··7</p>',
    );
    assert.equal(inner.text, '<b>&lt;&amp;&quot;</b>');
  });

  it('stays small, however large the model', async () => {
    const [first, last] = tinyModel.layers;
    const hidden = Array.from({ length: 40 }, () => ({ ...first, units: 300 }));
    await train(1, { ...tinyModel, layers: [...hidden, last] });
    const bytes = (await write()).length;
    assert.ok(bytes < 8e6, `${bytes} bytes`);
  }).timeout(120_000);

  it('is of one cursor while training plays, and is refused where nothing runs', async () => {
    await assert.rejects(takeSnapshot(session), SessionError);
    await session.open(endlessModel, tinyDataset);
    await session.play();
    const { cursor, test } = await takeSnapshot(session);
    assert.deepEqual(test?.cursor, cursor);
    await session.pause();
  });

  for (const [language, l10n] of [
    ['en', english],
    ['ko', korean],
  ] as const) {
    it(`is for everybody, and fits a phone (${language})`, async () => {
      await train(12);
      const { page } = await open(await write(l10n, language));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await faultsOf(page), [], colorScheme);
      }
      for (const width of [400, 900, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      }
      await page.close();
    });
  }
});
