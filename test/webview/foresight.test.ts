/** @file What the panel shows before it is told: the key is pressed here, and what the host makes of it comes when told to. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { packedSpots, smallModel } from './page/data.ts';
import { onePageEach } from './page/open.ts';

declare global {
  interface Window {
    /** How many pictures have been drawn. */
    drawn: number;
    /** The time in the page, which passes when told to. */
    time: number;
    /** What waits for the end of the page's patience. */
    impatient: (() => void)[];
  }
}

describe('foresight', function () {
  const openPage = onePageEach();
  let page: Page;

  /** A run at its first step, which a key has led to; the second has been sent ahead. */
  beforeEach(async () => {
    page = await openPage('panel', { width: 1600, height: 1000 });
    await page.evaluate(
      ([spec, data]) => {
        window.drawn = 0;
        window.time = 0;
        performance.now = () => window.time;
        window.impatient = [];
        const wait = window.setTimeout.bind(window);
        Reflect.set(window, 'setTimeout', (then: () => void, milliseconds: number) =>
          milliseconds < 500 ? wait(then, milliseconds) : window.impatient.push(then),
        );
        const { prototype } = CanvasRenderingContext2D;
        const put = Reflect.get(prototype, 'putImageData') as (...args: unknown[]) => void;
        Reflect.set(prototype, 'putImageData', function (this: CanvasRenderingContext2D, ...args: unknown[]) {
          put.apply(this, args);
          window.drawn++;
        });
        window.vscode.start(spec, data);
      },
      [smallModel, packedSpots(64, 8)] as const,
    );
    await acknowledged();
    await page.keyboard.press('F10');
    await advance(1);
    await lookAhead();
  });

  function acknowledged(): Promise<unknown> {
    return page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
  }

  /** What the host makes of a key. */
  async function advance(steps: number, ops = 0): Promise<void> {
    await page.evaluate(
      ([s, o]) => {
        window.vscode.sent.length = 0;
        window.vscode.training?.advance(s, o);
      },
      [steps, ops] as const,
    );
    await acknowledged();
  }

  /** Until the page has heard of it. */
  async function lookAhead(steps = 1): Promise<void> {
    await page.evaluate(async (far) => {
      window.vscode.training?.lookAhead(far);
      await new Promise((resolve) => {
        window.addEventListener('message', resolve, { once: true });
      });
    }, steps);
  }

  /** Until all that is due has been drawn. */
  async function settle(): Promise<void> {
    await page.evaluate(async () => {
      for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    });
  }

  const step = () => page.getByTitle('Go to a step');

  async function standsAt(text: string): Promise<void> {
    await settle();
    assert.equal(await step().innerText(), text);
  }

  const heatmaps = () =>
    page
      .locator('.heatmap canvas')
      .evaluateAll((all: HTMLCanvasElement[]) => all.map((canvas) => canvas.toDataURL()));

  const pictures = () => page.evaluate(() => window.drawn);

  it('shows at once what the same key leads to, and nothing again when it is told', async () => {
    const before = await pictures();
    await page.keyboard.press('F10');
    await standsAt('2');
    const after = await pictures();
    assert.ok(after > before);
    const seen = await heatmaps();
    await advance(1);
    await standsAt('2');
    assert.equal(await pictures(), after);
    await page.evaluate(() => window.vscode.training?.sendFrame());
    await settle();
    assert.ok((await pictures()) > after);
    assert.deepEqual(await heatmaps(), seen);
    await lookAhead();
    await page.keyboard.press('F10');
    await standsAt('3');
  });

  it('shows what the same button leads to, by pointer or key', async () => {
    const button = page.getByRole('button', { name: 'Next step' });
    await button.click();
    await standsAt('1');
    await advance(1);
    await lookAhead();
    await button.press('Enter');
    await standsAt('3');
    await advance(1);
    await lookAhead();
    await button.press(' ');
    await standsAt('4');
  });

  /** Forth by one key and back by another; now it is known that they take each other back. */
  async function goForthAndBack(): Promise<void> {
    await page.keyboard.press('F10');
    await advance(1);
    await page.keyboard.press('F9');
    await standsAt('2');
    await seek(1);
  }

  async function seek(target: number): Promise<void> {
    await page.evaluate((to) => {
      window.vscode.sent.length = 0;
      window.vscode.training?.seek({ step: to, op: 0 });
    }, target);
    await acknowledged();
  }

  it('shows at once what another key leads to that takes back the last, and nothing again when it is told', async () => {
    await goForthAndBack();
    for (const [key, there] of [
      ['F10', 2],
      ['F9', 1],
      ['F10', 2],
    ] as const) {
      await page.keyboard.press(key);
      await standsAt(String(there));
      const seen = await pictures();
      await seek(there);
      await settle();
      assert.equal(await pictures(), seen);
    }
  });

  it('waits for what was changed since', async () => {
    await goForthAndBack();
    await page.evaluate(() => {
      window.vscode.sent.length = 0;
      window.vscode.training?.edit({ name: 'W1', index: [0, 0], value: 7 });
    });
    await acknowledged();
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  for (const key of ['F9', 'Shift+F10'])
    it(`waits for what another key leads to (${key})`, async () => {
      await page.keyboard.press(key);
      await standsAt('1');
    });

  it('shows what the same key leads to wherever it is pressed, but while something is typed', async () => {
    await step().click();
    await page.keyboard.press('F10');
    await page.keyboard.press('Escape');
    await standsAt('1');
    await page.locator('.heatmap').first().press('F10');
    await standsAt('2');
  });

  it('shows what the arrow keys of a curve lead to, and nothing where they lead nowhere', async () => {
    await advance(1);
    const curve = page.locator('.scrubber').first();
    await curve.press('ArrowLeft');
    await seek(1);
    await lookAhead(-1);
    await curve.press('ArrowLeft');
    await standsAt('0');
    await seek(0);
    await lookAhead();
    await curve.press('ArrowLeft');
    await standsAt('0');
  });

  it('waits where something else is under way', async () => {
    await goForthAndBack();
    await page.keyboard.press('F8');
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  it('waits where pictures have been left out', async () => {
    await advance(4);
    await seek(1);
    for (const [key, between, there] of [
      ['F10', 2, 3],
      ['F9', 2, 1],
      ['F10', 2, 3],
    ] as const) {
      await page.keyboard.press(key);
      await page.evaluate((step) => {
        window.vscode.training?.timeline.seek({ step, op: 0 });
        window.vscode.training?.tellState();
      }, between);
      await seek(there);
    }
    await page.keyboard.press('F9');
    await standsAt('3');
  });

  it('stays at what it shows when a frame comes that was on its way before', async () => {
    await page.keyboard.press('F10');
    await standsAt('2');
    const seen = await heatmaps();
    await page.evaluate(() => {
      window.vscode.sent.length = 0;
      window.vscode.training?.sendFrame();
    });
    await acknowledged();
    await standsAt('2');
    assert.deepEqual(await heatmaps(), seen);
  });

  it('forgets what keys do when the page has lost the focus', async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  it('forgets what keys do when one has led nowhere', async () => {
    await page.keyboard.press('F8');
    await page.evaluate(() => (window.time += 1000));
    await page.keyboard.press('F10');
    await standsAt('1');
    await advance(1);
    await lookAhead();
    await page.keyboard.press('F10');
    await standsAt('3');
  });

  it('learns nothing of a key after which nothing has come for long', async () => {
    await page.keyboard.press('F9');
    await page.evaluate(() => (window.time += 1000));
    await advance(1);
    await lookAhead();
    await page.keyboard.press('F9');
    await standsAt('2');
  });

  it('waits when the run has ended', async () => {
    await goForthAndBack();
    await page.evaluate(() => {
      const { training } = window.vscode;
      if (!training) return;
      training.status = 'stopped';
      training.tellState();
      training.status = 'paused';
      training.tellState();
    });
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  it('waits after a step that nobody has made here', async () => {
    await advance(1);
    await lookAhead();
    await page.keyboard.press('F10');
    await standsAt('2');
  });

  it('waits when something has been told since', async () => {
    await page.evaluate(() => window.vscode.training?.sendFrame());
    await settle();
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  it('takes back what the key does not lead to', async () => {
    await page.keyboard.press('F10');
    await standsAt('2');
    await advance(0, 3);
    await standsAt('1');
    assert.match(await page.locator('.op').innerText(), /op 3 of/);
  });

  it('takes back what the key does not lead to, with no other pictures either', async () => {
    const seen = await heatmaps();
    await page.keyboard.press('F10');
    await standsAt('2');
    assert.notDeepEqual(await heatmaps(), seen);
    await page.evaluate(() => window.vscode.training?.tellState());
    await standsAt('1');
    assert.deepEqual(await heatmaps(), seen);
  });

  it('does not go back to the pictures before when another step is told first', async () => {
    await page.keyboard.press('F10');
    await standsAt('2');
    const seen = await heatmaps();
    await page.evaluate(() => {
      for (let i = 0; i < 2; i++) {
        window.vscode.training?.timeline.nextStep();
        window.vscode.training?.tellState();
      }
    });
    await standsAt('3');
    assert.deepEqual(await heatmaps(), seen);
  });

  it('takes back what is never told', async () => {
    const seen = await heatmaps();
    await page.keyboard.press('F10');
    await standsAt('2');
    assert.notDeepEqual(await heatmaps(), seen);
    await page.evaluate(() => window.impatient.at(-1)?.());
    await standsAt('1');
    assert.deepEqual(await heatmaps(), seen);
    await lookAhead();
    await page.keyboard.press('F10');
    await standsAt('1');
  });

  it('asks only of what has been told', async () => {
    await page.evaluate(() => (window.vscode.sent.length = 0));
    await page.getByRole('tab', { name: 'Histograms' }).click();
    // Other pictures are on the screen now.
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'watch'));
    await acknowledged();
    const asked = () =>
      page.evaluate(() => window.vscode.sent.filter(({ type }) => type === 'readDistributions').length);
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'readDistributions'));
    await page.keyboard.press('F10');
    await advance(1);
    await lookAhead();
    await page.evaluate(() => (window.vscode.sent.length = 0));
    await page.keyboard.press('F10');
    await standsAt('3');
    assert.equal(await asked(), 0);
    await advance(1);
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'readDistributions'));
  });
});
