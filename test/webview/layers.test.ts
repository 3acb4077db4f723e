/** @file How fast each layer learns: from the measurements to what a person reads. */

import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import type { Page } from 'playwright-core';
import type { LayerMeasurement, Measurement } from '../../engine/measurements/measurement.ts';
import { Measured, ratesAt, smoothed } from '../../webview/panel/layers/measured.ts';
import { ratesSentence } from '../../webview/panel/layers/words.ts';
import { logRange, logTicks } from '../../webview/ui/logaxis.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

/** Of a network whose layers change by those parts of their size. */
function measurement(step: number, ...ratios: number[]): Measurement {
  const layer = { biasGradient: 0, bias: 0, biasUpdate: 0, weight: 2, weightGradient: step };
  const layers = ratios.map((ratio): LayerMeasurement => ({ ...layer, weightUpdate: 2 * ratio }));
  return { step, learningRate: 0.1, layers };
}

describe('the measurements of a run', () => {
  const branch = (id: number, parent: number | null, step: number) => {
    return { id, parent, fork: { step, op: 0 }, edits: [], furthest: { step: 9, op: 0 } };
  };

  it('go along a branch through those that it came from', () => {
    const measured = new Measured();
    measured.branch([branch(0, null, 0), branch(1, 0, 4), branch(2, 1, 2), branch(3, 1, 6)]);
    const add = (id: number, ...steps: number[]) => {
      measured.add({ branch: id, measurements: steps.map((step) => measurement(step, id, 1)) });
    };
    add(0, 1, 2, 3);
    add(0, 4, 5);
    add(1, 5, 6, 7);
    add(2, 3);
    add(3, 7);
    const along = (id: number) => {
      const { steps, ratio } = measured.along(id);
      return steps.map((step, i) => `${step} of ${ratio.raw[0][i]}`).join();
    };
    assert.equal(along(0), '1 of 0,2 of 0,3 of 0,4 of 0,5 of 0');
    assert.equal(along(1), '1 of 0,2 of 0,3 of 0,4 of 0,5 of 1,6 of 1,7 of 1');
    assert.equal(along(2), '1 of 0,2 of 0,3 of 2');
    assert.equal(along(3), '1 of 0,2 of 0,3 of 0,4 of 0,5 of 1,6 of 1,7 of 3');
    assert.deepEqual(measured.along(0).gradient.raw[1], [1, 2, 3, 4, 5]);
  });

  it('are smoothed as factors, with gaps where there is no logarithm', () => {
    const [first, second, none, last] = smoothed([1e-4, 1e-2, 0, 1e-3]);
    assert.ok(first !== null && second !== null && last !== null);
    assert.ok(Math.abs(first - 1e-4) < 1e-12);
    assert.ok(second > 1e-3 && second < 1.3e-3, 'the geometric mean, the later one counting more');
    assert.equal(none, null);
    assert.ok(last > 1e-3 && last < second, 'goes on after the gap');
    assert.deepEqual(smoothed([NaN, Infinity, -1]), [null, null, null]);
  });

  it('tell the rate at a step by the last one before it', () => {
    const measured = new Measured();
    measured.add({ branch: 0, measurements: [measurement(1, 0.5, 0), measurement(4, 0.5, NaN)] });
    const curves = measured.along(0);
    assert.deepEqual(ratesAt(curves, 0), []);
    assert.deepEqual(
      ratesAt(curves, 3).map((rate) => Math.round(100 * rate)),
      [50, 0],
    );
    assert.ok(Number.isNaN(ratesAt(curves, 4)[1]));
  });
});

describe('how fast the layers learn, in words', () => {
  before(() => {
    l10n.config({ contents: '{}' });
  });

  it('names the fastest and the slowest with their figures', () => {
    assert.equal(
      ratesSentence([0.0004, 0.0012, 0.0007]).replaceAll('\u00a0', ' '),
      'Layer 2 learns fastest: a step changes its weights by 1.20‰ of their size. Slowest is layer 1: 0.40‰.',
    );
    assert.match(ratesSentence([0.23, 0]), /Layer 1 .* 23.0% .* layer 2: 0‰/);
  });

  it('names none where none stands out, or none can be told', () => {
    assert.match(ratesSentence([0.001, 0.00105]), /^All layers .* 1.00‰/);
    assert.match(ratesSentence([0.001]), /^A step changes the weights by 1.00‰/);
    assert.match(ratesSentence([]), /^Take a step/);
    assert.match(ratesSentence([1, NaN, Infinity]), /layer 2 is not finite/);
  });
});

describe('a logarithmic axis', () => {
  it('has a few ticks that are round numbers, over any range', () => {
    for (const [min, max] of [
      [-0.1, 0.2],
      [-3, -1.2],
      [-12, 3],
      [-300, 300],
      [2.05, 2.15],
    ]) {
      const ticks = logTicks(...logRange(min, max));
      assert.ok(ticks.length >= 1 && ticks.length <= 4, `${min} to ${max}: ${ticks.join()}`);
      for (const tick of ticks) {
        const lead = 10 ** (tick - Math.floor(tick));
        assert.ok(
          [1, 1.3, 1.5, 2, 3, 5, 7].some((round) => Math.abs(round - lead) < 1e-9),
          `${tick}`,
        );
      }
    }
    assert.deepEqual(logTicks(-2.1, 0.1), [-2, -1, 0]);
    assert.deepEqual(logRange(Infinity, -Infinity), [-1, 0]);
  });
});

describe('the layers in the panel', () => {
  const openPage = onePageEach();

  /** Opens the panel on a run of which some steps have been taken. */
  async function train(): Promise<Page> {
    const page = await openPage('panel', { width: 1600, height: 1000 });
    await page.evaluate(
      ([model, data]) => {
        window.vscode.start(model, data);
        window.vscode.training?.advance(16);
      },
      [{ ...smallModel, epochs: 2 }, packedSpots(64, 8)] as const,
    );
    return page;
  }

  it('say which learns fastest, at the cursor, and beside the names of the layers', async () => {
    const page = await train();
    const notes = page.locator('.strip-note');
    await notes.filter({ hasText: /^updates [\d.]+‰, fastest$/ }).waitFor();
    assert.equal(await notes.filter({ hasText: 'updates' }).count(), 2);
    await page.getByRole('tab', { name: 'Layers' }).click();
    const view = page.getByRole('region', { name: 'Layers' });
    const sentence = view.getByText(/Layer \d learns fastest: a step changes its weights by/);
    await sentence.waitFor();
    const atTheEnd = await sentence.textContent();
    await view.getByText('The learning rate is 0.001 throughout.').waitFor();

    const change = view.getByRole('figure', { name: /Change of the weights/ });
    await change.getByRole('slider').press('Home');
    await page.waitForFunction(() =>
      window.vscode.sent.some((message) => message.type === 'seek' && message.step === 0),
    );
    await page.evaluate(() => {
      window.vscode.training?.seek({ step: 3, op: 0 });
    });
    await page.waitForFunction(
      (before) => document.querySelector('.layers-words')?.textContent !== before,
      atTheEnd,
    );
    assert.match((await sentence.textContent()) ?? '', /Layer \d learns fastest/);
    const rates = await change.locator('.chart-value').allTextContents();
    const named = ((await sentence.textContent()) ?? '').match(/[\d.]+‰/g);
    assert.deepEqual(rates.sort(), named?.sort(), 'what the curves come to at the cursor');
  });

  it('go on telling the values under the pointer when another step is gone to', async () => {
    const page = await train();
    await page.getByRole('tab', { name: 'Layers' }).click();
    const gradient = page.getByRole('figure', { name: /Gradient by step/ });
    const legend = gradient.locator('figcaption');
    const slider = gradient.getByRole('slider');
    await slider.hover();
    await gradient.locator('.chart-step', { hasText: /^step \d+$/ }).waitFor();
    const told = await legend.innerText();
    await page.evaluate(() => {
      window.vscode.training?.seek({ step: 3, op: 0 });
    });
    await gradient.locator('.scrubber[aria-valuenow="3"]').waitFor();
    // By then it has been drawn.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    assert.equal(await legend.innerText(), told);
    await page.mouse.move(2, 2);
    await gradient.locator('.chart-step', { hasText: /^$/ }).waitFor({ state: 'attached' });
  });

  it('say when they will be measured, before a step has been taken', async () => {
    const page = await openPage('panel', { width: 1600, height: 1000 });
    await page.evaluate(
      ([model, data]) => {
        window.vscode.start(model, data);
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await page.getByRole('tab', { name: 'Layers' }).click();
    const change = page.getByRole('figure', { name: /Change of the weights/ });
    await change.getByText('measured when a step is taken').waitFor();
    // It has been drawn with nothing to draw.
    await page.getByRole('figure', { name: 'Learning rate by step' }).waitFor({ state: 'hidden' });
    await page.evaluate(() => window.vscode.training?.advance(2));
    await change.locator('.chart-key', { hasText: /layer 1.*‰/ }).waitFor();
  });
});
