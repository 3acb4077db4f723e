/** @file The scene of the benchmarks that look at the panel: a VS Code with code open in it that trains. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launch } from '../vscode/launch.ts';
import { packagedExtension } from '../vscode/paths.mjs';
import type { Person } from '../vscode/person.ts';
import { gaugeFolder } from './gauge.ts';

/**
 * @param code that is open
 * @param data a folder; the built-in digits unless told
 */
export async function besideCode<Found>(
  code: string,
  data: string | undefined,
  look: (person: Person) => Promise<Found>,
): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'backprop-lens-code-'));
  try {
    await writeFile(join(folder, 'model.py'), code);
    const vscode = await launch({
      version: 'newest',
      extensions: [packagedExtension, gaugeFolder],
      folder,
      settings: {
        // A debugger leaves the keys where they go.
        'debug.focusEditorOnBreak': false,
        ...(data !== undefined && { 'backpropLens.dataset.folder': resolve(data) }),
      },
    });
    try {
      await vscode.person.openFile('model.py');
      return await look(vscode.person);
    } finally {
      await vscode.dispose();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
