/**
 * @file `npm run bench`: the benchmarks, of what is here now, in the Node that the newest VS Code is made for. How fast the kernels
 * are is up to what the engine is compiled by, and people run it in VS Code.
 */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installDependencies, npm } from '../npm.mjs';
import { codeServers, installNode } from '../vscode/install/code-server.mjs';

await installDependencies();
if (!(await npm(['run', '--silent', 'package'])))
  throw new Error('`npm run package` failed; what it said stands above');
const node = await installNode(codeServers.newest.node);
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const bench = spawn(node, ['--import', 'tsx', main, ...process.argv.slice(2)], { stdio: 'inherit' });
bench.on('exit', (code) => (process.exitCode = code ?? 1));
