/**
 * @file Packs what is built into `dist/backprop-lens.vsix`, without what its package.json says for the sources alone: above all
 * that they are modules. The bundles are none, and a browser's extension host, which loads no modules, would refuse them for it.
 */

import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

/** Bytes, as promised. */
const most = 500 * 1024;

const folder = 'dist/package';
const packagePath = 'dist/backprop-lens.vsix';
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
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const { size } = await stat(packagePath);
if (size > most) {
  throw new Error(
    `The package has ${Math.ceil(size / 1024)} KB, and is to have ${most / 1024} at most. Its picture is easily too large.`,
  );
}
