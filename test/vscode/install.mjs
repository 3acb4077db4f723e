/** @file Gets all that the tests in VS Code need and npm does not bring: both versions of VS Code, and a browser. */

import { installChromium } from './install/chromium.mjs';
import { codeServers, installCodeServer } from './install/code-server.mjs';

/** Does nothing, quickly, where everything is there already. */
export async function install() {
  await installChromium();
  for (const codeServer of Object.values(codeServers)) await installCodeServer(codeServer);
}
