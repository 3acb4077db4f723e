/**
 * @file Packs what is built into `dist/backprop-lens.vsix`, without what its package.json says for the sources alone: above all
 * that they are modules. The bundles are none, and a browser's extension host, which loads no modules, would refuse them for it.
 */

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

const folder = 'dist/package';
await rm(folder, { recursive: true, force: true });
for (const file of await listFiles({ packageManager: PackageManager.None }))
  await cp(file, join(folder, file));

/** @type {unknown} */
const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const ofSources = ['type', 'scripts', 'devDependencies', 'prettier', 'mocha'];
const packed = Object.entries(/** @type {object} */ (manifest)).filter(([name]) => !ofSources.includes(name));
await writeFile(join(folder, 'package.json'), JSON.stringify(Object.fromEntries(packed)));

await createVSIX({
  cwd: folder,
  packagePath: 'dist/backprop-lens.vsix',
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
