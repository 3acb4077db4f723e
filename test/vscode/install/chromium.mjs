/** @file Finds a Chromium for the tests, or installs the one of Debian. */

import { run } from './command.mjs';
import { findOnPath } from './path.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/**
 * @returns {Promise<string>} the path of the browser
 * @throws {Error} that says what to install, where there is none and we may not install it
 */
export async function installChromium() {
  const found = process.env.CHROME_PATH ?? findOnPath(names);
  if (found) return found;
  const aptGet = findOnPath(['apt-get']);
  if (aptGet && process.getuid?.() === 0) {
    console.log('Installing Chromium, and fonts that can write Korean');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('the list of packages', [aptGet, 'update'], { env });
    await run(
      'the packages',
      [aptGet, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      {
        env,
      },
    );
  }
  const installed = findOnPath(names);
  if (!installed)
    throw new Error('The tests need Chromium or Chrome: install one, or set CHROME_PATH to the one you have');
  return installed;
}
