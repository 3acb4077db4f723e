/** @file Runs the tools that install things: one line on the screen, their own talk in a log file. */

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.mjs';

const log = join(cacheFolder, 'install.log');

/**
 * @param {string} what is installed or built, for the person who waits
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<void>}
 * @throws {Error} naming the log file, when the command fails
 */
export function run(what, [program = '', ...args], options = {}) {
  console.log(`  ${what}`);
  mkdirSync(cacheFolder, { recursive: true });
  const output = openSync(log, 'a');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', output, output] });
    closeSync(output);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `\`${[program, ...args].join(' ')}\` failed (${String(code)}). What it said is in ${log}`,
          ),
        );
    });
  });
}
