/** @file A run goes wrong, and a person finds where that began: forward to the first NaN, and back to where all was well. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Launched } from '../launch.ts';
import { mnistFolder } from '../paths.mjs';
import type { Person } from '../person.ts';
import type { Film, Station } from './film.ts';

/** Has a `launch.json` that asks for a learning rate of 50. */
const folder = fileURLToPath(new URL('diverging', import.meta.url));

/** What has gone wrong in the end. */
const symptom = 'isnan(Loss)';
/** What was so as long as all was well. */
const sound = 'max(abs(W2)) < 10';

export const diverging: Film = {
  setting: {
    folder,
    settings: existsSync(mnistFolder) ? { 'backpropLens.dataset.folder': mnistFolder } : {},
  },

  async play({ person }: Launched, station: Station): Promise<void> {
    const { page } = person;
    const breakpoints = page.locator('.debug-breakpoints');
    const stands = () => person.webview('panel').locator('.status.paused').waitFor();

    await page.getByRole('treeitem', { name: '.vscode' }).click();
    await person.openFile('launch.json');
    await person.see('"learningRate"');
    await station('A run with learning rate 50');

    // The key would load the page again, were no debugger known yet.
    await person.runCommand('Debug: Start Debugging');
    await page.locator('.debug-toolbar').waitFor();
    await person.seeWebview('panel');
    await page.locator('.debug-top-stack-frame-line').first().waitFor();
    await station('Before the first operation');

    await person.runCommand('Debug: Focus on Breakpoints View');
    // Before there are NaNs there are infinities, which are not what the person is after.
    const filter = breakpoints.locator('.monaco-list-row', { hasText: 'NaN or Inf Appears' });
    await filter.locator('input[type=checkbox], .monaco-checkbox').first().click();
    await watch(person, symptom);
    await watch(person, sound);
    await breakOnChange(person, symptom);
    await breakpoints.getByText(symptom).waitFor();
    await station(`A data breakpoint on ${symptom}`);

    await page.keyboard.press('F5');
    await person.see(`${symptom} has changed`);
    await stands();
    await station('The loss is not a number');

    await breakAtLine(person, 'a1 = np.dot', sound);
    await station(`A breakpoint where ${sound}`);

    await page
      .locator('.debug-toolbar')
      .getByRole('button', { name: /^Reverse/ })
      .click();
    await person.see('Paused on breakpoint');
    await stands();
    await page.locator('.debug-watch').getByText('True').waitFor();
    await station('The step where it began to go wrong');
  },
};

async function watch(person: Person, expression: string): Promise<void> {
  const { page } = person;
  await person.runCommand('Debug: Focus on Watch View');
  await page.getByRole('button', { name: 'Add Expression' }).click({ force: true });
  await page.locator('.debug-watch').getByRole('textbox').fill(expression);
  await page.keyboard.press('Enter');
  await page.locator('.debug-watch').getByText(expression).first().waitFor();
}

/** In the menu of what is watched; older versions have it there for variables alone, and take any expression for a function. */
async function breakOnChange({ page }: Person, expression: string): Promise<void> {
  const watched = page.locator('.debug-watch').getByText(expression).first();
  const change = page.getByRole('menuitem', { name: 'Break on Value Change' });
  await watched.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy Value' }).waitFor();
  // A menu that has just opened lets go of a button that is no longer down after a tenth of a second.
  if (await change.isVisible()) return change.click({ delay: 200 });
  await page.keyboard.press('Escape');
  await page.locator('.debug-breakpoints').hover();
  await page.getByRole('button', { name: 'Add Function Breakpoint' }).click({ force: true });
  await page.locator('.debug-breakpoints').getByRole('textbox').fill(expression);
  await page.keyboard.press('Enter');
}

/** Puts the cursor on code, wherever the editor has scrolled to when a debugger stopped. */
async function find(person: Person, code: string): Promise<void> {
  const { page } = person;
  await person.runCommand('View: Focus Active Editor Group');
  await page.keyboard.press('Control+F');
  const widget = page.locator('.find-widget.visible');
  await widget.getByRole('textbox', { name: 'Find' }).fill(code);
  await widget.getByText('1 of 1').waitFor();
  await page.keyboard.press('Escape');
  await widget.waitFor({ state: 'hidden' });
}

async function breakAtLine(person: Person, code: string, condition: string): Promise<void> {
  const { page } = person;
  await find(person, code);
  await person.runCommand('Debug: Add Conditional Breakpoint...');
  const widget = page.locator('.breakpoint-widget');
  await widget.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.type(condition);
  await widget
    .locator('.view-line')
    .filter({ hasText: condition.split(' ')[0] })
    .waitFor();
  const breakpoint = page.locator('.codicon-debug-breakpoint-conditional').first();
  // The first may go to what is suggested for the last word.
  for (let presses = 1; !(await breakpoint.isVisible()); presses++) {
    await page.keyboard.press('Enter');
    await breakpoint.waitFor({ timeout: 5000 }).catch((error: unknown) => {
      if (presses === 3) throw error;
    });
  }
}
