/**
 * @file Installs code-server: the VS Code of the same number, served to a browser, out of the npm registry alone.
 *
 * A plain `npm install code-server` builds packages that need system headers and that no test uses. So all install
 * scripts are left out, and the few native parts without which the server does not start are built one by one.
 */

import { symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { cached } from './cache.mjs';
import { run } from './command.mjs';
import { shareServiceWorker } from './one-service-worker.mjs';

/**
 * @typedef {object} CodeServer
 * @property {string} version its number on npm: 4.N.P carries VS Code 1.N.P
 * @property {number} node the major version of Node that it was made for
 * @property {string[]} native packages of its `lib/vscode` that have to be compiled
 * @property {(vscode: string) => Promise<void>} [mend] puts right, in its `lib/vscode`, what would make tests fail at random
 */

/** The two ends of what `engines.vscode` promises: the oldest VS Code supported, and the newest to be had. */
export const codeServers = {
  /** @type {CodeServer} */
  oldest: {
    version: '4.100.3',
    node: 20,
    native: ['@vscode/spdlog', 'native-watchdog'],
    mend: shareServiceWorker,
  },
  /** @type {CodeServer} */
  newest: { version: '4.139.1', node: 24, native: ['@vscode/spdlog', '@vscode/native-watchdog'] },
};

const quick = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];

/**
 * @param {CodeServer} codeServer
 * @returns {Promise<{ node: string, entry: string }>} the Node to start it with, and the script that it starts from
 */
export async function installCodeServer({ version, node: major, native, mend }) {
  const node = await installNode(major);
  const folder = await cached(`code-server-${version}`, async (cwd) => {
    console.log(
      `Installing VS Code 1${version.slice(1)} as code-server ${version}; this takes about a minute, once`,
    );
    const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
    const vscode = join(cwd, 'node_modules/code-server/lib/vscode');
    const extensions = join(vscode, 'extensions');
    await run('its server', ['npm', 'install', `code-server@${version}`, '--prefix', cwd, ...quick], {
      cwd,
      env,
    });
    await run('the part that hashes passwords', ['npm', 'rebuild', 'argon2'], { cwd, env });
    await run('what the workbench needs', ['npm', 'install', ...quick], { cwd: vscode, env });
    await symlink('node_modules', join(vscode, 'node_modules.asar'));
    await run('what its own extensions need', ['npm', 'install', ...quick], { cwd: extensions, env });
    await run('its native parts', ['npm', 'rebuild', ...native], { cwd: vscode, env });
    await mend?.(vscode);
  });
  return { node, entry: join(folder, 'node_modules/code-server/out/node/entry.js') };
}

/**
 * @param {number} major
 * @returns {Promise<string>} the path of a Node of that major version
 */
export async function installNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = await cached(`node-${major}`, async (cwd) => {
    console.log(`Installing Node ${major}, which the newest VS Code is made for`);
    await run(
      'its package',
      ['npm', 'install', `node@${major}`, '--prefix', cwd, '--no-audit', '--no-fund'],
      { cwd },
    );
  });
  return join(folder, 'node_modules/.bin/node');
}
