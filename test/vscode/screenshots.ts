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

/** One of the whole window, with code, panel and sidebar, and one of the panel alone in each width. */
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
    await person.openSidebar('Backprop Lens');
    await person.webview('panel').locator('canvas').first().waitFor();
    await person.webview('sidebar').locator('canvas').first().waitFor();
    // The first run may be over before all that is on the screen.
    await person.runCommand(`Backprop Lens: ${words[locale]['command.restart']}`);
    await person.see(/\b1\/10\b/);
    await person.see(/\b[3-9]\/10\b/);
    await person.runCommand(`Backprop Lens: ${words[locale]['command.pause']}`);
    await person.page.locator('.statusbar .codicon-debug-pause').waitFor();
    await person.runCommand('Notifications: Clear All Notifications');
    await person.takePicture(join(folder, `${name}.png`));
    if (name === 'dark') await person.takePicture(readmePicture);

    await person.runCommand('View: Focus Next Editor Group');
    await person.runCommand('View: Close Editors in Other Groups');
    await person.runCommand('View: Close Primary Side Bar');
    const panel = await person.panelSize();
    for (const width of widths) {
      await person.page.setViewportSize({ width: screen.width - panel.width + width, height: screen.height });
      // Nothing says when a new size has been drawn to the end.
      await setTimeout(2000);
      await person.takePicture(join(folder, `${name}-${width}.png`));
    }
  } finally {
    await vscode.dispose();
  }
}
