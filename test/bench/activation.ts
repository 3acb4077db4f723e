/** @file How long VS Code waits for the extension to start, in windows that are at rest and have not had it yet. */

import { packagedExtension } from '../vscode/paths.mjs';
import { launch } from '../vscode/launch.ts';
import { gauge, gaugeFolder } from './gauge.ts';
import { spreadOf } from './timing.ts';

const windows = 9;

/** Needs what `npm run package` makes. */
export async function activation(): Promise<Record<string, object>> {
  const vscode = await launch({ version: 'newest', extensions: [packagedExtension, gaugeFolder] });
  try {
    const { person } = vscode;
    const times: number[] = [];
    for (let window = 0; window < windows; window++) {
      // Every window has an extension host of its own.
      if (window > 0) await person.page.reload();
      times.push((await gauge(person, 'activation')).ms);
    }
    return {
      'loading and starting': spreadOf(times),
    };
  } finally {
    await vscode.dispose();
  }
}
