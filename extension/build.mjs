/** @file Bundles what runs into `dist/`: the extension, its worker, the webviews and the command line. */

import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { assemblyScript } from './assemblyscript.mjs';

const shared = {
  bundle: true,
  logLevel: /** @type {const} */ ('warning'),
  minify: process.argv.includes('--minify'),
  sourcemap: !process.argv.includes('--minify'),
  target: 'es2022',
  plugins: [assemblyScript],
};

const extension = 'web/extension.js';

/**
 * What Node adds to the extension takes all the rest from there, rather than have it twice.
 * @type {import('esbuild').Plugin}
 */
const takeExtension = {
  name: 'take-extension',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/main\.ts$/ }, () => ({ path: `./${extension}`, external: true }));
  },
};

/**
 * Every file that imports `vscode` would make a copy of its hundreds of names, one by one, while the extension starts: so one does it
 * for all.
 * @type {import('esbuild').Plugin}
 */
const takeVSCodeOnce = {
  name: 'take-vscode-once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'once' },
    );
    build.onLoad({ filter: /^vscode$/, namespace: 'once' }, () => ({ contents: `export * from 'vscode';` }));
  },
};

await Promise.all([
  build({
    ...shared,
    entryPoints: ['extension/main.ts'],
    outfile: `dist/${extension}`,
    platform: 'browser',
    format: 'cjs',
    plugins: [assemblyScript, takeVSCodeOnce],
  }),
  // Else Node would take it for a module, as all that is ours and ends so.
  mkdir('dist/web', { recursive: true }).then(() =>
    writeFile('dist/web/package.json', JSON.stringify({ type: 'commonjs' })),
  ),
  build({
    ...shared,
    entryPoints: ['extension/node/main.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    plugins: [takeExtension],
  }),
  build({
    ...shared,
    entryPoints: ['extension/session/worker.ts'],
    outfile: 'dist/worker.cjs',
    platform: 'browser',
    format: 'iife',
    external: ['node:worker_threads'],
  }),
  build({
    ...shared,
    entryPoints: ['extension/code/read.ts'],
    outfile: 'dist/read.cjs',
    platform: 'browser',
    format: 'cjs',
  }),
  build({
    ...shared,
    entryPoints: { panel: 'webview/panel/main.ts', inspector: 'webview/inspector/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'esm',
    // What both draw with and are controlled by is packed once.
    splitting: true,
    chunkNames: 'shared',
  }),
  build({
    ...shared,
    entryPoints: ['engine/cli.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'esm',
  }),
]);
