/** @file The browser that VS Code is shown in. */

import { chromium, type Browser } from 'playwright-core';
import { installChromium } from './install/chromium.mjs';

/** What Chromium needs to run as root and without a screen, and to stay off the network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await installChromium(), args: flags });
}
