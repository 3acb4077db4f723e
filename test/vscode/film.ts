/**
 * @file Takes pictures of a story while a person goes through it in the real VS Code.
 *
 *     npm run film -- NAME [FOLDER]     numbered pictures into FOLDER, else into a temporary one
 */

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { code } from './films/code.ts';
import { diverging } from './films/diverging.ts';
import type { Film } from './films/film.ts';
import { launch } from './launch.ts';

const films = new Map<string, Film>([
  ['diverging', diverging],
  ['code', code('en')],
  ['code-korean', code('ko')],
]);

const [name = '', given] = process.argv.slice(2) as (string | undefined)[];
const film = films.get(name);
if (!film)
  throw new Error(`There is no film ${JSON.stringify(name)}. There is ${[...films.keys()].join(', ')}`);
const folder = given === undefined ? await mkdtemp(join(tmpdir(), `backprop-lens-${name}-`)) : resolve(given);
await mkdir(folder, { recursive: true });

const vscode = await launch(film.setting);
let taken = 0;
try {
  await film.play(vscode, async (what) => {
    const number = String(++taken).padStart(2, '0');
    // Not every file system takes every sign.
    const picture = join(folder, `${number} ${what.replace(/[^\w ()]+/g, '')}.png`);
    await vscode.person.takePicture(picture);
    console.log(picture);
  });
} finally {
  await vscode.dispose();
}
