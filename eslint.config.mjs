/** @file Lint rules, above all the walls between the rooms. */

import { defineConfig } from 'eslint/config';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Forbids imports whose path matches one of the patterns.
 * @param {string} message
 * @param {string[]} regexes
 * @returns {import('eslint').Linter.RulesRecord}
 */
const wall = (message, ...regexes) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    { patterns: regexes.map((regex) => ({ regex, message })) },
  ],
});

export default defineConfig(
  // AssemblyScript looks like TypeScript and is not: its own compiler checks it.
  { ignores: ['dist/', 'engine/kernels/assembly/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // The compiler knows what is defined.
      'no-undef': 'off',
      // Numbers in messages are what this product is about.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['engine/**'],
    rules: {
      ...wall(
        'engine imports nothing but itself and libraries that run anywhere',
        '^(vscode|node:)',
        '\\.\\./(extension|webview|test)/',
      ),
      'no-restricted-globals': ['error', 'document', 'window', 'process', 'Buffer', 'require'],
    },
  },
  {
    // The terminal is Node.
    files: ['engine/cli.ts', 'engine/cli/**'],
    rules: {
      ...wall('engine imports nothing of ours', '^vscode$', '\\.\\./(extension|webview|test)/'),
      'no-restricted-globals': 'off',
    },
  },
  {
    files: ['extension/**'],
    rules: wall(
      'of webview, the extension imports the protocol, and how a tensor becomes a picture',
      'webview/(?!protocol\\.ts$|drawing/)',
      '/test/',
    ),
  },
  {
    // Only Node's own entry knows Node.
    files: ['extension/**/*.ts'],
    ignores: ['extension/node/**'],
    rules: wall(
      'the extension runs in browsers too, and of webview it imports the protocol, and how a tensor becomes a picture',
      '^node:',
      '/(node|cli)/',
      'webview/(?!protocol\\.ts$|drawing/)',
      '/test/',
    ),
  },
  {
    files: ['webview/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(vscode$|node:)', message: 'a webview runs in a browser' },
            { regex: '/(extension|test)/', message: 'webview does not know the extension' },
            {
              regex: '/engine/(?!(cursor|frame|parts|data/(normalise|pen))\\.ts$)',
              allowTypeImports: true,
              message:
                'of the engine, a webview imports types, how numbers become a frame and travel, and how ink becomes an image',
            },
          ],
        },
      ],
    },
  },
  {
    // The extension host draws with it too.
    files: ['webview/drawing/**'],
    rules: { 'no-restricted-globals': ['error', 'document', 'window'] },
  },
);
