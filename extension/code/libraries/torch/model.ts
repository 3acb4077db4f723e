/** @file A model that PyTorch code trains: the modules that its output came through, its loss, and its optimizer. */

import type { LayerSpec, ModelSpec } from '../../../../engine/model.ts';
import { remark, type ReadModel, type Remark, type Span } from '../../reading.ts';
import type { Loop } from '../../python/values.ts';
import { readModelOf, type LayeredModel, type Path, type PlacedLayer } from '../layered.ts';
import { Notes } from '../notes.ts';
import type { Origin, Step } from './tensors.ts';
import type { LossValue, Optimizer } from './training.ts';

/** What the code does in each turn of its training loop. */
export interface Training {
  readonly at: Span;
  readonly value: LossValue;
  /** `loss.backward()`. */
  readonly backwardPath: Path;
  readonly optimizer: Optimizer;
  /** `optimizer.step()`. */
  readonly stepPath: Path;
  readonly loops: readonly Loop[];
  readonly seed: number;
  readonly dtype: ModelSpec['dtype'];
}

/**
 * The model, if it can be read; and what there is to say of it.
 *
 * @param zeroes whether the code ever sets gradients to zero
 */
export function readTraining(
  training: Training,
  zeroes: boolean,
): { model: ReadModel | null; remarks: readonly Remark[] } {
  const notes = new Notes();
  const model = readInto(training, zeroes, notes);
  return { model, remarks: notes.remarks };
}

function readInto(training: Training, zeroes: boolean, notes: Notes): ReadModel | null {
  const { at, value, optimizer, loops, seed, dtype } = training;
  const steps = value.output?.steps;
  for (const { module } of steps ?? []) notes.include(module.notes);
  notes.include(value.loss.notes);
  notes.include(optimizer.notes);
  if (!steps)
    notes.refuse(
      lastOf(value.path),
      remark('What the loss is computed of cannot be followed back to the input, so this model is not.'),
    );
  if (!value.output || !steps || notes.isRefused() || !value.loss.kind || !optimizer.spec) return null;
  const { kind } = value.loss;
  const layers = placedLayers(steps, notes);
  const placed = kind.takes === 'output' ? layers : withSoftmax(layers, steps, value, notes);
  const batches = batchesOf(value.output.origin, loops, lastOf(value.path), notes);
  if (!zeroes)
    notes.add(
      lastOf(training.stepPath),
      'warning',
      remark(
        'The gradients are never set to zero: they add up from step to step. Call {0} in the loop.',
        'optimizer.zero_grad()',
      ),
    );
  if (notes.isRefused() || !batches || placed.length === 0) return null;
  const loop = loops.find(({ unrolled }) => !unrolled);
  return readModelOf({
    library: 'torch',
    inputShape: [inputsOf(steps)],
    layers: placed,
    loss: kind.spec,
    lossPath: value.path,
    lossGradientPath: training.backwardPath,
    l2: optimizer.weightDecay,
    optimizer: optimizer.spec,
    updatePath: training.stepPath,
    ...batches,
    seed,
    dtype,
    at,
    training: loop?.at ?? lastOf(training.stepPath),
    batchPath: value.output.origin.path,
  });
}

/** Linear layers, each with the activation behind it. */
function placedLayers(steps: readonly Step[], notes: Notes): PlacedLayer[] {
  const placed: PlacedLayer[] = [];
  let inputs: number | null = null;
  for (const { module, path } of steps) {
    const { work } = module;
    const at = lastOf(module.path);
    if (work?.kind === 'linear') {
      if (inputs !== null && inputs !== work.inputs) {
        notes.refuse(
          at,
          remark('This layer takes {0} numbers, but the one before it gives {1}.', work.inputs, inputs),
        );
        return [];
      }
      inputs = work.units;
      placed.push({ spec: linear(work), path, parameterPath: module.path, activationPath: path });
    }
    if (work?.kind !== 'activation' && work?.kind !== 'logSoftmax') continue;
    const last = placed.pop();
    if (last?.spec.activation !== 'linear') {
      notes.refuse(
        at,
        remark(
          'An activation can be followed only behind a Linear layer that has none yet, so this model is not.',
        ),
      );
      return [];
    }
    const activation = work.kind === 'activation' ? work.activation : 'softmax';
    placed.push({ ...last, spec: { ...last.spec, activation }, activationPath: path });
  }
  return placed;
}

/** PyTorch draws weights and biases alike, evenly within one over the root of the number of inputs. */
function linear({ inputs, units }: { readonly inputs: number; readonly units: number }): LayerSpec {
  const init = { name: 'uniform', limit: 1 / Math.sqrt(inputs) } as const;
  return { units, activation: 'linear', init, biasInit: init };
}

/** Cross-entropy has a softmax of its own, or takes the logarithms of one. */
function withSoftmax(
  layers: PlacedLayer[],
  steps: readonly Step[],
  { loss, path }: LossValue,
  notes: Notes,
): PlacedLayer[] {
  const last = layers.at(-1);
  const end = steps.findLast(({ module }) => module.work?.kind !== 'none')?.module.work;
  if (!last || !end) return layers;
  if (loss.kind?.takes === 'logProbabilities') {
    if (end.kind !== 'logSoftmax')
      notes.refuse(
        lastOf(path),
        remark('NLLLoss takes the logarithms of probabilities: give the model a LogSoftmax at its end.'),
      );
    return layers;
  }
  if (end.kind === 'linear')
    return [
      ...layers.slice(0, -1),
      { ...last, spec: { ...last.spec, activation: 'softmax' }, activationPath: path },
    ];
  if (end.kind === 'logSoftmax' || last.spec.activation === 'softmax') {
    notes.refuse(
      lastOf(path),
      remark(
        'CrossEntropyLoss has a softmax of its own: that of the model is one too many, and such a model cannot be followed.',
      ),
      // It trains, but worse than it could.
      'warning',
    );
    return layers;
  }
  notes.refuse(
    lastOf(path),
    remark(
      'CrossEntropyLoss takes what stands before an activation, but the last layer is a {0}, so this model is not followed.',
      last.spec.activation,
    ),
  );
  return layers;
}

type Batches = Pick<LayeredModel, 'batchSize' | 'epochs' | 'shuffle' | 'examples'>;

/** How the loops go through the data. */
function batchesOf(
  { loader, rows, examples, isShuffled }: Origin,
  all: readonly Loop[],
  at: Span,
  notes: Notes,
): Batches | null {
  const loops = all.filter(({ unrolled }) => !unrolled);
  const batchSize = loader ? loader.batchSize : rows;
  if (batchSize === null) {
    notes.refuse(
      at,
      remark(
        'How many examples a batch has is not known, so this model is not followed. A DataLoader says it.',
      ),
    );
    return null;
  }
  const shuffle = loader ? loader.shuffle : isShuffled;
  // Without a loop over batches, each turn takes all there is.
  const isInBatches = loader !== null || examples !== null;
  const count = loops.length > 1 || !isInBatches ? loops.at(0)?.count : 1;
  if (count === null)
    notes.add(
      loops[0].at,
      'information',
      remark('How many epochs this loop runs is not known: one is taken.'),
    );
  const available = loader ? loader.examples : (examples ?? rows);
  return {
    batchSize,
    epochs: count ?? 1,
    shuffle: shuffle ?? true,
    examples: available !== null && available < 60000 ? available : null,
  };
}

function inputsOf(steps: readonly Step[]): number {
  for (const { module } of steps) if (module.work?.kind === 'linear') return module.work.inputs;
  return 0;
}

function lastOf(path: Path): Span {
  return path[path.length - 1];
}
