/** @file Histograms over time in the panel: asked for when they are seen, gone along by, looked at nearer. */

import assert from 'node:assert/strict';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

describe('the histograms in the panel', () => {
  const openPage = onePageEach();

  it('show the chosen tensor over the run, and go to the step that is chosen there', async () => {
    const page = await openPage('panel', { width: 1600, height: 1400 });
    await page.evaluate(
      ([model, data]) => {
        window.vscode.start(model, data);
        window.vscode.training?.advance(30);
      },
      [{ ...smallModel, epochs: 4 }, packedSpots(64, 8)] as const,
    );
    const asked = () =>
      page.evaluate(() =>
        window.vscode.sent.flatMap((message) =>
          message.type === 'readDistributions' ? [[message.tensor, message.spread, message.from]] : [],
        ),
      );
    await page.locator('.strip-note', { hasText: 'fastest' }).waitFor();
    assert.deepEqual(await asked(), [], 'out of sight, nothing is asked');

    await page.getByRole('tab', { name: 'Histograms' }).click();
    const view = page.getByRole('region', { name: 'Histograms' });
    await view.getByText('steps 0 to 30').waitFor();
    assert.deepEqual(await asked(), [['W1', 'values', 0]]);

    await view.getByRole('button', { name: 'ΔW' }).click();
    await view.getByText('steps 1 to 30').waitFor();
    await view.getByRole('heading', { name: 'ΔW1' }).waitFor();

    const slider = view.getByRole('slider', { name: 'Step of the timeline' });
    await slider.press('+');
    await view.getByText('steps 15 to 30').waitFor();
    await slider.press('-');
    await view.getByText('steps 1 to 30').waitFor();
    await slider.press('ArrowLeft');
    await page.waitForFunction(() =>
      window.vscode.sent.some((message) => message.type === 'seek' && message.step === 29),
    );
    await slider.hover({ position: { x: 2, y: 5 } });
    await view.getByText(/^step 1: [\d,]+ values from/).waitFor();
  });
});
