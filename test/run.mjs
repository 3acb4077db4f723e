/**
 * @file `npm test`: gets what is missing, checks and tests everything, and closes with one line of figures.
 *
 * Needs nothing but Node and npm to begin with.
 */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies, npm } from './npm.mjs';
import { findDesktopVSCode } from './vscode/desktop.mjs';
import { install } from './vscode/install.mjs';
import { projectFolder } from './vscode/paths.mjs';

/** @typedef {import('./stats-reporter.mjs').Counts} Counts */

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };

/** @param {Counts} counts */
function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

/**
 * Does something that counts as one test.
 * @param {string} what
 * @param {() => Promise<boolean>} check
 * @returns {Promise<boolean>} whether it passed
 */
async function check(what, check) {
  console.log(`\n── ${what}`);
  const passed = await check().catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Error ? error.message : error);
    return false;
  });
  add({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
  return passed;
}

/**
 * Runs an npm script that counts its tests and writes its figures to a file. Without figures, it counts as one failure.
 * @param {string} what
 * @param {(file: string) => string[]} script npm's arguments, given that file
 * @param {NodeJS.ProcessEnv} [env]
 */
async function tests(what, script, env) {
  console.log(`\n── ${what}`);
  const file = join(projectFolder, 'dist/test/counts.json');
  rmSync(file, { force: true });
  const succeeded = await npm(['run', '--silent', ...script(file)], env);
  const counts = existsSync(file) ? readCounts(file) : { passed: 0, failed: 0, skipped: 0 };
  add(counts);
  if (!succeeded && counts.failed === 0) add({ passed: 0, failed: 1, skipped: 0 });
}

/** @param {string} file */
function readCounts(file) {
  /** @type {unknown} */
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  return /** @type {Counts} */ (counts);
}

const withMocha = (/** @type {string} */ script) => (/** @type {string} */ file) => [
  script,
  '--',
  ...['--reporter', 'test/stats-reporter.mjs', '--reporter-option', `file=${file}`],
];

async function main() {
  if (!(await check('Dependencies', () => installDependencies().then(() => true)))) return;
  if (!(await check('VS Code and a browser', () => install().then(() => true)))) return;
  await check('Format', () => npm(['run', '--silent', 'check:format']));
  await check('Lint', () => npm(['run', '--silent', 'check:lint']));
  await check('Types', () => npm(['run', '--silent', 'check:types']));
  await tests('Unit tests', withMocha('test:unit'));
  if (!(await check('Package', () => npm(['run', '--silent', 'package'])))) return;
  for (const host of findDesktopVSCode() ? ['desktop'] : ['oldest', 'newest'])
    await tests(`In the extension host (${host})`, (file) => ['test:host', '--', host, file]);
  for (const version of ['oldest', 'newest'])
    await tests(`As a person, in VS Code (${version})`, withMocha('test:vscode'), {
      VSCODE_UNDER_TEST: version,
    });
}

await main();
const skipped = total.skipped ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed ? 1 : 0;
