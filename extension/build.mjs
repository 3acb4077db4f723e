/** @file Bundles what runs into `dist/`: the extension, its worker, the webviews and the command line. */

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

await Promise.all([
  build({
    ...shared,
    entryPoints: ['extension/main.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
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
    entryPoints: { panel: 'webview/panel/main.ts', inspector: 'webview/inspector/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
  }),
  build({
    ...shared,
    entryPoints: ['engine/cli.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'esm',
  }),
]);
