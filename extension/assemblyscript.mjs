/** @file Lets esbuild import `X.wasm` where there is an AssemblyScript source `X.ts`: compiled on the spot, as bytes. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** @typedef {import('../engine/kernels/simd.ts').KernelModules} KernelModules */

/** @type {import('esbuild').Plugin} */
export const assemblyScript = {
  name: 'assemblyscript',
  setup(build) {
    build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path) }));
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
      const modules = Object.entries(await compile(path.replace(/wasm$/, 'ts'))).map(([name, bytes]) => {
        const text = JSON.stringify(Buffer.from(bytes).toString('base64'));
        return `${name}: Uint8Array.from(atob(${text}), (letter) => letter.charCodeAt(0))`;
      });
      return { contents: `export default { ${modules.join(', ')} };`, loader: 'js' };
    });
  },
};

const flags = [
  ...'-O3 --runtime stub --enable simd --noAssert'.split(' '),
  // The memory is made by who uses the module, and may be one that threads share.
  ...'--importMemory --zeroFilledMemory --initialMemory 8 --maximumMemory 65536'.split(' '),
];

/** @type {Map<string, Promise<KernelModules>>} */
const compiled = new Map();

/**
 * Compiles once in a process, however many bundles have it in them.
 * @param {string} source path of an AssemblyScript module that allocates nothing
 * @returns {Promise<KernelModules>} the WebAssembly module, without and with relaxed SIMD
 * @throws Error with the compiler's messages
 */
export function compile(source) {
  let modules = compiled.get(source);
  if (!modules) {
    modules = compileForAll(source);
    compiled.set(source, modules);
  }
  return modules;
}

/** @param {string} source */
async function compileForAll(source) {
  const [vectors, relaxed] = await Promise.all([compileFor(source), compileFor(source, 'relaxed-simd')]);
  return { vectors, relaxed };
}

/**
 * @param {string} source
 * @param {...string} features
 */
async function compileFor(source, ...features) {
  // In a process of its own: the compiler's types would redefine JavaScript's for the whole project.
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  const folder = await mkdtemp(join(tmpdir(), 'assemblyscript-'));
  try {
    const enabled = features.flatMap((feature) => ['--enable', feature]);
    const outFile = join(folder, 'module.wasm');
    await promisify(execFile)(process.execPath, [
      compiler,
      source,
      '--outFile',
      outFile,
      ...flags,
      ...enabled,
    ]);
    return new Uint8Array(await readFile(outFile));
  } finally {
    await rm(folder, { recursive: true });
  }
}
