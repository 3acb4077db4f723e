/** @file What is not well with the run, in the panel: the sign beside the state, and the tab. */

import assert from 'node:assert/strict';
import type { ModelSpec } from '../../engine/index.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

/** Its sigmoids begin where they are flat. */
const saturated: ModelSpec = {
  ...smallModel,
  layers: [{ ...smallModel.layers[0], init: { name: 'normal', std: 20 } }, smallModel.layers[1]],
};

describe('the health of a run', () => {
  const openPage = onePageEach();

  const train = async (model: ModelSpec) => {
    const page = await openPage('panel', { width: 1600, height: 1000 });
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
        window.vscode.training?.advance(12);
      },
      [{ ...model, epochs: 2 }, packedSpots(64, 8)] as const,
    );
    return { page, sign: page.locator('.health-sign'), view: page.getByRole('region', { name: 'Health' }) };
  };

  it('is not spoken of while all is well', async () => {
    const { page, sign, view } = await train(smallModel);
    await page.getByRole('tab', { name: 'Health' }).click();
    await view.getByText('Nothing is found wrong at this step.').waitFor();
    assert.equal(await sign.textContent(), '');
    assert.equal(await view.getByRole('article').count(), 0);
  });

  it('is told with what holds at the cursor, its evidence and what to try', async () => {
    const { page, sign, view } = await train(saturated);
    await sign.getByRole('button', { name: 'Saturated activations, 1 more' }).click();
    const [first, second] = [view.getByRole('article').nth(0), view.getByRole('article').nth(1)];
    await first.waitFor({ state: 'visible' });
    assert.match(
      (await first.textContent()) ?? '',
      /^Saturated activations.*a1.*from step 6 on.*[\d.]+% of a1 lies beyond ±4.6.*75.0%.*Try: Start from smaller weights/,
    );
    assert.match((await second.textContent()) ?? '', /^Poor initialisation.*W1.*from step 1 on/);

    await first.getByRole('button').click();
    await page.waitForFunction(() => {
      const { sent } = window.vscode;
      return (
        sent.some((message) => message.type === 'seek' && message.step === 6 && message.op === 0) &&
        sent.some((message) => message.type === 'select' && message.tensor === 'a1')
      );
    });

    await page.evaluate(() => {
      window.vscode.training?.seek({ step: 2, op: 0 });
    });
    await sign.getByRole('button', { name: 'Poor initialisation', exact: true }).waitFor();
    assert.match(
      (await view.textContent()) ?? '',
      /^Poor initialisation.*At other steps.*Saturated activations/,
    );
    await page.evaluate(() => {
      window.vscode.training?.seek({ step: 0, op: 0 });
    });
    await view.getByText('Nothing is found wrong at this step.').waitFor();
    assert.equal(await sign.textContent(), '');
    assert.equal(await view.getByRole('article').count(), 2);
  });
});
