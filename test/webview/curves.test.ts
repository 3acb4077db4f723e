/** @file The loss curve and the stretch of the timeline that it is drawn on. */

import assert from 'node:assert/strict';
import { timelineOf } from '../../webview/drawing/timeline.ts';
import { LossCurve } from '../../webview/drawing/smoothing.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

describe('the loss curve', () => {
  it('is smoothed from its first value on', () => {
    const curve = new LossCurve();
    curve.add(0, Float32Array.of(2, 2, 2));
    assert.deepEqual(curve.steps, [0, 1, 2]);
    for (const value of curve.smooth) assert.ok(value !== null && Math.abs(value - 2) < 1e-12);
  });

  it('goes on, and begins anew where it is told to', () => {
    const curve = new LossCurve();
    curve.add(0, Float32Array.of(4, 3, 2));
    curve.add(3, Float32Array.of(1));
    assert.deepEqual(curve.raw, [4, 3, 2, 1]);
    const smooth = curve.smooth[1];
    curve.add(2, Float32Array.of(5));
    assert.deepEqual(curve.raw, [4, 3, 5]);
    assert.equal(curve.smooth[1], smooth);
    curve.add(0, Float32Array.of(9));
    assert.deepEqual([curve.raw, curve.smooth], [[9], [9]]);
  });

  it('may begin at a later step', () => {
    const curve = new LossCurve(10);
    curve.add(10, Float32Array.of(4, 3));
    curve.add(11, Float32Array.of(2, 1));
    assert.deepEqual(
      [curve.steps, curve.raw],
      [
        [10, 11, 12],
        [4, 2, 1],
      ],
    );
  });

  it('has a gap at NaN and goes on after it', () => {
    const curve = new LossCurve();
    curve.add(0, Float32Array.of(1, NaN, 1));
    assert.equal(curve.smooth[1], null);
    assert.ok(Math.abs((curve.smooth[2] ?? 0) - 1) < 1e-12);
  });
});

describe('the timeline', () => {
  const run = { stepsPerEpoch: 1875, totalSteps: 18750 };

  it('grows from part of an epoch to the whole run', () => {
    assert.deepEqual(timelineOf(run, 10), { end: 235, marks: [] });
    assert.equal(timelineOf(run, 1000).end, 1875);
    assert.equal(timelineOf(run, 5000).end, 9375);
    assert.equal(timelineOf(run, 18750).end, 18750);
  });

  it('marks the epochs inside it', () => {
    assert.deepEqual(
      timelineOf(run, 5000).marks.map(({ step, label }) => `${step} ${label}`),
      ['1875 1', '3750 2', '5625 3', '7500 4'],
    );
    assert.equal(timelineOf({ stepsPerEpoch: 10, totalSteps: 3000 }, 2900).marks.length, 9);
  });
});

describe('the loss in the panel', () => {
  const openPage = onePageEach();

  it('has a logarithmic axis where a person wants it, and remembers that; the test set has its loss beside', async () => {
    const page = await openPage('panel', { width: 1600, height: 1000 });
    const train = () =>
      page.evaluate(
        ([model, data]) => {
          window.vscode.start(model, data);
          window.vscode.training?.advance(16);
        },
        [{ ...smallModel, epochs: 4 }, packedSpots(64, 8)] as const,
      );
    await train();
    const loss = page.getByRole('figure', { name: 'Loss by step' });
    // After two epochs, as the page's host has it.
    await loss.locator('.chart-key', { hasText: /^test0\.20$/ }).waitFor();
    const picture = () => loss.locator('canvas').evaluate((node: HTMLCanvasElement) => node.toDataURL());
    const linear = await picture();
    const log = loss.getByRole('button', { name: 'log' });
    assert.equal(await log.getAttribute('aria-pressed'), 'false');
    await log.press('Enter');
    assert.equal(await log.getAttribute('aria-pressed'), 'true');
    await page.waitForFunction(
      ([before]) =>
        document.querySelector<HTMLCanvasElement>('figure[aria-label="Loss by step"] canvas')?.toDataURL() !==
        before,
      [linear] as const,
    );

    await page.reload();
    await train();
    await log.waitFor();
    assert.equal(await log.getAttribute('aria-pressed'), 'true');
  });
});
