/** @file The command line's words, and what they make of a preset. */

import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import type { DType } from '../tensor.ts';
import type { ModelSpec } from '../model.ts';
import { presets, type PresetName } from '../presets.ts';
import { activationNames, optimizerNames } from '../validate.ts';
import { vary, type ModelChanges } from '../variation.ts';

/** A command line that cannot be carried out as it stands. */
export class UsageError extends UserError {}

/** What both commands are told. */
export interface Options {
  readonly preset: PresetName;
  readonly model: ModelSpec;
  /** A folder, or `builtin`. */
  readonly data: string;
  /** Take only the first so many training images. */
  readonly limit: number | undefined;
}

export interface TrainCall extends Options {
  readonly command: 'train';
  readonly json: boolean;
}

export interface TraceCall extends Options {
  readonly command: 'trace';
  /** Which step to write, from 1. */
  readonly steps: number;
  readonly out: string;
}

export type Call = TrainCall | TraceCall | { readonly command: 'help' };

export const USAGE = `Usage:
  node dist/cli.js train [options] [--json]
  node dist/cli.js trace [options] --steps K --out FILE.npz

train runs all epochs; with --json the last line on stdout is one JSON object.
trace runs to step K and writes every tensor of that step; what the step updates stands there
before it (W1) and after it (W1_next).

Options:
  --preset keras|numpy     the notebook's two systems (keras)
  --data DIR|builtin       a folder with MNIST or a set like it, or the built-in digits (builtin)
  --epochs N               times through the training set
  --batch-size B           examples a step
  --hidden 50,30           units of the hidden layers
  --activation A           of the hidden layers: ${activationNames.join(', ')}
  --optimizer O            ${optimizerNames.join(', ')}
  --learning-rate X
  --seed S                 of NumPy's generator
  --dtype float32|float64
  --no-shuffle             batches in the data's order
  --limit N                only the first N training images
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const optionKinds = {
  preset: text,
  data: text,
  epochs: text,
  'batch-size': text,
  hidden: text,
  activation: text,
  optimizer: text,
  'learning-rate': text,
  seed: text,
  dtype: text,
  'no-shuffle': flag,
  limit: text,
  json: flag,
  steps: text,
  out: text,
  help: flag,
} as const;

type Values = ReturnType<typeof readWords>['values'];

/**
 * @param words the command line after the script's name
 * @throws UsageError for an unknown option or command, or a value that makes no sense
 * @throws ModelError for a model that cannot be trained
 */
export function parseCommandLine(words: string[]): Call {
  const { values, positionals } = readWords(words);
  const command = positionals.at(0);
  const surplus = positionals.at(1);
  if (values.help || command === 'help') return { command: 'help' };
  if (surplus !== undefined) {
    throw new UsageError('There is no place for {0}. Options start with --.', quote(surplus));
  }
  const preset = choose('preset', values.preset ?? 'keras', ['keras', 'numpy'] as const);
  const options: Options = {
    preset,
    model: vary(presets[preset], changesOf(presets[preset], values)),
    data: values.data ?? 'builtin',
    limit: values.limit === undefined ? undefined : whole('limit', values.limit),
  };
  switch (command) {
    case 'train':
      forbid(command, values, 'steps', 'out');
      return { command, ...options, json: values.json ?? false };
    case 'trace':
      forbid(command, values, 'json');
      return {
        command,
        ...options,
        steps: whole('steps', needed('steps', values.steps)),
        out: needed('out', values.out),
      };
    case undefined:
      throw new UsageError('Say what to do: train or trace. --help lists the options.');
    default:
      throw new UsageError(
        'There is no command {0}: it is train or trace. --help lists the options.',
        quote(command),
      );
  }
}

function readWords(words: string[]) {
  try {
    return parseArgs({ args: words, options: optionKinds, allowPositionals: true });
  } catch (error) {
    // Node's message goes on to explain how to pass positionals; its first sentence says it all.
    const [reason] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError('{0}. --help lists the options.', reason);
  }
}

/** What the words change in the preset. */
function changesOf(preset: ModelSpec, values: Values): ModelChanges {
  const { hidden, activation, optimizer, epochs, seed, dtype } = values;
  const batchSize = values['batch-size'];
  const rate = values['learning-rate'];
  return {
    ...(hidden !== undefined && { hidden: hidden.split(',').map((word) => whole('hidden', word)) }),
    ...(activation !== undefined && { activation: choose('activation', activation, activationNames) }),
    ...(optimizer !== undefined && { optimizer: choose('optimizer', optimizer, optimizerNames) }),
    ...(rate !== undefined && { learningRate: numberOf('learning-rate', rate) }),
    ...(epochs !== undefined && { epochs: whole('epochs', epochs) }),
    ...(batchSize !== undefined && { batchSize: whole('batch-size', batchSize) }),
    ...(seed !== undefined && { seed: numberOf('seed', seed) }),
    ...(dtype !== undefined && { dtype: choose('dtype', dtype, ['float32', 'float64'] satisfies DType[]) }),
    shuffle: preset.shuffle && !values['no-shuffle'],
  };
}

/** One of the choices, however its words are joined: `leaky-relu` and `leaky_relu` are `leakyRelu`. */
function choose<Choice extends string>(option: string, word: string, choices: readonly Choice[]): Choice {
  const plain = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase();
  const choice = choices.find((candidate) => plain(candidate) === plain(word));
  if (choice === undefined) {
    throw new UsageError('--{0} is {1}. It must be one of {2}.', option, quote(word), choices.join(', '));
  }
  return choice;
}

function whole(option: string, word: string): number {
  const value = numberOf(option, word);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new UsageError('--{0} is {1}. It must be a whole number from 1 up.', option, quote(word));
  }
  return value;
}

function numberOf(option: string, word: string): number {
  const value = Number(word);
  if (word.trim() === '' || !Number.isFinite(value)) {
    throw new UsageError('--{0} is {1}. It must be a number.', option, quote(word));
  }
  return value;
}

function needed(option: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError('--{0} is missing. --help lists the options.', option);
  return value;
}

function forbid(command: string, values: Values, ...options: (keyof Values)[]): void {
  for (const option of options) {
    if (values[option] !== undefined)
      throw new UsageError('{0} takes no --{1}. --help lists the options.', command, option);
  }
}

function quote(word: string): string {
  return JSON.stringify(word);
}
