/** @file `npm start`: from a fresh clone to a VS Code with the extension in it, training. */

import { spawn } from 'node:child_process';
import { installDependencies, npm } from '../npm.mjs';
import { findDesktopVSCode } from './desktop.mjs';
import { codeServers } from './install/code-server.mjs';
import { projectFolder, sampleFolder, starterFolder } from './paths.mjs';
import { serve } from './serve.mjs';

const extensions = [projectFolder, starterFolder];

/** @param {string} vscode its path */
function startDesktop(vscode) {
  const development = extensions.map((folder) => `--extensionDevelopmentPath=${folder}`);
  console.log(`Opening ${vscode}`);
  spawn(vscode, ['--new-window', ...development, sampleFolder], {
    stdio: 'inherit',
    // On Windows, `code` is a script that only a shell runs.
    shell: process.platform === 'win32',
  });
}

async function startServed() {
  console.log(
    'There is no VS Code with windows here (`code` on the PATH, or VSCODE_PATH), so one is served to a browser',
  );
  const { url } = await serve({ codeServer: codeServers.newest, folder: sampleFolder, extensions });
  console.log(`\nBackprop Lens trains as soon as you open\n\n  ${url.href}\n\nCtrl-C ends it`);
}

await installDependencies();
const vscode = findDesktopVSCode();
if (!(await npm(['run', '--silent', 'build']))) process.exitCode = 1;
else if (vscode) startDesktop(vscode);
else await startServed();
