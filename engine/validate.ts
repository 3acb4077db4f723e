/** @file Lets a model through only if it can be trained; says which field is wrong, its value, and what would be right. */

import type { Dataset } from './data/dataset.ts';
import { ModelError } from './errors.ts';
import type { ActivationName, BiasInitSpec, InitSpec, LossSpec, ModelSpec, OptimizerName } from './model.ts';
import { activations } from './ops/activation.ts';
import { sizeOf } from './tensor.ts';

type Json = Readonly<Record<string, unknown>>;

/** More cells than this in one layer's weights would not fit into one array. */
const LARGEST = 2 ** 28;

const initFields: Readonly<Record<InitSpec['name'], readonly string[]>> = {
  normal: ['std'],
  uniform: ['limit'],
  glorotUniform: [],
  glorotNormal: [],
  heUniform: [],
  heNormal: [],
  zeros: [],
};

const biasInitNames = ['normal', 'uniform'] satisfies BiasInitSpec['name'][];

const optimizerFields: Readonly<Record<OptimizerName, readonly string[]>> = {
  sgd: [],
  momentum: ['momentum'],
  nesterov: ['momentum'],
  rmsprop: ['rho', 'epsilon'],
  adam: ['beta1', 'beta2', 'epsilon'],
  adamw: ['beta1', 'beta2', 'epsilon', 'weightDecay'],
};

export const activationNames = Object.keys(activations) as ActivationName[];
export const optimizerNames = Object.keys(optimizerFields) as OptimizerName[];

/**
 * Checks every field of a model that came from outside.
 * @throws ModelError for the first field that is missing, of the wrong kind or out of range
 */
export function parseModel(json: unknown): ModelSpec {
  const model = record('model', json);
  const inputShape = list('inputShape', model.inputShape);
  inputShape.forEach((length, axis) => {
    whole(`inputShape[${axis}]`, length, 1, LARGEST);
  });
  list('layers', model.layers).forEach(checkLayer);
  checkLoss(record('loss', model.loss));
  nonNegative('l2', model.l2);
  checkOptimizer(record('optimizer', model.optimizer));
  whole('batchSize', model.batchSize, 1, 2 ** 20);
  whole('epochs', model.epochs, 1, 1_000_000);
  oneOf('shuffle', model.shuffle, [true, false]);
  whole('seed', model.seed, 0, 2 ** 32 - 1);
  oneOf('dtype', model.dtype, ['float32', 'float64']);

  // Every field has been looked at; what follows is about how they fit together.
  const checked = json as ModelSpec;
  const last = checked.layers.length - 1;
  if (checked.loss.name === 'crossEntropy') {
    const { activation } = checked.layers[last];
    if (activation !== 'softmax') {
      throw new ModelError(
        '{0} is {1}, but cross-entropy stands on softmax. Make it softmax, or choose the mean squared error.',
        `layers[${last}].activation`,
        activation,
      );
    }
  }
  let inputs = sizeOf(checked.inputShape);
  checked.layers.forEach(({ units }, layer) => {
    if (inputs * units > LARGEST) {
      throw new ModelError(
        '{0} is {1}, which makes {2} weights with its {3} inputs. Use fewer units: at most {4} weights fit into a layer.',
        `layers[${layer}].units`,
        units,
        inputs * units,
        inputs,
        LARGEST,
      );
    }
    inputs = units;
  });
  return checked;
}

/**
 * Checks a model against the data that it is to be trained on.
 * @throws ModelError
 */
export function checkFits(model: ModelSpec, { train, name }: Dataset): void {
  const pixels = train.height * train.width;
  if (sizeOf(model.inputShape) !== pixels) {
    throw new ModelError(
      'inputShape is {0}, but an image of {1} is {2}×{3}. Make it [{2}, {3}].',
      JSON.stringify(model.inputShape),
      name,
      train.height,
      train.width,
    );
  }
  const classes = 10;
  const last = model.layers.length - 1;
  if (model.layers[last].units < classes) {
    throw new ModelError(
      '{0} is {1}, but {2} has {3} classes. Give the last layer {3} units.',
      `layers[${last}].units`,
      model.layers[last].units,
      name,
      classes,
    );
  }
  if (model.batchSize > train.count) {
    throw new ModelError(
      'batchSize is {0}, but {1} has {2} training images. Make it {2} or less.',
      model.batchSize,
      name,
      train.count,
    );
  }
}

function checkLayer(json: unknown, index: number): void {
  const field = `layers[${index}]`;
  const layer = record(field, json);
  whole(`${field}.units`, layer.units, 1, LARGEST);
  oneOf(`${field}.activation`, layer.activation, activationNames);
  checkInit(`${field}.init`, layer.init, Object.keys(initFields));
  if (layer.biasInit !== undefined) checkInit(`${field}.biasInit`, layer.biasInit, biasInitNames);
}

function checkInit(field: string, json: unknown, names: readonly string[]): void {
  const init = record(field, json);
  oneOf(`${field}.name`, init.name, names);
  for (const name of initFields[init.name as InitSpec['name']]) nonNegative(`${field}.${name}`, init[name]);
}

function checkLoss(loss: Json): void {
  oneOf('loss.name', loss.name, ['crossEntropy', 'meanSquaredError'] satisfies LossSpec['name'][]);
  if (loss.name === 'crossEntropy') oneOf('loss.targets', loss.targets, ['oneHot', 'classIndices']);
}

function checkOptimizer(optimizer: Json): void {
  oneOf('optimizer.name', optimizer.name, optimizerNames);
  positive('optimizer.learningRate', optimizer.learningRate);
  for (const name of optimizerFields[optimizer.name as OptimizerName]) {
    const check = name === 'epsilon' || name === 'weightDecay' ? nonNegative : belowOne;
    check(`optimizer.${name}`, optimizer[name]);
  }
}

/** As a person reads it: JSON, which has no word for NaN, the infinities and what is not there. */
function written(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function record(field: string, value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new ModelError('{0} is {1}. It must be an object.', field, written(value));
}

/** @throws ModelError unless a value is a list with something in it */
export function list(field: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new ModelError('{0} is {1}. It must be a list with at least one entry.', field, written(value));
}

function whole(field: string, value: unknown, low: number, high: number): void {
  if (Number.isInteger(value) && Number(value) >= low && Number(value) <= high) return;
  throw new ModelError(
    '{0} is {1}. It must be a whole number from {2} to {3}.',
    field,
    written(value),
    low,
    high,
  );
}

function positive(field: string, value: unknown): void {
  if (Number.isFinite(value) && Number(value) > 0) return;
  throw new ModelError('{0} is {1}. It must be a number above 0.', field, written(value));
}

function nonNegative(field: string, value: unknown): void {
  if (Number.isFinite(value) && Number(value) >= 0) return;
  throw new ModelError('{0} is {1}. It must be a number from 0 up.', field, written(value));
}

function belowOne(field: string, value: unknown): void {
  if (Number.isFinite(value) && Number(value) >= 0 && Number(value) < 1) return;
  throw new ModelError('{0} is {1}. It must be a number from 0 up to but without 1.', field, written(value));
}

function oneOf(field: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  throw new ModelError(
    '{0} is {1}. It must be one of {2}.',
    field,
    written(value),
    choices.map(written).join(', '),
  );
}
