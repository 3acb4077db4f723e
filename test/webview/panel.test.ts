/** @file The real panel in a real browser, driven by what the host would send and by what a person would do. */

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { presets, statisticsOf, type ModelSpec } from '../../engine/index.ts';
import { colourOf, colourScale, marks, type Pixel } from '../../webview/drawing/colour.ts';
import { fittingRange } from '../../webview/drawing/range.ts';
import { packedSpots, smallModel } from './page/data.ts';
import { changeTheme, onePageEach, type Setting } from './page/open.ts';
import { untilPainted } from './page/painted.ts';
import type { ThemeName } from './page/themes.ts';

const small: ModelSpec = { ...smallModel, epochs: 2 };
const deeper: ModelSpec = {
  ...small,
  layers: [
    { units: 7, activation: 'relu', init: { name: 'heNormal' } },
    { units: 5, activation: 'relu', init: { name: 'heNormal' } },
    presets.keras.layers[1],
  ],
};

describe('the panel', function () {
  const openPage = onePageEach();

  function open(setting: Setting = {}): Promise<Page> {
    return openPage('panel', { width: 1600, height: 1000, ...setting });
  }

  /** Opens the panel on a run, of which the first frame is drawn. */
  async function train(model: ModelSpec = small, setting: Setting = {}): Promise<Page> {
    const page = await open(setting);
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.start(spec, data);
      },
      [model, packedSpots(64, 8)] as const,
    );
    await acknowledged(page);
    return page;
  }

  /** Steps, then waits until the frame of it is drawn. */
  async function advance(page: Page, steps: number, ops = 0): Promise<void> {
    await page.evaluate(
      ([s, o]) => {
        window.vscode.sent.length = 0;
        window.vscode.training?.advance(s, o);
      },
      [steps, ops] as const,
    );
    await acknowledged(page);
  }

  it('offers to train while there is no run', async () => {
    const page = await open();
    await page.evaluate(() => {
      window.vscode.post({ type: 'run', run: null });
    });
    await page.getByRole('button', { name: 'Train MNIST MLP' }).click();
    assert.deepEqual(await sent(page, 'command'), [{ type: 'command', command: 'train' }]);
  });

  it('draws a network of two layers as two rows of paired columns', async () => {
    const page = await train();
    assert.deepEqual(await columns(page), [
      ...['X/dX', 'W1/dW1', 'b1/db1', 'a1/da1', 'z1/dz1'],
      ...['W2/dW2', 'b2/db2', 'a2/dy', 'y_hat/t', 'Loss/'],
    ]);
    assert.match(await page.locator('.flow').innerText(), /Forward · Layer 1 · sigmoid/);
  });

  it('draws a network of three layers with no further code', async () => {
    const page = await train(deeper);
    assert.deepEqual(await columns(page), [
      ...['X/dX', 'W1/dW1', 'b1/db1', 'a1/da1', 'z1/dz1', 'W2/dW2', 'b2/db2', 'a2/da2', 'z2/dz2'],
      ...['W3/dW3', 'b3/db3', 'a3/dy', 'y_hat/t', 'Loss/'],
    ]);
  });

  it('marks the op that has just run, what it read, and what is still of the step before', async () => {
    const page = await train();
    await advance(page, 2, 3);
    assert.equal(await page.locator('.op code').innerText(), 'a2 = z1·W2 + b2');
    assert.match(await page.locator('.op').innerText(), /op 3 of/);
    assert.deepEqual(await tensorsOf(page.locator('.tile.output')), ['a2']);
    assert.deepEqual((await tensorsOf(page.locator('.tile.input'))).sort(), ['W2', 'b2', 'z1']);
    const stale = await tensorsOf(page.locator('.tile.stale'));
    for (const name of ['y_hat', 'Loss', 'dW1']) assert.ok(stale.includes(name), name);
    for (const name of ['a1', 'z1', 'a2', 'W1']) assert.ok(!stale.includes(name), name);
    await advance(page, 1);
    assert.match(await page.locator('.op').innerText(), /^next\s*op 1 of/);
    assert.deepEqual(await tensorsOf(page.locator('.tile.stale')), []);
    const left = await page.evaluate(() => (window.vscode.training?.info.totalSteps ?? 0) - 3);
    await advance(page, left);
    assert.match(await page.locator('.op').innerText(), /^update\s*op (\d+) of \1\s*b2 = /);
  });

  it('says what has never been computed, instead of showing zeros', async () => {
    const page = await train();
    const absent = page.locator('.tile.absent');
    const tensors = await tensorsOf(absent);
    assert.ok(['X', 't', 'a1', 'y_hat', 'Loss', 'dW1'].every((name) => tensors.includes(name)));
    assert.ok(['W1', 'b1', 'W2', 'b2'].every((name) => !tensors.includes(name)));
    assert.equal(await absent.first().getAttribute('title'), 'Not computed yet');
    assert.equal(await page.locator('.loss-number').innerText(), '–');
    await advance(page, 0, 2);
    assert.deepEqual(
      (await tensorsOf(absent)).filter((name) => ['X', 't', 'a1', 'z1', 'a2'].includes(name)),
      ['a2'],
    );
    await advance(page, 1);
    assert.equal(await absent.count(), 0);
    assert.match(await page.locator('.loss-number').innerText(), /\d/);
  });

  it('says where the run stands, and sends what the buttons are for', async () => {
    const page = await train();
    await advance(page, 5);
    const facts = await page.locator('.facts').innerText();
    assert.match(facts, /epoch\s*1\/2/);
    assert.match(facts, /step\s*5\/16/);
    assert.equal(await page.locator('.dataset').innerText(), 'built-in digits');
    assert.match((await page.locator('.dataset').getAttribute('title')) ?? '', /^kernels: reference$/m);
    for (const name of [
      'Previous step',
      'Previous operation',
      'Next operation',
      'Next step',
      'Continue training',
      'Stop training',
      'Restart training',
    ]) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    assert.equal(await page.getByTitle('Next operation (F10)').count(), 1);
    const commands = (await sent(page, 'command')).map((message) =>
      'command' in message ? message.command : '',
    );
    assert.deepEqual(commands, [
      'previousStep',
      'previousOp',
      'nextOp',
      'nextStep',
      'play',
      'stop',
      'restart',
    ]);
    await page.evaluate(() => {
      if (window.vscode.training !== null) window.vscode.training.status = 'failed';
      window.vscode.training?.tellState('The engine failed.');
    });
    assert.equal(await page.getByRole('alert').innerText(), 'The engine failed.');
    await page.getByRole('button', { name: 'Next step', disabled: true }).waitFor();
    await page.getByRole('button', { name: 'Restart training', disabled: false }).waitFor();
  });

  for (const theme of ['light', 'dark', 'highContrast', 'highContrastLight'] as const) {
    it(`paints the colour table's pixels, and marks for NaN and infinity (${theme})`, async () => {
      const page = await train(small, { theme });
      await advance(page, 1);
      await paintKnown(page);
      await assertKnown(page, theme);
    });
  }

  it('repaints in the colours of another theme', async () => {
    const page = await train();
    await advance(page, 1);
    await paintKnown(page);
    const swatch = page.getByRole('figure', { name: 'Loss by step' }).locator('.swatch').first();
    const colour = () => swatch.evaluate((node) => getComputedStyle(node).borderTopColor);
    assert.equal(await colour(), 'rgb(55, 148, 255)');
    await changeTheme(page, 'light');
    await assertKnown(page, 'light');
    assert.equal(await colour(), 'rgb(26, 133, 255)');
    await changeTheme(page, 'highContrast');
    await assertKnown(page, 'highContrast');
    assert.equal(await colour(), 'rgb(55, 148, 255)');
  });

  it('draws crisp cells at any pixel ratio', async () => {
    const page = await train(small, { pixelRatio: 1.5 });
    await advance(page, 1);
    const { canvas, css, ratio } = await page
      .locator('.tile .heatmap[data-tensor="W2"] canvas')
      .evaluate((node) => {
        if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
        const { width } = node.getBoundingClientRect();
        return { canvas: node.width, css: width, ratio: window.devicePixelRatio };
      });
    assert.equal(canvas % 10, 0);
    assert.ok(Math.abs(css * ratio - canvas) < 0.01);
  });

  it('reports index and exact value under the pointer', async () => {
    const page = await train();
    await advance(page, 3);
    const heatmap = heatmapOf(page, 'W2');
    const { cell } = await gridOf(heatmap, 6, 10);
    await heatmap.hover({ position: { x: 7.5 * cell.width, y: 2.5 * cell.height } });
    await page.locator('.readout', { hasText: 'W2[2, 7]' }).waitFor();
    await assertReadout(page, 'W2', 2 * 10 + 7);
    assert.equal(await page.locator('.spoken[role=status]').innerText(), '');
    await advance(page, 1);
    await assertReadout(page, 'W2', 2 * 10 + 7);
    await page.mouse.move(0, 0);
    await page.locator('.readout').waitFor({ state: 'hidden' });
  });

  it('finds the pixel of an image in the weight matrix', async () => {
    const page = await train();
    await advance(page, 3);
    const heatmap = heatmapOf(page, 'W1');
    await heatmap.hover({ position: { x: 1, y: 1 } });
    await page.locator('.readout', { hasText: 'W1[0, 0]' }).waitFor();
    await assertReadout(page, 'W1', 0);
  });

  it('is read with the arrow keys, aloud, and chooses with Enter', async () => {
    const page = await train();
    await advance(page, 3);
    const heatmap = heatmapOf(page, 'W2');
    await heatmapOf(page, 'a1').hover();
    await heatmap.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight'])
      await heatmap.press(key);
    // The sign is seen, and said in a word.
    const text = String(shortest((await read(page, 'W2'))[10 + 3]));
    assert.match(text, /^-[\d.]+$/);
    await page.locator('.readout-value', { hasText: text.replace('-', '−') }).waitFor();
    const spoken = page.locator('.spoken', {
      hasText: `W2, row 1, column 3, ${text.replace('-', 'minus ')}`,
    });
    await spoken.waitFor({ state: 'attached' });
    assert.equal(await page.locator('.cell-cursor:visible').count(), 1);
    await heatmap.press('End');
    await heatmap.press('Enter');
    assert.deepEqual(await sent(page, 'select'), [{ type: 'select', tensor: 'W2', index: [1, 9] }]);
    await page.locator('.portrait h2', { hasText: 'W2' }).waitFor();
    assert.deepEqual(await tensorsOf(page.locator('.tile.chosen')), ['W2']);
    await heatmap.press('Escape');
    await page.locator('.readout').waitFor({ state: 'hidden' });
  });

  it('watches what is on the screen and nothing else', async () => {
    const page = await train(small, { width: 700, height: 500 });
    const watched = async (): Promise<string[]> =>
      page.evaluate(() => {
        const last = window.vscode.sent.findLast(({ type }) => type === 'watch');
        return last?.type === 'watch' ? last.watches.map(({ tensor }) => tensor) : [];
      });
    const visible = (await tensorsOf(page.locator('.tile'))).filter(Boolean);
    const first = await watched();
    assert.ok(first.includes('X') && first.length < visible.length);
    await page.evaluate(() => {
      window.vscode.sent.length = 0;
      window.scrollTo(0, document.body.scrollHeight);
    });
    await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'watch'));
    await page.waitForFunction(() => {
      const last = window.vscode.sent.findLast(({ type }) => type === 'watch');
      return last?.type === 'watch' && !last.watches.some(({ tensor }) => tensor === 'dW1');
    });
    assert.ok((await watched()).includes('y_hat'), 'the predictions need it');
  });

  it('asks for no more cells than it has pixels', async () => {
    const page = await train();
    const message = (await sent(page, 'watch')).at(-1);
    assert.ok(message?.type === 'watch');
    for (const { tensor, maxRows, maxColumns } of message.watches) {
      assert.ok(maxRows <= 500 && maxColumns <= 1600, tensor);
    }
    const names = message.watches.map(({ tensor, view }) => `${view} ${tensor}`);
    assert.equal(new Set(names).size, names.length);
  });

  it('acknowledges each frame exactly once, after drawing it', async () => {
    const page = await train();
    for (let step = 0; step < 3; step++) await advance(page, 1);
    const before = await page.evaluate(() => {
      window.vscode.sent.length = 0;
      window.vscode.training?.sendFrame();
      return window.vscode.sent.filter(({ type }) => type === 'acknowledge').length;
    });
    assert.equal(before, 0);
    await acknowledged(page);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    assert.equal((await sent(page, 'acknowledge')).length, 1);
  });

  it('draws nothing of a run that is over', async () => {
    const page = await train();
    await advance(page, 2);
    // The last frame of it comes, and the next run before the browser asks for a picture.
    await page.evaluate(
      ([spec, data]) => {
        const asAlways = window.requestAnimationFrame.bind(window);
        const waiting: FrameRequestCallback[] = [];
        window.requestAnimationFrame = (draw) => waiting.push(draw);
        window.addEventListener('message', ({ data: { type } }: MessageEvent<{ type: string }>) => {
          if (type !== 'run') return;
          window.requestAnimationFrame = asAlways;
          for (const draw of waiting) draw(performance.now());
        });
        window.vscode.sent.length = 0;
        window.vscode.training?.sendFrame();
        window.vscode.start(spec, data);
      },
      [small, packedSpots(64, 8)] as const,
    );
    await acknowledged(page);
    assert.deepEqual(await sent(page, 'acknowledge'), [{ type: 'acknowledge', sequence: 1 }]);
  });

  it('turns images into the matrix that they are', async () => {
    const page = await train();
    await advance(page, 1);
    const tile = page.locator('.tile[data-tensor="W1"]');
    await tile.hover();
    await page.evaluate(() => {
      window.vscode.sent.length = 0;
    });
    await tile.getByRole('button', { name: 'Show as a matrix' }).click();
    await page.waitForFunction(() =>
      window.vscode.sent.some(
        (message) =>
          message.type === 'watch' &&
          message.watches.some(({ tensor, view }) => tensor === 'W1' && view === 'matrix'),
      ),
    );
    await acknowledged(page);
    const { canvas } = await gridOf(heatmapOf(page, 'W1'), 64, 6);
    assert.equal(canvas.height % 64, 0);
  });

  it('goes to a step that was reached, by the curve and by its keys', async () => {
    const page = await train();
    await advance(page, 12);
    const slider = page.getByRole('slider', { name: 'Step of the timeline' });
    await page.waitForFunction(() => document.querySelector('[aria-valuemax="12"]') !== null);
    const { width, height } = await slider.evaluate((node) => ({
      width: node.clientWidth,
      height: node.clientHeight,
    }));
    // The curve is drawn a while after its steps are known; until then the same place is another step.
    let places: unknown[];
    do {
      await page.evaluate(() => {
        window.vscode.sent.length = 0;
      });
      await slider.click({ position: { x: Math.round((5 / 16) * width), y: height / 2 } });
      await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'seek'));
      places = await sent(page, 'seek');
    } while (!isDeepStrictEqual(places, [{ type: 'seek', step: 5, op: 0 }]));
    /** Where it asks to go, and nothing else. */
    const asks = async (step: number, ask: () => Promise<void>) => {
      await page.evaluate(() => {
        window.vscode.sent.length = 0;
      });
      await ask();
      await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'seek'));
      assert.deepEqual(await sent(page, 'seek'), [{ type: 'seek', step, op: 0 }]);
    };
    // Nobody has been beyond step 12.
    await asks(12, () => slider.click({ position: { x: width - 2, y: height / 2 } }));
    await asks(0, () => slider.press('Home'));
    // It does not wait to be told that it is there.
    await asks(1, () => slider.press('PageUp'));
    await asks(2, () => slider.press('ArrowRight'));
    await advance(page, 2);
    await page.locator('.scrubber[aria-valuenow="14"]').first().waitFor();
    await asks(13, () => slider.press('ArrowLeft'));
  });

  it('tells at the cursor what curves and test set say, what is confused most and which layer learns fastest', async () => {
    const page = await train();
    await advance(page, 16);
    const facts = page.locator('.facts');
    await facts.getByText('4 read as 9').waitFor();
    await facts.getByText('learns fastest').waitFor();
    assert.match(await facts.innerText(), /test after epoch 2\s*95\.0%[^]*learns fastest\s*layer \d/);
    const title = await facts.getByTitle('4 is read as 9 most often: 38 of 982.').count();
    assert.equal(title, 1);
    const legend = page.getByRole('figure', { name: 'Accuracy by epoch' }).locator('.chart-value');
    await legend.getByText('95.0%').waitFor();
    await page.evaluate(() => {
      const { training } = window.vscode;
      training?.seek({ step: 8, op: 0 });
      const epoch = { loss: 1, accuracy: 0.5, testLoss: 1, mistake: null, seconds: 1 };
      const results = [
        { ...epoch, epoch: 1, testAccuracy: 0.25 },
        { ...epoch, epoch: 2, testAccuracy: 0.75 },
      ];
      window.postMessage({ type: 'epochs', chunk: { kept: 0, results } });
    });
    await legend.getByText('25.0%').waitFor();
    await acknowledged(page);
    assert.match(await facts.innerText(), /test after epoch 1\s*25\.0%/);
    assert.equal(await facts.getByText('most confused').isVisible(), false, 'nothing is');
    const told = await page.locator('.chart-value').first().innerText();
    assert.equal(told, await page.locator('.loss-number').innerText(), 'the loss of the step at the cursor');
  });

  it('goes to a step that is typed, and says what can be', async () => {
    const page = await train();
    await advance(page, 12);
    const number = page.getByRole('button', { name: '12', exact: true });
    await number.click();
    const field = page.getByRole('textbox', { name: 'Go to a step' });
    // The toolkit writes it when the field is on the page.
    await page.waitForFunction(
      (each) => (each as HTMLInputElement).value === '12',
      await field.elementHandle(),
    );
    for (const wrong of ['13', '-1', '1.5', 'ten', '']) {
      await field.fill(wrong);
      await field.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'from 0 to 12' }).waitFor();
    }
    assert.deepEqual(await sent(page, 'seek'), []);
    await field.fill(' 7 ');
    assert.equal(await page.locator('.entry-fault:visible').count(), 0);
    await field.press('Enter');
    assert.deepEqual(await sent(page, 'seek'), [{ type: 'seek', step: 7, op: 0 }]);
    await field.waitFor({ state: 'detached' });
    assert.ok(await number.evaluate((node) => node === document.activeElement));
    await number.press('Enter');
    await field.press('Escape');
    await number.waitFor();
    assert.equal((await sent(page, 'seek')).length, 1);
  });

  it('draws other branches behind the current one, and goes over to another', async () => {
    const page = await train();
    await advance(page, 12);
    const choice = page.getByRole('combobox', { name: 'Branch' });
    assert.equal(await choice.count(), 0);
    await page.evaluate(() => {
      const { post, training } = window.vscode;
      if (training === null) throw new Error('no run');
      const edits = [{ name: 'W1', index: [3, 2], value: 0.5 }];
      post({
        type: 'branches',
        branches: [
          { id: 0, parent: null, fork: { step: 0, op: 0 }, edits: [], furthest: { step: 12, op: 0 } },
          { id: 1, parent: 0, fork: { step: 5, op: 0 }, edits, furthest: { step: 9, op: 0 } },
        ],
      });
      training.branch = 1;
      training.tellState();
      post({ type: 'curve', chunk: { branch: 0, from: 0, losses: new Float32Array(12).fill(1.7) } });
      post({ type: 'curve', chunk: { branch: 1, from: 5, losses: new Float32Array(4).fill(0.3) } });
    });
    await choice.waitFor();
    await page
      .locator('.branches [part="selected-value"]', { hasText: 'W1[3, 2] = 0.50 at step 5' })
      .waitFor();
    // The current branch has no step 10; the one that it left has. 1.7 is the greatest loss, 5 % below the top.
    await page.waitForFunction(() => {
      const over = document.querySelector('.scrubber');
      const canvas = over?.parentElement?.querySelector('canvas');
      if (!over || !canvas) return false;
      const [inner, outer] = [over.getBoundingClientRect(), canvas.getBoundingClientRect()];
      const x = Math.round(inner.left - outer.left + (10 / 16) * inner.width);
      const y = Math.round(inner.bottom - outer.top - inner.height / 1.05);
      const data = canvas.getContext('2d')?.getImageData(x, y - 1, 1, 3).data ?? [];
      return data.some((part) => part > 0);
    });
    await choice.click();
    await page.getByRole('option', { name: 'as it was trained' }).click();
    assert.deepEqual(await sent(page, 'switchBranch'), [{ type: 'switchBranch', branch: 0 }]);
  });

  it('shows what changes in a tensor, cell by cell, since the position before or a pinned one', async () => {
    const page = await train();
    await advance(page, 1);
    await page.locator('.tile[data-tensor="W2"] .tile-name').click();
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.locator('.change-text', { hasText: 'Take a step' }).waitFor();
    const first = await read(page, 'W2');
    await advance(page, 1);
    await assertChange(page, 'Change since step 1', first);
    const second = await read(page, 'W2');
    await page.getByRole('button', { name: 'Keep comparing with this position' }).click();
    await advance(page, 2, 3);
    await assertChange(page, 'Change since step 2', second);
    const third = await read(page, 'W2');
    await page.getByRole('button', { name: 'Compare with the position before' }).click();
    await page.evaluate(() => window.vscode.training?.write('W2', Array<number>(60).fill(0.25)));
    await assertChange(page, 'Change since step 4, op 3', third);
    await page.getByRole('button', { name: 'Show the values' }).click();
    assert.equal(await page.locator('.portrait .heatmap[data-tensor="W2"]:visible').count(), 1);
    assert.equal(await page.locator('.change').count(), 0);
  });

  it('reports the exact change under the pointer', async () => {
    const page = await train();
    await advance(page, 1);
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.locator('.change-text', { hasText: 'Take a step' }).waitFor();
    const before = await read(page, 'W1');
    await advance(page, 1);
    const after = await read(page, 'W1');
    const heatmap = page.locator('.change .heatmap');
    await heatmap.hover({ position: { x: 1, y: 1 } });
    await page.locator('.readout', { hasText: 'ΔW1[0, 0]' }).waitFor();
    await assertReads(page, Math.fround(after[0] - before[0]));
    await heatmap.click({ position: { x: 1, y: 1 } });
    assert.deepEqual(await sent(page, 'select'), [{ type: 'select', tensor: 'W1', index: [0, 0] }]);
  });

  it('shows what the network makes of each image', async () => {
    const page = await train();
    await advance(page, 8);
    const labels = await read(page, 't');
    const outputs = await read(page, 'y_hat');
    const predicted = labels.map((_, i) => {
      const row = outputs.slice(10 * i, 10 * i + 10);
      return row.indexOf(Math.max(...row));
    });
    const right = labels.filter((label, i) => label === predicted[i]).length;
    assert.equal(await page.locator('.example:visible').count(), 8);
    assert.equal(await page.locator('.example.right').count(), right);
    const title = await page.locator('.example button').first().getAttribute('aria-label');
    assert.match(title ?? '', new RegExp(`^Image 0: label ${labels[0]}, predicted ${predicted[0]} with `));
  });

  it('marks what was computed before a number was changed by hand, until the next step', async () => {
    const page = await train();
    await advance(page, 8);
    const stale = (): Promise<(string | null)[]> =>
      page
        .locator('.tile.stale')
        .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-tensor')));
    assert.deepEqual(await stale(), []);
    await page.evaluate(() => {
      const { training, post } = window.vscode;
      training?.timeline.edit({ name: 'W2', index: [0, 0], value: 1 });
      post({ type: 'branches', branches: training?.timeline.branches ?? [] });
      if (training) training.branch = 1;
      training?.tellState();
    });
    await page
      .locator('.predictions .score', { hasText: 'Computed before W2 was changed by hand' })
      .waitFor();
    assert.deepEqual(
      (await stale()).sort(),
      ['Loss', 'a2', 'da1', 'dW1', 'dW2', 'dX', 'db1', 'db2', 'dy', 'dz1', 'y_hat'].sort(),
    );
    await advance(page, 1);
    assert.deepEqual(await stale(), []);
    assert.match(await page.locator('.predictions .score').innerText(), /images of the mini-batch/);
  });

  for (const width of [400, 620, 900, 1600]) {
    it(`has no label that meets another at ${width} pixels`, async () => {
      const page = await train(deeper, { width });
      await advance(page, 2, 4);
      assert.deepEqual(await collisions(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });
  }

  it('speaks Korean', async () => {
    const page = await train(small, { language: 'ko' });
    assert.match(await page.locator('.facts').innerText(), /손실/);
    await page.getByRole('button', { name: '다음 스텝' }).click();
  });

  it('forgets a run when the next one begins', async () => {
    const page = await train();
    await advance(page, 2);
    await page.evaluate(
      ([spec, data]) => {
        window.vscode.sent.length = 0;
        window.vscode.start(spec, data);
      },
      [deeper, packedSpots(64, 8)] as const,
    );
    await acknowledged(page);
    assert.equal(await page.locator('.flow').count(), 1);
    assert.equal((await columns(page)).length, 14);
  });
});

type Sent = Awaited<ReturnType<typeof sentOf>>;

function sentOf(page: Page) {
  return page.evaluate(() => window.vscode.sent);
}

async function sent(page: Page, type: Sent[number]['type']): Promise<Sent> {
  return (await sentOf(page)).filter((message) => message.type === type);
}

async function acknowledged(page: Page): Promise<void> {
  await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'acknowledge'));
}

function read(page: Page, tensor: string): Promise<number[]> {
  return page.evaluate((name) => window.vscode.training?.read(name) ?? [], tensor);
}

function heatmapOf(page: Page, tensor: string): Locator {
  return page.locator(`.tile .heatmap[data-tensor="${tensor}"]`);
}

function tensorsOf(tiles: Locator): Promise<string[]> {
  return tiles.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-tensor') ?? ''));
}

/** The columns as a person sees them: tiles that stand one above the other, from left to right. */
function columns(page: Page): Promise<string[]> {
  return page.locator('.line').evaluateAll((lines) =>
    lines.flatMap((line) => {
      const tiles = [...line.querySelectorAll('.tile')].map((tile) => ({
        name: tile.getAttribute('data-tensor') ?? '',
        box: tile.getBoundingClientRect(),
      }));
      const top = Math.min(...tiles.map(({ box }) => box.top));
      return tiles
        .filter(({ box }) => box.top === top)
        .sort((a, b) => a.box.left - b.box.left)
        .map(({ name, box }) => {
          const below = tiles.find((tile) => tile.box.left === box.left && tile.box.top > box.top);
          return `${name}/${below?.name ?? ''}`;
        });
    }),
  );
}

async function gridOf(heatmap: Locator, rows: number, columnCount: number) {
  const canvas = await heatmap.locator('canvas').evaluate((node) => {
    if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
    return { width: node.width, height: node.height };
  });
  return { canvas, cell: { width: canvas.width / columnCount, height: canvas.height / rows } };
}

/** The value that the tooltip shows is the tensor's own. */
async function assertReadout(page: Page, tensor: string, flat: number): Promise<void> {
  await assertReads(page, (await read(page, tensor))[flat]);
}

/** The tooltip comes to show this number, exactly. */
async function assertReads(page: Page, value: number): Promise<void> {
  await page.waitForFunction(
    (expected) =>
      Number(document.querySelector('.readout-value')?.textContent.replaceAll('−', '-')) === expected,
    shortest(value),
  );
}

/** The shortest decimal for a float32, as a number. */
function shortest(value: number): number {
  for (let digits = 1; ; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
}

/** The first row of W2: 1, −1, 0, NaN, +∞, −∞; all else is small. */
async function paintKnown(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.vscode.sent.length = 0;
    const { training } = window.vscode;
    if (training === null) throw new Error('no run');
    training.status = 'running';
    training.tellState();
    training.write(
      'W2',
      Array.from({ length: 60 }, (_, i) => [1, -1, 0, NaN, Infinity, -Infinity][i] ?? i / 100),
    );
  });
  await acknowledged(page);
}

async function assertKnown(page: Page, theme: ThemeName): Promise<void> {
  const scale = colourScale(false, theme);
  const expected: (Pixel | readonly Pixel[])[] = [
    scale.table[255],
    scale.table[1],
    scale.table[128],
    marks.nan,
    marks.infinite,
    marks.infinite,
  ];
  const cells = await heatmapOf(page, 'W2')
    .locator('canvas')
    .evaluate((node) => {
      if (!(node instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const [width, height] = [node.width / 10, node.height / 6];
      const context = node.getContext('2d');
      return [0, 1, 2, 3, 4, 5].map((column) => {
        const data = context?.getImageData(column * width, 0, width, height).data ?? new Uint8ClampedArray();
        return [...new Set(new Uint32Array(data.buffer))];
      });
    });
  expected.forEach((colours, column) => {
    const wanted = typeof colours === 'number' ? [colours] : colours;
    assert.deepEqual(cells[column].sort(), [...wanted].sort(), `column ${column}`);
  });
}

/** W2, large, is painted in the colours of what it is now less what it was. */
async function assertChange(page: Page, title: string, before: readonly number[]): Promise<void> {
  await page.locator('.change-text').getByText(title, { exact: true }).waitFor();
  const after = await read(page, 'W2');
  const change = Float32Array.from(after, (value, i) => value - before[i]);
  const range = fittingRange(statisticsOf(change));
  const expected = [...change].map((value) => colourOf(value, range, colourScale(false, 'dark')));
  // The words are there before the picture.
  await untilPainted(page.locator('.change .heatmap canvas'), expected);
}

/** Texts that lie over one another. */
function collisions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [
      ...document.querySelectorAll(
        '.tile-name b, .tile-shape, .legend-numbers span, .strip-text, .loss-number, .fact',
      ),
    ].map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const own = node.getBoundingClientRect();
      const text = range.getBoundingClientRect();
      // What is cut off with an ellipsis does not show outside its box.
      const right =
        getComputedStyle(node).overflow === 'hidden' ? Math.min(own.right, text.right) : text.right;
      return { text: node.textContent, left: text.left, right, top: text.top, bottom: text.bottom };
    });
    const shown = texts.filter(({ text, left, right }) => text !== '' && right > left);
    return shown.flatMap((a, i) =>
      shown
        .slice(i + 1)
        .filter(
          (b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2,
        )
        .map((b) => `${a.text} / ${b.text}`),
    );
  });
}
