/** @file `trace`: writes every tensor of one step into a file that `np.load` reads. */

import { writeFile } from 'node:fs/promises';
import { writeNpz } from '../formats/npz.ts';
import type { NpyArray } from '../formats/npy.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { Tensor } from '../tensor.ts';
import { Trainer } from '../trainer.ts';
import { openDataset } from './openDataset.ts';
import { UsageError, type TraceCall } from './options.ts';

export async function trace(call: TraceCall, backend: Backend): Promise<void> {
  const trainer = new Trainer(call.model, await openDataset(call), backend);
  if (call.steps > trainer.totalSteps) {
    throw new UsageError(
      '--steps is {0}, but {1} epochs have {2} steps. Make it {2} or less, or --epochs more.',
      call.steps,
      call.model.epochs,
      trainer.totalSteps,
    );
  }
  for (let step = 1; step < call.steps; step++) trainer.nextStep();

  const updated = new Set(
    trainer.program.ops.filter(({ phase }) => phase === 'update').map(({ output }) => output),
  );
  const arrays: Record<string, NpyArray> = {};
  for (const name of updated) arrays[name] = copy(trainer.tensors[name]);
  trainer.nextStep();
  for (const tensor of Object.values(trainer.tensors)) {
    arrays[updated.has(tensor.name) ? `${tensor.name}_next` : tensor.name] = copy(tensor);
  }
  await write(call.out, writeNpz(arrays));
  process.stderr.write(`Step ${call.steps}: ${Object.keys(arrays).length} arrays written to ${call.out}\n`);
}

function copy({ shape, data }: Tensor): NpyArray {
  return { shape, data: data.slice() };
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new UsageError(
      '{0} cannot be written ({1}). Name another file with --out.',
      file,
      (error as Error).message,
    );
  }
}
