/**
 * @file Scripts beside the extension's own, which are loaded when they are needed, so that it starts soon.
 *
 * A browser's extension host loads one file and requires no other. What works there works under Node too: to read the script,
 * and to run it as VS Code runs that one file.
 */

import type { Host } from './host.ts';

/** @param name of a file that the build makes */
export async function readScript({ disk, scripts }: Host, name: string): Promise<string> {
  return new TextDecoder().decode(await disk.read(disk.join(scripts, name)));
}

/** Runs a script that is ours and finds what it is given under these names, beside what is global. */
export function runScript(script: string, given: Readonly<Record<string, object>>): void {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- The script is one of the package.
  const run = new Function(...Object.keys(given), script) as (...values: object[]) => void;
  run(...Object.values(given));
}

/** What a script exports that has been bundled as a CommonJS module. */
export function exportsOf(script: string): unknown {
  const module = { exports: {} };
  runScript(script, { module });
  return module.exports;
}
