/** @file A model that Keras code builds: its layers, what it is compiled with, and how it is trained. */

import type { ModelSpec } from '../../../../engine/model.ts';
import { sizeOf } from '../../../../engine/tensor.ts';
import type { ArrayNode } from '../../numpy/graph.ts';
import type { Call, Value } from '../../python/values.ts';
import { remark, type ReadModel, type Remark, type Span } from '../../reading.ts';
import { Arguments } from '../arguments.ts';
import { readModelOf, type Path, type PlacedLayer } from '../layered.ts';
import { Notes } from '../notes.ts';
import { refuseArgument } from '../refusals.ts';
import type { Layer } from './layers.ts';
import { lossIn, optimizerIn, type Loss, type Optimizer } from './training.ts';

/** What `compile` is given. */
interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: Loss | null;
}

/** What `fit` is given. */
interface Fitted {
  readonly path: Path;
  readonly batchSize: number;
  readonly epochs: number;
  readonly shuffle: boolean;
  readonly examples: number | null;
  /** Of one example, if the data's shape is known. */
  readonly exampleShape: readonly number[] | null;
}

/** What stands for a seed or a type in all models of the code. */
export interface Settings {
  readonly seed: number;
  readonly dtype: ModelSpec['dtype'];
}

export class Model {
  readonly layers: Layer[] = [];
  private readonly notes = new Notes();
  private readonly at: Span;
  private compiled: Compiled | null = null;
  private fitted: Fitted | null = null;
  private settings: Settings | null = null;

  constructor(path: Path) {
    this.at = path[path.length - 1];
  }

  add(layer: Layer | null, at: Span): void {
    if (layer) this.layers.push(layer);
    else
      this.notes.refuse(
        at,
        remark('It is not known which layer stands here, so this model is not followed.'),
      );
  }

  /** Takes over the layers of another model. */
  include(part: Model): void {
    this.layers.push(...part.layers);
    this.notes.include(part.notes);
  }

  get isCompiled(): boolean {
    return this.compiled !== null;
  }

  refuse(at: Span, said: Pick<Remark, 'template' | 'args'>): void {
    this.notes.refuse(at, said);
  }

  /** Once it has been trained, another `compile` begins another training. */
  compile(call: Call): void {
    if (this.fitted) return;
    const args = new Arguments(call, ['optimizer', 'loss', 'metrics']);
    const loss = args.get('loss');
    this.compiled = { optimizer: optimizerIn(args.get('optimizer'), call), loss: lossIn(loss, call) };
  }

  /** The first training is the one that is read. */
  fit(call: Call, settings: Settings): void {
    if (this.fitted) return;
    const at = call.path[call.path.length - 1];
    const args = new Arguments(call, [
      'x',
      'y',
      'batch_size',
      'epochs',
      'verbose',
      'callbacks',
      'validation_split',
    ]);
    const batchSize = args.number(32, 'batch_size');
    const epochs = args.number(1, 'epochs', 'nb_epoch');
    const shuffle = args.flag(true, 'shuffle');
    const split = args.number(0, 'validation_split');
    if (batchSize === null) refuseArgument(this.notes, at, 'batch_size', 'fit');
    if (epochs === null) refuseArgument(this.notes, at, 'epochs', 'fit');
    if (shuffle === null) refuseArgument(this.notes, at, 'shuffle', 'fit');
    if (split === null) refuseArgument(this.notes, at, 'validation_split', 'fit');
    for (const name of ['callbacks', 'class_weight', 'sample_weight']) {
      if (args.get(name))
        this.notes.add(
          at,
          'hint',
          remark('{0} is not followed here: training goes on as if it were left out.', name),
        );
    }
    const data = args.get('x');
    // Without targets beside it, it is a data set, which has its own batches.
    if (data?.kind !== 'array' && !args.get('y') && !args.get('batch_size'))
      this.notes.add(
        at,
        'hint',
        remark('How many examples a batch has is not known here; {0} are taken.', 32),
      );
    const isScaled = this.layers.some(({ work }) => work?.kind === 'scale');
    if (data?.kind === 'array' && isRaw(data.node) && !isScaled)
      this.notes.add(
        at,
        'information',
        remark('The pixels go from 0 to 255 here; in the training that is shown they are divided by 255.'),
      );
    const start = data?.kind === 'array' ? startOf(data.node) : 0;
    if (start !== 0)
      this.notes.add(
        at,
        'information',
        remark(
          'Training takes the images from number {0} on here; what is shown takes the first ones.',
          start,
        ),
      );
    const shape = shapeOfData(data);
    const count = shape?.at(0) ?? null;
    this.fitted = {
      path: call.path,
      batchSize: batchSize ?? 32,
      epochs: epochs ?? 1,
      shuffle: shuffle ?? true,
      examples: examplesOf(count, split ?? 0),
      exampleShape: shape && knownLengths(shape.slice(1)),
    };
    this.settings = settings;
  }

  /**
   * The model, if it can be read; and what there is to say of it.
   * @param trained layers of models that are compiled: what is made of them need not be compiled itself
   */
  read(
    settings: Settings,
    trained: ReadonlySet<Layer>,
  ): { model: ReadModel | null; remarks: readonly Remark[] } {
    const notes = new Notes();
    for (const layer of this.layers) notes.include(layer.notes);
    notes.include(this.notes);
    const model = this.readInto(notes, this.settings ?? settings, trained);
    return { model, remarks: notes.remarks };
  }

  private readInto(notes: Notes, { seed, dtype }: Settings, trained: ReadonlySet<Layer>): ReadModel | null {
    const { compiled, fitted, at } = this;
    if (notes.isRefused() || this.layers.length === 0) return null;
    if (!compiled) {
      if (!this.layers.some((layer) => layer.work?.kind === 'dense' && trained.has(layer)))
        notes.refuse(at, remark('This model is not compiled, so there is nothing to train.'));
      return null;
    }
    const { optimizer, loss } = compiled;
    notes.include(optimizer.notes);
    if (loss) notes.include(loss.notes);
    else
      notes.refuse(
        optimizer.path[optimizer.path.length - 1],
        remark('compile has no loss here, so this model is not followed.'),
      );
    const inputShape = this.inputShape(notes);
    const layers = this.placedLayers(inputShape, loss, notes);
    const l2 = this.l2(notes);
    if (notes.isRefused() || !optimizer.spec || !loss?.spec || layers.length === 0) return null;
    return readModelOf({
      library: 'keras',
      inputShape,
      layers,
      loss: loss.spec,
      lossPath: loss.path,
      lossGradientPath: loss.path,
      l2,
      optimizer: optimizer.spec,
      updatePath: optimizer.path,
      batchSize: fitted?.batchSize ?? 32,
      epochs: fitted?.epochs ?? 1,
      shuffle: fitted?.shuffle ?? true,
      seed,
      dtype,
      examples: fitted?.examples ?? null,
      at,
      training: fitted && fitted.path[fitted.path.length - 1],
      batchPath: fitted?.path ?? [],
    });
  }

  /** As the layers say it, else as the data has it. */
  private inputShape(notes: Notes): readonly number[] {
    const shape = this.layers.find(({ inputShape }) => inputShape)?.inputShape ?? this.fitted?.exampleShape;
    if (shape) return shape;
    notes.add(
      this.at,
      'information',
      remark('The shape of the input is not said here: images of {0}×{1} are taken.', 28, 28),
    );
    return [28 * 28];
  }

  /** Dense layers, each with the activation that stands in it or behind it. */
  private placedLayers(inputShape: readonly number[], loss: Loss | null, notes: Notes): PlacedLayer[] {
    const placed: PlacedLayer[] = [];
    let isFlat = inputShape.length === 1;
    let inputs = sizeOf(inputShape);
    for (const { work, path } of this.layers) {
      const at = path[path.length - 1];
      if (work?.kind === 'flatten') isFlat = true;
      if (work?.kind === 'dense') {
        if (!isFlat) {
          notes.refuse(
            at,
            remark(
              'Dense works on the last axis alone. Put Flatten before it to have an MLP, which can be followed.',
            ),
          );
          return [];
        }
        const { units, activation, init, biasInit } = work;
        const spec = { units, activation, init: init(inputs), ...(biasInit && { biasInit }) };
        placed.push({ spec, path, parameterPath: path, activationPath: path });
        inputs = units;
      }
      if (work?.kind === 'activation') {
        const last = placed.pop();
        if (last?.spec.activation !== 'linear') {
          notes.refuse(
            at,
            remark(
              'An activation can be followed only behind a Dense layer that has none, so this model is not.',
            ),
          );
          return [];
        }
        placed.push({ ...last, spec: { ...last.spec, activation: work.activation }, activationPath: path });
      }
    }
    return loss?.spec?.name === 'crossEntropy' ? withSoftmax(placed, loss, notes) : placed;
  }

  private l2(notes: Notes): number {
    const weights = this.layers.flatMap(({ work, path }) =>
      work?.kind === 'dense' ? [{ l2: work.l2, path }] : [],
    );
    const other = weights.find(({ l2 }) => l2 !== weights[0].l2);
    if (other)
      notes.refuse(
        other.path[other.path.length - 1],
        remark('Only one l2 for all Dense layers can be followed, so this model is not.'),
      );
    // Keras adds λ · Σ W², where the engine halves it.
    return 2 * (weights.at(0)?.l2 ?? 0);
  }
}

/** Cross-entropy stands on a softmax: that of the last layer, or its own. */
function withSoftmax(layers: PlacedLayer[], { fromLogits, path }: Loss, notes: Notes): PlacedLayer[] {
  const last = layers.at(-1);
  if (!last) return layers;
  const { activation } = last.spec;
  const at = path[path.length - 1];
  if (activation === 'softmax') {
    if (fromLogits)
      notes.add(
        at,
        'warning',
        remark('The last layer has a softmax already: the loss must not be given from_logits=True.'),
      );
    return layers;
  }
  if (fromLogits && activation === 'linear')
    return [
      ...layers.slice(0, -1),
      { ...last, spec: { ...last.spec, activation: 'softmax' }, activationPath: path },
    ];
  if (activation === 'linear')
    notes.refuse(
      at,
      remark(
        'The loss takes probabilities, but the last layer has no softmax. Give it one, or the loss from_logits=True.',
      ),
    );
  else
    notes.refuse(
      at,
      remark(
        'The loss can be followed on a softmax only, but the last layer is a {0}, so this model is not.',
        activation,
      ),
    );
  return layers;
}

/** Whether these are the images of a data set as they were loaded, whatever their shape: no arithmetic was done on them. */
function isRaw(images: ArrayNode): boolean {
  for (let node = images; ;) {
    if (node.operation === 'data') return true;
    const [first] = node.inputs;
    if (node.inputs.length === 0 || typeof first === 'number') return false;
    if (node.inputs.some((input) => typeof input === 'number')) return false;
    node = first;
  }
}

/** At which of the loaded images a slice of them begins; 0 for the first, below 0 counted from the end. */
function startOf(images: ArrayNode): number {
  for (let node = images; ;) {
    const slice = node.attributes.subscripts?.at(0);
    if (slice?.kind === 'slice' && slice.start !== null && slice.start !== 0) return slice.start;
    const [first] = node.inputs;
    if (node.inputs.length === 0 || typeof first === 'number') return 0;
    node = first;
  }
}

/** The lengths of the axes of an array; `null` if they are not known. */
function shapeOfData(value: Value | undefined): readonly (number | null)[] | null {
  return value?.kind === 'array' ? value.node.shape : null;
}

function knownLengths(shape: readonly (number | null)[]): number[] | null {
  const known = shape.filter((length) => length !== null);
  return known.length === shape.length && known.length > 0 ? known : null;
}

/** How many examples of MNIST it is trained on, where not on all of them. */
function examplesOf(count: number | null, validationSplit: number): number | null {
  const all = 60000;
  const rows = Math.floor((count ?? all) * (1 - validationSplit));
  return rows < all ? rows : null;
}
