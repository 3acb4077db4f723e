/**
 * @file Mends the webviews of an older VS Code where a server gives all of them one origin, as code-server does.
 *
 * Each of them registers a service worker under an address with its own id, and two that load at once take it from each
 * other: now and then one stays blank. Later versions leave the id out of the address; so does this.
 */

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {string} vscode the folder of code-server's VS Code */
export async function shareServiceWorker(vscode) {
  const file = join(vscode, 'out/vs/workbench/contrib/webview/browser/pre/index.html');
  const before = await readFile(file, 'utf8');
  const after = before.replace('&id=${ID}&remoteAuthority=', '&remoteAuthority=');
  if (after === before) throw new Error(`${file} is not the page that was to be mended`);
  // The page lets only the script run whose hash it names.
  await writeFile(
    file,
    after.replace(scriptHash(before), () => scriptHash(after)),
  );
}

/** @param {string} html a page with one script in it */
function scriptHash(html) {
  const script = /<script[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  return createHash('sha256').update(script).digest('base64');
}
