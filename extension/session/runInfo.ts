/** @file What is told of a run that does not change while it lasts. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type { OpInfo } from '../../engine/ops/op.ts';
import { compile, parameterCount, type ProgramInfo } from '../../engine/program.ts';
import type { RunInfo } from '../../webview/protocol.ts';

/** Follows from the model and the size of the data, so that it can be told without an engine. */
export function runInfo(
  model: ModelSpec,
  dataset: RunInfo['dataset'],
  backend: RunInfo['backend'],
): Omit<RunInfo, 'id'> {
  const program = compile(model);
  const stepsPerEpoch = Math.ceil(dataset.train / model.batchSize);
  return {
    model,
    program: programInfo(program),
    dataset,
    backend,
    parameterCount: parameterCount(program),
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * model.epochs,
  };
}

export function datasetInfo({ name, builtIn, train, test }: Dataset): RunInfo['dataset'] {
  return { name, builtIn, train: train.count, test: test.count };
}

/** A program's code cannot travel. */
function programInfo({ tensors, ops, constants }: ProgramInfo): ProgramInfo {
  return { tensors, ops: ops.map(withoutCode), constants };
}

function withoutCode({ output, inputs, phase, layer, formula, numpy }: OpInfo): OpInfo {
  return { output, inputs, phase, layer, formula, numpy };
}
