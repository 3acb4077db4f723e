/**
 * @file Runs the suite inside an extension host, that of a desktop VS Code or of a served one, and prints its report.
 *
 *     tsx test/vscode/in-host.ts desktop|oldest|newest RESULT.json
 */

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { openBrowser } from './browser.ts';
import { findDesktopVSCode } from './desktop.mjs';
import { codeServers } from './install/code-server.mjs';
import { projectFolder, sampleFolder, suiteFolder } from './paths.mjs';
import { serve } from './serve.mjs';
import type { SuiteResult } from './suite/index.ts';

const [host, file] = process.argv.slice(2);
if (!file || !(host === 'desktop' || host === 'oldest' || host === 'newest'))
  throw new Error('Say where to run, desktop, oldest or newest, and the file for the result');
const resultFile = resolve(file);
const extensionTestsPath = `${suiteFolder}/index.cjs`;
const env = { BACKPROP_LENS_SUITE_RESULT: resultFile };

await build({
  entryPoints: ['index.ts', '*.test.ts'].map((name) => `${projectFolder}/test/vscode/suite/${name}`),
  outdir: suiteFolder,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  external: ['vscode', 'mocha'],
});
await mkdir(dirname(resultFile), { recursive: true });
await rm(resultFile, { force: true });
const result = await (host === 'desktop' ? runInDesktop() : runInServed(host));
console.log(result.report);
process.exit(result.failed === 0 ? 0 : 1);

async function runInDesktop(): Promise<SuiteResult> {
  const vscodeExecutablePath = findDesktopVSCode();
  if (!vscodeExecutablePath) throw new Error('Set VSCODE_PATH to the VS Code to run in');
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath,
    extensionTestsEnv: env,
    launchArgs: [sampleFolder, '--disable-workspace-trust'],
  });
  return readResult();
}

async function runInServed(version: 'oldest' | 'newest'): Promise<SuiteResult> {
  const server = await serve({
    codeServer: codeServers[version],
    folder: sampleFolder,
    // Newer versions read the two paths below only when they are told that this is a test.
    env: { ...env, VSCODE_OPTIONS: 'enable-smoke-test-driver' },
  });
  const browser = await openBrowser();
  try {
    const remote = `vscode-remote://${server.url.host}`;
    const payload = [
      ['extensionDevelopmentPath', remote + projectFolder],
      ['extensionTestsPath', remote + extensionTestsPath],
    ];
    server.url.searchParams.set('payload', JSON.stringify(payload));
    const page = await browser.newPage();
    await page.goto(server.url.href);
    return await readResult();
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Waits for the suite to write it. */
async function readResult(): Promise<SuiteResult> {
  const deadline = Date.now() + 5 * 60_000;
  while (!existsSync(resultFile)) {
    if (Date.now() > deadline) throw new Error(`The suite in VS Code gave no result within five minutes`);
    await setTimeout(200);
  }
  return JSON.parse(await readFile(resultFile, 'utf8')) as SuiteResult;
}
