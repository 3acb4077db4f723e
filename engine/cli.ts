/** @file The engine in the terminal: `train` a model, or `trace` one step of it into a file that NumPy reads. */

import { parseCommandLine, USAGE } from './cli/options.ts';
import { trace } from './cli/trace.ts';
import { train } from './cli/train.ts';
import { UserError } from './errors.ts';
import wasm from './kernels/assembly/index.wasm';
import { simdBackend } from './kernels/simd.ts';

try {
  const call = parseCommandLine(process.argv.slice(2));
  if (call.command === 'help') process.stdout.write(USAGE);
  else if (call.command === 'train') await train(call, simdBackend(wasm));
  else await trace(call, simdBackend(wasm));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
