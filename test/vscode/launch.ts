/** @file Opens a real VS Code in a real browser, with the extension in it, for a test or a picture. */

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openBrowser } from './browser.ts';
import { codeServers } from './install/code-server.mjs';
import { packagedExtension, sampleFolder } from './paths.mjs';
import { Person } from './person.ts';
import { serve } from './serve.mjs';

export type Version = keyof typeof codeServers;

export interface LaunchOptions {
  readonly version?: Version;
  /** What is installed: packages (`.vsix`) or folders. Ours, packaged, unless told. */
  readonly extensions?: string[];
  /** What is opened: a copy of the sample unless told. */
  readonly folder?: string;
  readonly settings?: Record<string, unknown>;
  readonly locale?: string;
  /** Whether the folder is not trusted. */
  readonly restricted?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A VS Code on the screen, and the person before it. */
export interface Launched {
  readonly person: Person;
  /** Closes all of it. No process and no file stays behind. */
  dispose(): Promise<void>;
}

/** The version that `npm test` has chosen for this run of the specs. */
export const versionUnderTest: Version = process.env.VSCODE_UNDER_TEST === 'oldest' ? 'oldest' : 'newest';

/** Opens VS Code; it is there when this is done, its extensions not necessarily. */
export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const { settings, locale, restricted } = options;
  // What is typed into it, or saved, is not to change ours.
  const copies = await mkdtemp(join(tmpdir(), 'backprop-lens-folder-'));
  const copy = join(copies, basename(sampleFolder));
  await cp(sampleFolder, copy, { recursive: true });
  const server = await serve({
    codeServer: codeServers[options.version ?? versionUnderTest],
    folder: options.folder ?? copy,
    extensions: options.extensions ?? [packagedExtension],
    ...(settings && { settings }),
    ...(locale && { locale }),
    ...(restricted && { restricted }),
  });
  const browser = await openBrowser();
  const dispose = async () => {
    await browser.close();
    await server.stop();
    await rm(copies, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1600, height: 1000 } });
    // Of a slow computer, which may have other work too.
    page.setDefaultTimeout(60_000);
    await page.goto(server.url.href);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return { person: new Person(page), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
