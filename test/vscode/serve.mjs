/** @file Serves VS Code to a browser, with chosen extensions and settings, and a state of its own that goes when it ends. */

import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { installCodeServer } from './install/code-server.mjs';

/**
 * @typedef {object} ServeOptions
 * @property {import('./install/code-server.mjs').CodeServer} codeServer
 * @property {string} folder the folder that is open
 * @property {string[]} [extensions] each a packaged `.vsix`, or a folder that is run as it is
 * @property {Record<string, unknown>} [settings] the user's
 * @property {string} [locale] such as `ko`; English unless told
 * @property {boolean} [restricted] whether the folder is not trusted
 * @property {NodeJS.ProcessEnv} [env] variables for it and for the extension host, beside ours
 */

/**
 * @typedef {object} Server
 * @property {URL} url where the folder is open
 * @property {() => Promise<void>} stop ends every process of it and removes its state
 */

/**
 * What would stand in the picture, or in the way, on the first day of a VS Code; and looking for ports to forward, for which the
 * extension host runs a shell every few seconds, and which are all on this computer.
 */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
  'window.confirmBeforeClose': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** A server in a process group of its own hears none of these itself. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const flagsOfAll = [
  ['--auth', 'none'],
  ['--bind-addr', '127.0.0.1:0'],
  '--disable-getting-started-override',
  '--disable-telemetry',
  '--disable-update-check',
].flat();

/**
 * @param {ServeOptions} options
 * @returns {Promise<Server>} once it answers
 */
export async function serve({
  codeServer,
  folder,
  extensions = [],
  settings = {},
  locale,
  restricted = false,
  env = {},
}) {
  const { node, entry } = await installCodeServer(codeServer);
  const state = await mkdtemp(join(tmpdir(), 'backprop-lens-vscode-'));
  const extensionsFolder = join(state, 'extensions');
  await mkdir(join(state, 'User'));
  await mkdir(extensionsFolder);
  await writeFile(join(state, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  // What belongs to a machine, such as a folder on it, a served VS Code takes from there alone.
  await mkdir(join(state, 'Machine'));
  await writeFile(join(state, 'Machine/settings.json'), JSON.stringify(settings));
  if (locale) await declareLanguage(locale, state);

  const command = [
    entry,
    ...['--config', join(state, 'config.yaml')],
    ...['--user-data-dir', state],
    ...['--extensions-dir', extensionsFolder],
  ];
  // What stays on this computer is only slowed down by that. Older versions have no such option, and do not look here.
  const options = { VSCODE_OPTIONS: 'disable-websocket-compression' };
  const environment = { ...withoutVSCode(process.env), ...options, ...env };
  const isPackage = (/** @type {string} */ extension) => extension.endsWith('.vsix');
  // The folders first: VS Code takes what it finds there for installed, but only until it has made its own list.
  for (const extension of extensions.filter((extension) => !isPackage(extension)))
    await symlink(extension, join(extensionsFolder, basename(extension)));
  for (const extension of extensions.filter(isPackage))
    await promisify(execFile)(node, [...command, '--install-extension', extension], { env: environment });

  const child = spawn(
    node,
    [
      ...command,
      ...flagsOfAll,
      ...(locale ? ['--locale', locale] : []),
      ...(restricted ? [] : ['--disable-workspace-trust']),
      folder,
    ],
    // The head of a process group, which can be ended as a whole.
    { detached: true, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    for (const signal of signals) process.off(signal, stopAndExit);
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(state, { recursive: true, force: true, maxRetries: 5 });
  };
  const stopAndExit = () => {
    void stop().then(() => process.exit(1));
  };
  for (const signal of signals) process.once(signal, stopAndExit);
  try {
    const url = await addressOf(child);
    url.searchParams.set('folder', folder);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} server
 * @returns {Promise<URL>} where it listens, as soon as it does
 * @throws {Error} with all that it said, if it ends before
 */
function addressOf(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (/** @type {Buffer} */ chunk) => {
      said += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      // Webviews need a secure context, which a browser grants to this name.
      if (port) resolve(new URL(`http://localhost:${port}/`));
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('error', reject);
    server.once('close', () => {
      reject(new Error(`VS Code ended before it was ready:\n${said}`));
    });
  });
}

/**
 * Lets VS Code take up a language of which it has no translation: its own words stay English, but extensions are asked
 * for theirs in that language.
 * @param {string} locale
 * @param {string} state
 */
async function declareLanguage(locale, state) {
  const translation = join(state, `${locale}.json`);
  await writeFile(translation, JSON.stringify({ contents: {} }));
  await writeFile(
    join(state, 'languagepacks.json'),
    JSON.stringify({
      [locale]: {
        hash: locale,
        extensions: [{ extensionIdentifier: { id: locale }, version: '1' }],
        translations: { vscode: translation },
      },
    }),
  );
}

/**
 * Hides a VS Code in whose terminal we may be running; the new one would hand everything over to it.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutVSCode(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('VSCODE_')));
}
