/** @file The browser that the bundles are tried in. */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium named by `CHROME_PATH`, or else the first on the `PATH`; `undefined` if there is none. */
function chromiumPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.CHROME_PATH ?? '', ...candidates].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return path !== '';
    } catch {
      return false;
    }
  });
}

/** Opens a Chromium without a window; `null` on a machine that has none. */
export async function openChromium(): Promise<Browser | null> {
  const executablePath = chromiumPath();
  return executablePath === undefined ? null : chromium.launch({ executablePath, args: flags });
}
