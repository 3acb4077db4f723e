/**
 * @file The benchmarks: what DESIGN promises, measured here and now.
 *
 *     npm run bench [-- NAME …] [-- --data DIR]     train, seek, frame; all of them unless named
 *
 * Without a folder the built-in digits stand in for MNIST. Machines are noisy: quote ratios of one run, not its seconds.
 */

import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { compile } from '../../extension/assemblyscript.mjs';
import { frame } from './frame.ts';
import { seek } from './seek.ts';
import { train } from './train.ts';

const benches = { train, seek, frame };

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true });
const kernels = fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url));
const backend = simdBackend(await compile(kernels));
const dataset = await readDataset(values.data ?? 'builtin');
console.log(`${dataset.name}, ${dataset.train.count} training images, Node ${process.version}`);
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}`);
  console.table(bench(dataset, backend));
}
