/** @file How late the extension host gets to what others ask of it, at rest and while our panel shows a training. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kerasCode } from '../vscode/code.ts';
import { launch } from '../vscode/launch.ts';
import { packagedExtension } from '../vscode/paths.mjs';
import { gauge, gaugeFolder } from './gauge.ts';
import { round } from './timing.ts';

/**
 * Needs what `npm run package` makes.
 * @param data a folder; the built-in digits unless told
 */
export async function host(data: string | undefined): Promise<Record<string, object>> {
  const folder = await mkdtemp(join(tmpdir(), 'backprop-lens-code-'));
  try {
    await writeFile(join(folder, 'model.py'), kerasCode(1000));
    const vscode = await launch({
      version: 'newest',
      extensions: [packagedExtension, gaugeFolder],
      folder,
      settings: data === undefined ? {} : { 'backpropLens.dataset.folder': resolve(data) },
    });
    try {
      const { person } = vscode;
      const running = person.webview('panel').locator('.status.running');
      const delay = async () => {
        const { p50, p99, most, busy } = await gauge(person, 'delay');
        return {
          'p50 ms': round(p50),
          'p99 ms': round(p99),
          'most ms': round(most),
          '% busy': round(100 * busy),
        };
      };
      await person.openFile('model.py');
      const result: Record<string, object> = { 'at rest': await delay() };
      await person.runCommand('Backprop Lens: Train MNIST MLP');
      await person.seeWebview('panel');
      await running.waitFor();
      result['training, in the panel'] = await delay();
      // It was the training that was looked at, to the end.
      await running.waitFor();
      return result;
    } finally {
      await vscode.dispose();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
