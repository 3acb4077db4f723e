/**
 * @file The benchmarks: what DESIGN promises, measured here and now.
 *
 *     npm run bench [-- NAME …] [-- --data DIR] [-- --quick] [-- --json]
 *
 * NAME is train, density, seek, frame, read, keys, draw, activation or host; all of them unless named. `train` compares with NumPy, PyTorch and
 * TensorFlow.js, whichever are installed; --quick leaves it at the two presets. `keys`, `draw`, `activation` and `host` open the
 * packaged extension in a VS Code. A whole run writes RESULTS.md. Without a folder the built-in digits stand in for MNIST.
 * Machines are noisy: quote ratios of one run, not its seconds.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { compile } from '../../extension/assemblyscript.mjs';
import { secondThread } from '../engine/secondThread.ts';
import { activation } from './activation.ts';
import { density } from './density.ts';
import { draw } from './draw.ts';
import { frame } from './frame.ts';
import { host } from './host.ts';
import { keys } from './keys.ts';
import { readCode } from './read.ts';
import { seek } from './seek.ts';
import { train } from './train.ts';

const { values, positionals } = options();
const autogroup = '/proc/sys/kernel/sched_autogroup_enabled';
const kernels = fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url));
const modules = await compile(kernels);
const backend = simdBackend(modules);
const backends = [simdBackend({ ...modules, relaxed: new Uint8Array() }), backend];
if (availableParallelism() > 1) {
  const shared = simdBackend(modules, await secondThread());
  backends.push({ ...shared, name: `${shared.name}, 2 threads` });
}
const dataset = await readDataset(values.data ?? 'builtin');

const benches = {
  train: () => train(dataset, backends, values.quick ?? false, note),
  density: () => density(backend),
  seek: () => seek(dataset, backend),
  frame: () => frame(dataset, backend),
  read: readCode,
  keys: () => keys(values.data),
  draw: () => draw(values.data),
  activation,
  host: () => host(values.data),
};

const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  fail(
    `There is no benchmark ${unknown.join(', ')}. Name some of ${Object.keys(benches).join(', ')}; none for all.`,
  );
}

const processors = cpus();
const facts =
  `${dataset.name}, ${dataset.train.count} training images; Node ${process.version}; ` +
  `${processors.length} × ${processors[0].model}`;
let results = '# Results of `npm run bench`\n';
note(facts);
if (existsSync(autogroup)) {
  note(
    readFileSync(autogroup, 'utf8').trim() === '1'
      ? 'Linux here gives each session its share of the processors, and VS Code and its browser are two: the engine gives way to ' +
          'one of them alone (keys, draw, activation, host). With `sysctl kernel.sched_autogroup_enabled=0` it is as on a desktop, ' +
          'where both are one.'
      : 'Linux here shares the processors among threads and not among sessions first (`kernel.sched_autogroup_enabled=0`), so that ' +
          'the engine gives way to VS Code and its browser alike, as on a desktop, where both are one session.',
  );
}
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  let rows: Record<string, object>;
  try {
    rows = await bench();
  } catch (error) {
    // The others have taken minutes, and are not lost by it.
    process.exitCode = 1;
    console.error(error);
    results += `\n## ${name}\n\nNot measured: it came to no end.\n`;
    continue;
  }
  if (values.json) console.log(JSON.stringify({ bench: name, rows }));
  else {
    console.log(`\n${name}`);
    console.table(rows);
  }
  results += `\n## ${name}\n\n${markdown(rows)}`;
}
if (positionals.length === 0 && !values.quick) {
  writeFileSync(new URL('RESULTS.md', import.meta.url), await format(results, { parser: 'markdown' }));
}

function options() {
  try {
    return parseArgs({
      options: { data: { type: 'string' }, quick: { type: 'boolean' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    return fail(
      `${String(error)}\nUsage: npm run bench [-- NAME …] [-- --data DIR] [-- --quick] [-- --json]`,
    );
  }
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

/** Something to be said besides the tables. */
function note(line: string): void {
  if (!values.json) console.log(line);
  results += `\n${line}\n`;
}

function markdown(rows: Readonly<Record<string, object>>): string {
  const columns = Object.keys(Object.values(rows)[0]);
  const lines = Object.entries(rows).map(([name, row]) => [name, ...Object.values(row).map(String)]);
  const table = [['', ...columns], ['---', ...columns.map(() => '--:')], ...lines];
  return table.map((line) => `| ${line.join(' | ')} |\n`).join('');
}
