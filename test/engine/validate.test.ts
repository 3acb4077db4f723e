import assert from 'node:assert/strict';
import { ModelError } from '../../engine/errors.ts';
import { presets } from '../../engine/presets.ts';
import { parseModel } from '../../engine/validate.ts';
import { architectures, toyModel } from './toy.ts';

/** The preset as JSON, with the value at a path such as `layers.0.units` replaced. */
function withField(path: string, value: unknown): unknown {
  const model = structuredClone(presets.keras) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, model);
  parent[last] = value;
  return model;
}

describe('parseModel', () => {
  it('lets the presets and every architecture through, unchanged and by way of JSON', () => {
    const models = [presets.keras, presets.numpy, ...[...architectures()].map((parts) => toyModel(parts))];
    for (const model of models) assert.deepEqual(parseModel(JSON.parse(JSON.stringify(model))), model);
  });

  const refusals: readonly [path: string, value: unknown, message: string][] = [
    ['optimizer.learningRate', 0, 'optimizer.learningRate is 0. It must be a number above 0.'],
    ['optimizer.learningRate', NaN, 'optimizer.learningRate is NaN. It must be a number above 0.'],
    ['optimizer.learningRate', '0.1', 'optimizer.learningRate is "0.1". It must be a number above 0.'],
    ['optimizer.beta1', 1, 'optimizer.beta1 is 1. It must be a number from 0 up to but without 1.'],
    [
      'optimizer.name',
      'lion',
      'optimizer.name is "lion". It must be one of "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw".',
    ],
    [
      'layers.0.activation',
      'swish',
      'layers[0].activation is "swish". It must be one of "linear", "sigmoid", "tanh", "relu", "leakyRelu", "gelu", "geluTanh", "softplus", "softmax".',
    ],
    [
      'layers.1.activation',
      'sigmoid',
      'layers[1].activation is sigmoid, but cross-entropy stands on softmax. Make it softmax, or choose the mean squared error.',
    ],
    ['layers.0.units', 0, 'layers[0].units is 0. It must be a whole number from 1 to 268435456.'],
    ['layers.0.units', 2.5, 'layers[0].units is 2.5. It must be a whole number from 1 to 268435456.'],
    ['layers.0.init', { name: 'normal' }, 'layers[0].init.std is missing. It must be a number from 0 up.'],
    [
      'layers.0.init.name',
      'orthogonal',
      'layers[0].init.name is "orthogonal". It must be one of "normal", "uniform", "glorotUniform", "glorotNormal", "heUniform", "heNormal", "zeros".',
    ],
    [
      'layers.0.biasInit',
      { name: 'glorotUniform' },
      'layers[0].biasInit.name is "glorotUniform". It must be one of "normal", "uniform".',
    ],
    [
      'layers.1.biasInit',
      { name: 'uniform' },
      'layers[1].biasInit.limit is missing. It must be a number from 0 up.',
    ],
    ['layers', [], 'layers is []. It must be a list with at least one entry.'],
    ['loss.name', 'hinge', 'loss.name is "hinge". It must be one of "crossEntropy", "meanSquaredError".'],
    ['loss.targets', undefined, 'loss.targets is missing. It must be one of "oneHot", "classIndices".'],
    ['batchSize', -1, 'batchSize is -1. It must be a whole number from 1 to 1048576.'],
    ['epochs', Infinity, 'epochs is Infinity. It must be a whole number from 1 to 1000000.'],
    ['seed', 2 ** 32, 'seed is 4294967296. It must be a whole number from 0 to 4294967295.'],
    ['dtype', 'float16', 'dtype is "float16". It must be one of "float32", "float64".'],
    ['shuffle', 'yes', 'shuffle is "yes". It must be one of true, false.'],
    ['l2', -0.1, 'l2 is -0.1. It must be a number from 0 up.'],
    [
      'layers.0.units',
      1_000_000,
      'layers[0].units is 1000000, which makes 784000000 weights with its 784 inputs. Use fewer units: at most 268435456 weights fit into a layer.',
    ],
  ];
  for (const [path, value, message] of refusals) {
    it(`refuses ${path}: ${typeof value === 'number' ? value : JSON.stringify(value)}`, () => {
      assert.throws(
        () => parseModel(withField(path, value)),
        (error) => {
          assert.ok(error instanceof ModelError);
          assert.equal(error.message, message);
          return true;
        },
      );
    });
  }

  it('refuses what is no object', () => {
    for (const json of [null, 3, 'keras', []])
      assert.throws(() => parseModel(json), /model is .*It must be an object/);
  });
});
