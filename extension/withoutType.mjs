/**
 * @file Takes out of a package what its package.json says for the sources alone: that they are modules. The bundles are none, and
 * a browser's extension host, which loads no modules, would refuse them for it.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const [, , path = ''] = process.argv;
const files = unzipSync(await readFile(path));
const name = 'extension/package.json';
const before = strFromU8(files[name]);
const after = before.replace(/^ {2}"type": "module",\n/m, '');
if (after === before) throw new Error(`${name} does not say that it is a module`);
files[name] = strToU8(after);
await writeFile(path, zipSync(files, { level: 9 }));
