/** @file A person opens the course's notebook: trains its Keras model, goes through its NumPy cycle, and mends its backprop. */

import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import type { Launched } from '../launch.ts';
import { hoverWord, lineOf, scrollTo, seeNote } from '../lines.ts';
import { courseNotebook, mnistFolder } from '../paths.mjs';
import type { Person } from '../person.ts';
import type { Film, Station } from './film.ts';

/** The lines of the cycle in their order, how many operations each is, and what stands behind it when they have run. */
const cycle: readonly [line: string, ops: number, note: RegExp][] = [
  ['a1, cache1 = affine_layer_forward(X, W1, b1)', 1, /\(5, 50\)/],
  ['z1 = sigmoid(a1)', 1, /\(5, 50\) {2}0\.\d+ … 0\.\d+/],
  ['a2, cache2 = affine_layer_forward(z1, W2, b2)', 1, /\(5, 10\)/],
  ['y_hat = softmax(a2)', 1, /\(5, 10\) {2}0\.\d+ … 0\.\d+/],
  ['Loss = cross_entropy_error(y_hat, t)', 1, /[23]\.\d/],
  ['dy = (y_hat - t) / X.shape[0]', 1, /\(5, 10\) {2}−0\.\d+/],
  ['dz1, dW2, db2 = affine_layer_backward(dy, cache2)', 3, /dW2 .* · db2 .* · dz1 /],
  ['da1 = sigmoid_grad(a1) * dz1', 1, /\(5, 50\)/],
  ['dX, dW1, db1 = affine_layer_backward(da1, cache1)', 3, /dX .* · dW1 .* · db1 /],
  ['W1, b1, W2, b2 = update_params(', 4, /W1 .* · b1 .* · W2 .* · b2 /],
];

const wrong = 'db1 = np.sum(dz1, axis=0)';
const right = 'db1 = np.sum(da1, axis=0)';

/** Where the panel begins when there is room for the notes behind the lines, in pixels. */
const panelEdge = 1150;

export function code(locale: 'en' | 'ko'): Film {
  const t = (text: keyof typeof korean) => (locale === 'ko' ? korean[text] : text);
  let folder = '';

  return {
    get setting() {
      folder = mkdtempSync(join(tmpdir(), 'backprop-lens-'));
      cpSync(courseNotebook, join(folder, 'notebook.ipynb'));
      return {
        folder,
        locale,
        settings: {
          // The room is for the notes behind the lines.
          'debug.openDebug': 'neverOpen',
          ...(existsSync(mnistFolder) && { 'backpropLens.dataset.folder': mnistFolder }),
        },
        viewport: { width: 1800, height: 1000 },
      };
    },

    async play({ person }: Launched, station: Station): Promise<void> {
      const { page } = person;
      const panel = person.webview('panel');
      const lens = (text: string) => page.locator('.codelens-decoration a').filter({ hasText: text });
      const line = (text: string) => lineOf(page, text);
      const sayHover = async (what: string) => {
        await station(what);
        await page.mouse.move(5, 5);
        await page.locator('.monaco-hover-content').first().waitFor({ state: 'hidden' });
      };

      // Until extensions are known, a notebook would be opened as text.
      await page.locator('.activitybar').getByRole('tab', { name: 'Backprop Lens' }).waitFor();
      await person.openFile('notebook.ipynb');
      await lens('784-50-10').first().waitFor();
      await station('The notebook as it is');

      await lens('784-50-10').first().click();
      await person.seeWebview('panel');
      await makeRoom(person);
      await seeNote(page, 'model.fit(', /\d\/10 .*\d\.\d+ .*\d%/);
      await seeNote(page, "keras.layers.Dense(50, activation='sigmoid'", /^"z1 \d/);
      await station('Keras lines with live numbers');
      await hoverWord(page, "keras.layers.Dense(50, activation='sigmoid'", 'Dense');
      await sayHover('What the first layer has learnt');

      await panel.locator('.status.finished').waitFor({ timeout: 240_000 });
      await scrollTo(page, lens(t('Step through')));
      await scrollTo(page, line('W1, b1, W2, b2 = update_params('));
      await station('The cycle by hand');
      await lens(t('Step through')).last().click();
      await page.locator('.debug-toolbar').waitFor();
      await panel.locator('.status.paused').waitFor();
      await panel.getByText('a1 = X·W1 + b1').first().waitFor();
      await station('The debugger before its first operation');

      // Without the debugger, which follows every call, the cycle stays in view.
      await page.locator('.debug-toolbar').getByRole('button', { name: /^Stop/ }).click();
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await scrollTo(page, line('W1, b1, W2, b2 = update_params('));
      for (const [text, ops, note] of cycle) {
        for (let op = 0; op < ops; op++) {
          await panel.getByRole('button', { name: t('Next operation'), exact: true }).click();
        }
        await seeNote(page, text, note);
        await station(text.split(' = ')[0]);
      }

      await hoverWord(page, 'dX, dW1, db1 = affine_layer_backward', 'dW1');
      await sayHover('The picture of dW1');

      await person.runCommand('View: Toggle Problems');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'Backprop Lens' }).first().dblclick();
      await line(wrong).first().waitFor();
      await page.locator('.squiggly-warning').first().waitFor();
      await station('A line that computes something else');
      await page.keyboard.press('Control+.');
      const fix = fill(t('Change {0} to {1}'), 'dz1', 'da1');
      await page.getByText(fix).first().waitFor();
      await station('Its fix');
      // It is the one that is chosen.
      await page.keyboard.press('Enter');
      await line(right).first().waitFor();
      await page.locator('.squiggly-warning').first().waitFor({ state: 'hidden' });
      await station('The line as the chain rule has it');
      await rm(folder, { recursive: true });
    },
  };
}

/** Closes the sidebar, and gives the code the larger part. */
async function makeRoom({ page }: Person): Promise<void> {
  await page.keyboard.press('Control+b');
  const panel = await page.locator('iframe.webview:not([src*="purpose="])').boundingBox();
  if (!panel) throw new Error('There is no panel');
  await page.mouse.move(panel.x, 500);
  await page.mouse.down();
  await page.mouse.move(panelEdge, 500, { steps: 8 });
  await page.mouse.up();
}

function fill(template: string, ...args: readonly string[]): string {
  return template.replace(/\{(\d)\}/g, (_, index: string) => args[Number(index)]);
}
