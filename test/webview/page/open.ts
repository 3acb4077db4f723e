/** @file Opens a webview's real bundle in a browser page, under VS Code's security policy and with its theme. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../vscode/browser.ts';
import { themes, type ThemeName } from './themes.ts';
import type { FakeVsCode } from './vscode.ts';

declare global {
  interface Window {
    readonly vscode: FakeVsCode;
  }
}

const root = join(import.meta.dirname, '../../..');
/** Secure, as VS Code's own is: some of what a browser can do it does nowhere else. */
const origin = 'https://webview.test';

type PageName = 'panel' | 'inspector';

let built: Promise<Map<string, string>> | undefined;

/** The bundles as `extension/build.mjs` makes them, and the stand-in for VS Code, by file name. */
function bundles(): Promise<Map<string, string>> {
  built ??= build({
    absWorkingDir: root,
    entryPoints: {
      panel: 'webview/panel/main.ts',
      inspector: 'webview/inspector/main.ts',
      vscode: 'test/webview/page/vscode.ts',
    },
    outdir: 'dist/webview',
    bundle: true,
    write: false,
    logLevel: 'warning',
    target: 'es2022',
    platform: 'browser',
    format: 'iife',
  }).then(
    ({ outputFiles }) =>
      new Map(outputFiles.map(({ path, text }) => [path.split(/[/\\]/).at(-1) ?? '', text])),
  );
  return built;
}

export interface Setting {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly pixelRatio?: number;
  readonly language?: 'en' | 'ko';
}

/** What went wrong in the page: errors of the script, and what the security policy refused. */
export interface OpenedPage {
  readonly page: Page;
  readonly faults: string[];
}

/** The page says `ready` before this returns. */
export async function openWebview(
  browser: Browser,
  name: PageName,
  setting: Setting = {},
): Promise<OpenedPage> {
  const { theme = 'dark', width = 900, height = 900, pixelRatio = 1, language = 'en' } = setting;
  const files = await bundles();
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: pixelRatio });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await context.route(`${origin}/**`, async (route) => {
    const file = route
      .request()
      .url()
      .slice(origin.length + 1);
    const body = file === '' ? html(name, theme, language) : files.get(file);
    const types = { js: 'text/javascript', css: 'text/css' } as Record<string, string>;
    if (body === undefined) await route.fulfill({ status: 404 });
    else await route.fulfill({ body, contentType: types[file.split('.').at(-1) ?? ''] ?? 'text/html' });
  });
  await page.addInitScript({ content: files.get('vscode.js') ?? '' });
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => window.vscode.sent.some(({ type }) => type === 'ready'));
  return { page, faults };
}

/**
 * For the tests of a `describe`: one page each, which must end without a fault.
 * @returns opens it
 */
export function onePageEach(): (name: PageName, setting?: Setting) => Promise<Page> {
  let browser: Browser;
  let opened: OpenedPage | undefined;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    const faults = opened?.faults ?? [];
    await opened?.page.context().close();
    opened = undefined;
    assert.deepEqual(faults, [], 'errors of the script and violations of the security policy');
  });

  return async (name, setting) => {
    opened = await openWebview(browser, name, setting);
    return opened.page;
  };
}

/** VS Code's change of theme in a page that is open. */
export async function changeTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate(({ classes, variables }) => {
    document.documentElement.removeAttribute('style');
    for (const [key, value] of Object.entries(variables))
      document.documentElement.style.setProperty(key, value);
    document.body.className = classes;
  }, themes[theme]);
}

/** As `extension/views/webviewHtml.ts` writes it. */
function html(name: PageName, theme: ThemeName, language: string): string {
  const translations =
    language === 'en' ? '{}' : readFileSync(join(root, `l10n/bundle.l10n.${language}.json`), 'utf8');
  const variables = Object.entries(themes[theme].variables)
    .map(([key, value]) => `${key}: ${value};`)
    .join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'nonce-0'",
    `style-src ${origin} 'nonce-0'`,
    `img-src ${origin} data: blob:`,
    `font-src ${origin}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="0" />
    <title>${name}</title>
    <style nonce="0">:root { ${variables} }</style>
    <link rel="stylesheet" href="${name}.css" />
  </head>
  <body class="${themes[theme].classes}">
    <script type="application/json" id="l10n">${translations.replaceAll('<', '\\u003c')}</script>
    <script nonce="0" src="${name}.js"></script>
  </body>
</html>`;
}
