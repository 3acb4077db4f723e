/** @file The project's own npm, for scripts that come before anything is installed. */

import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './vscode/paths.mjs';

/**
 * Runs npm in the project, in sight of the person.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] variables to add to ours
 * @returns {Promise<boolean>} whether it succeeded
 */
export function npm(args, env = {}) {
  return new Promise((resolve, reject) => {
    spawn('npm', args, {
      cwd: projectFolder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      // On Windows, npm is a script that only a shell runs.
      shell: process.platform === 'win32',
    })
      .once('error', reject)
      .once('close', (code) => {
        resolve(code === 0);
      });
  });
}

/**
 * Brings `node_modules` to what the lock file says, unless it is.
 * @throws {Error} when npm cannot
 */
export async function installDependencies() {
  const installed = modified('node_modules/.package-lock.json');
  if (installed !== undefined && installed >= (modified('package-lock.json') ?? 0)) return;
  console.log('Installing what package-lock.json names');
  if (!(await npm(['ci', '--include=dev', '--no-audit', '--no-fund'])))
    throw new Error('`npm ci` failed; what it said stands above');
}

/**
 * @param {string} path in the project
 * @returns {number | undefined} when the file was last written, if it is there
 */
function modified(path) {
  return statSync(join(projectFolder, path), { throwIfNoEntry: false })?.mtimeMs;
}
