/**
 * @file Takes pictures of the running product to be looked at, and the one of the README.
 *
 *     npm run screenshots [-- FOLDER]     into FOLDER, else dist/screenshots
 */

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import english from '../../package.nls.json' with { type: 'json' };
import korean from '../../package.nls.ko.json' with { type: 'json' };
import { launch } from './launch.ts';
import { mnistFolder, projectFolder } from './paths.mjs';
import type { Person } from './person.ts';

interface Look {
  readonly name: string;
  readonly theme: string;
  readonly locale: 'en' | 'ko';
}

const looks: readonly Look[] = [
  { name: 'dark', theme: 'Dark 2026', locale: 'en' },
  { name: 'light', theme: 'Light 2026', locale: 'en' },
  { name: 'high-contrast', theme: 'Default High Contrast', locale: 'en' },
  { name: 'korean', theme: 'Dark 2026', locale: 'ko' },
];

/** Of the panel alone, in pixels. */
const widths = [400, 900, 1600];

/** Nothing says when a new size has been drawn to the end, or the palette has faded away. */
const settled = 2000;

const screen = { width: 1600, height: 1000 };
const words = { en: english, ko: korean };
const data = existsSync(mnistFolder) ? { 'backpropLens.dataset.folder': mnistFolder } : {};

/** Travels with the extension, so it is a JPEG. */
const readmePicture = join(projectFolder, 'extension/screenshot.jpg');

const folder = process.argv[2] ?? join(projectFolder, 'dist/screenshots');
await mkdir(folder, { recursive: true });
for (const look of looks) {
  console.log(look.name);
  await takePictures(look);
}

/** At the beginning, in the middle and at the end of a run; in the middle with code and sidebar, and with each tab. */
async function takePictures({ name, theme, locale }: Look): Promise<void> {
  const vscode = await launch({
    version: 'newest',
    locale,
    settings: { 'workbench.colorTheme': theme, ...data },
    viewport: screen,
  });
  const { person } = vscode;
  try {
    await person.openFile('mnist_mlp.py');
    await person.runCommand(`Backprop Lens: ${words[locale]['command.train']}`);
    await person.seeWebview('panel');
    await person.openSidebar('Backprop Lens');
    await person.seeWebview('sidebar');
    // However fast it is: everything else is gone back to.
    await person.webview('panel').locator('.status.finished').waitFor({ timeout: 600_000 });
    await goTo(person, 'Home', ...Array<string>(8).fill('PageUp'));
    await person.runCommand('Notifications: Clear All Notifications');
    await setTimeout(settled);
    await person.takePicture(join(folder, `${name}.png`));
    if (name === 'dark') await takeReadmePicture(person);

    // From the code's group, which the keys on the timeline have left.
    await person.page.getByRole('tab', { name: 'mnist_mlp.py' }).click();
    await person.runCommand('View: Focus Next Editor Group');
    await person.runCommand('View: Close Editors in Other Groups');
    await person.runCommand('View: Close Primary Side Bar');
    await inEveryWidth(person, name);
    await ofEveryTab(person, name);
    await goTo(person, 'Home');
    await inEveryWidth(person, `${name}-start`);
    await goTo(person, 'End');
    await inEveryWidth(person, `${name}-end`);
  } finally {
    await vscode.dispose();
  }
}

/** The same smaller, since it is packed with the extension: heatmaps are much of a JPEG. */
async function takeReadmePicture(person: Person): Promise<void> {
  const picture = await person.page.screenshot();
  const browser = person.page.context().browser();
  if (browser === null) throw new Error('The page has no browser');
  const page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
  await page.setContent(
    `<body style="margin: 0"><img width="1120" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  await page.screenshot({ path: readmePicture, type: 'jpeg', quality: 50 });
  await page.close();
}

/** Goes along the timeline by keys: a page is a twentieth of it. */
async function goTo(person: Person, ...keys: string[]): Promise<void> {
  const timeline = person.webview('panel').locator('.curves .scrubber');
  for (const key of keys) await timeline.press(key);
  await setTimeout(settled);
}

/** One of the panel alone in each width. */
async function inEveryWidth(person: Person, name: string): Promise<void> {
  for (const width of widths) {
    await widen(person, width, screen.height);
    await person.takePicture(join(folder, `${name}-${width}.png`));
  }
}

/** One of each tab in each width, in a window so high that all of it is seen. */
async function ofEveryTab(person: Person, name: string): Promise<void> {
  const tabs = person.webview('panel').getByRole('tab');
  for (const width of widths) {
    await widen(person, width, 2 * screen.height);
    for (let i = 0; i < (await tabs.count()); i++) {
      await tabs.nth(i).click();
      await tabs.nth(i).evaluate((tab) => {
        tab.scrollIntoView();
      });
      await setTimeout(settled);
      await person.takePicture(join(folder, `${name}-tab-${i}-${width}.png`));
    }
  }
}

/** Gives the panel a width. */
async function widen(person: Person, width: number, height: number): Promise<void> {
  const { width: now } = await person.panelSize();
  const window = person.page.viewportSize()?.width ?? screen.width;
  await person.page.setViewportSize({ width: window - now + width, height });
  await setTimeout(settled);
}
