/** @file Runs the tests of this folder inside an extension host, which is what `extensionTestsPath` asks of a file. */

import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/** What the tests came to, for the process that waits for it. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Mocha's report as a person reads it. */
  readonly report: string;
}

/** Called by VS Code. Writes a `SuiteResult` as JSON to the file that `BACKPROP_LENS_SUITE_RESULT` names. */
export async function run(): Promise<void> {
  const file = process.env.BACKPROP_LENS_SUITE_RESULT;
  if (!file) throw new Error('BACKPROP_LENS_SUITE_RESULT is not set');
  const result = await runMocha().catch((error: unknown): SuiteResult => ({
    passed: 0,
    failed: 1,
    skipped: 0,
    report: format(error),
  }));
  // Whole at once, for who waits for the file to be there.
  writeFileSync(`${file}.part`, JSON.stringify(result));
  renameSync(`${file}.part`, file);
}

async function runMocha(): Promise<SuiteResult> {
  // Imported late, since Node 20 cannot give a CommonJS file the default export of a module.
  const { default: Mocha } = await import('mocha');
  // Nobody sees what an extension host prints.
  const report: string[] = [];
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    report.push(format(...args));
  };
  const mocha = new Mocha({ timeout: 60_000 });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs')))
    mocha.addFile(join(__dirname, file));
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 1, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, report: report.join('\n') });
    });
  });
}
