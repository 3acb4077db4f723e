/** @file `train`: runs all epochs, tells how far it is on stderr, and sums up on stdout. */

import { createHash } from 'node:crypto';
import { mostFrequentMistake } from '../evaluator.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { Tensors } from '../ops/op.ts';
import type { ProgramInfo } from '../program.ts';
import { Trainer, type EpochResult } from '../trainer.ts';
import { openDataset } from './openDataset.ts';
import type { TrainCall } from './options.ts';
import { ProgressBar } from './progressBar.ts';

/** Steps between two looks at the clock. */
const STRIDE = 16;

export async function train(call: TrainCall, backend: Backend): Promise<void> {
  const { preset, model, json } = call;
  const dataset = await openDataset(call);
  const trainer = new Trainer(model, dataset, backend);
  const bar = new ProgressBar(trainer, process.stderr);
  const epochs: EpochResult[] = [];

  for (let epoch = 1; epoch <= model.epochs; epoch++) {
    const begin = performance.now();
    for (let step = 1; step <= trainer.stepsPerEpoch; step++) {
      trainer.nextStep();
      if (step % STRIDE === 0) bar.update();
    }
    const seconds = (performance.now() - begin) / 1000;
    const test = trainer.evaluate(dataset.test);
    const result: EpochResult = {
      epoch,
      loss: trainer.epochLoss ?? NaN,
      accuracy: trainer.epochAccuracy ?? NaN,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
      mistake: mostFrequentMistake(test.confusion),
      seconds,
    };
    epochs.push(result);
    bar.finishEpoch(result);
  }

  const { testAccuracy, testLoss } = epochs[epochs.length - 1];
  if (json) {
    const summary = {
      preset,
      dataset: { name: dataset.name, train: dataset.train.count, test: dataset.test.count },
      model,
      epochs,
      testAccuracy,
      testLoss,
      stepsPerSecond: trainer.totalSteps / epochs.reduce((total, { seconds }) => total + seconds, 0),
      parametersSha256: parametersSha256(trainer.program, trainer.tensors),
    };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
  } else {
    process.stdout.write(
      `Test accuracy ${(100 * testAccuracy).toFixed(2)} %, test loss ${testLoss.toFixed(4)}\n`,
    );
  }
}

/** Of the bytes of `W1`, `b1`, `W2` … one behind the other, each in row-major order and the run's own dtype. */
function parametersSha256(program: ProgramInfo, tensors: Tensors): string {
  const hash = createHash('sha256');
  for (const { name, group } of program.tensors) {
    if (group !== 'parameters') continue;
    const { buffer, byteOffset, byteLength } = tensors[name].data;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
