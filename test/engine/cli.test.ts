import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { assemblyScript } from '../../extension/assemblyscript.mjs';
import { builtInDigits } from '../../engine/data/digits.ts';
import { readNpz } from '../../engine/formats/npz.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Summary {
  readonly preset: string;
  readonly dataset: { name: string; train: number; test: number };
  readonly model: {
    layers: { units: number; activation: string }[];
    optimizer: { name: string; learningRate: number };
  };
  readonly epochs: { epoch: number; loss: number; testAccuracy: number; seconds: number }[];
  readonly testAccuracy: number;
  readonly stepsPerSecond: number;
  readonly parametersSha256: string;
}

describe('The command line', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backprop-lens-'));
    await build({
      entryPoints: ['engine/cli.ts'],
      outfile: join(folder, 'cli.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'es2022',
      plugins: [assemblyScript],
    });
  });

  after(() => rm(folder, { recursive: true }));

  const run = (line: string): Promise<Outcome> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(folder, 'cli.mjs'), ...line.split(' ').filter(Boolean)],
        (error, stdout, stderr) => {
          resolve({ code: Number(error?.code ?? 0), stdout, stderr });
        },
      );
    });

  const trainJson = async (line: string): Promise<Summary> => {
    const { stdout, stderr, code } = await run(`train ${line} --json`);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary;
  };

  it('trains, and sums up in one JSON object on the last line', async () => {
    const summary = await trainJson(
      '--limit 200 --epochs 2 --hidden 20,12 --activation leaky-relu --optimizer nesterov --seed 7',
    );
    assert.equal(summary.preset, 'keras');
    assert.deepEqual(summary.dataset, { name: 'built-in digits', train: 200, test: 2000 });
    assert.deepEqual(
      summary.model.layers.map(({ units, activation }) => [units, activation]),
      [
        [20, 'leakyRelu'],
        [12, 'leakyRelu'],
        [10, 'softmax'],
      ],
    );
    assert.deepEqual(summary.model.optimizer, { name: 'nesterov', learningRate: 0.01, momentum: 0.9 });
    assert.deepEqual(
      summary.epochs.map(({ epoch }) => epoch),
      [1, 2],
    );
    assert.ok(summary.epochs[1].loss < summary.epochs[0].loss);
    assert.equal(summary.testAccuracy, summary.epochs[1].testAccuracy);
    assert.ok(summary.stepsPerSecond > 0 && summary.epochs.every(({ seconds }) => seconds > 0));
  });

  it('gives the same parameters for the same words, and others for another seed', async () => {
    const [one, again, other] = await Promise.all(
      [0, 0, 1].map((seed) => trainJson(`--limit 64 --epochs 1 --seed ${seed}`)),
    );
    assert.match(one.parametersSha256, /^[0-9a-f]{64}$/);
    assert.equal(one.parametersSha256, again.parametersSha256);
    assert.notEqual(one.parametersSha256, other.parametersSha256);
  });

  it('traces a step into a file: what it updates before and after, everything else under its name', async () => {
    const out = join(folder, 'trace.npz');
    const { code, stderr } = await run(`trace --preset numpy --batch-size 5 --steps 3 --out ${out}`);
    assert.equal(code, 0, stderr);
    const arrays = await readNpz(await readFile(out), out);

    const trainer = new Trainer({ ...presets.numpy, batchSize: 5 }, await builtInDigits());
    trainer.nextStep();
    trainer.nextStep();
    const before = trainer.tensors.W1.data.slice();
    trainer.nextStep();
    assert.deepEqual(arrays.get('W1')?.data, before);
    for (const { name, shape, data } of Object.values(trainer.tensors)) {
      const updated = /^[Wb]\d$/.test(name);
      const array = arrays.get(updated ? `${name}_next` : name);
      assert.deepEqual([array?.shape, array?.data], [shape, data.slice()], name);
    }
    assert.equal(arrays.size, Object.keys(trainer.tensors).length + 4);
  });

  const refusals: readonly [line: string, message: RegExp][] = [
    ['train --frobnicate', /^Unknown option '--frobnicate'\. --help lists the options\.$/],
    ['train --epochs 1.5', /^--epochs is "1\.5"\. It must be a whole number from 1 up\.$/],
    ['train --seed -1', /--seed/],
    ['train --seed=-1', /^seed is -1\. It must be a whole number from 0 to 4294967295\.$/],
    ['train --learning-rate 0', /^optimizer\.learningRate is 0\. It must be a number above 0\.$/],
    ['train --activation swish', /^--activation is "swish"\. It must be one of linear, sigmoid,/],
    ['train --hidden 50,,3', /^--hidden is ""\. It must be a number\.$/],
    ['train --batch-size 100 --limit 10', /batchSize is 100, but built-in digits has 10 training images/],
    ['train --data /no/such/folder', /no.such.folder/],
    ['train --steps 3', /^train takes no --steps\./],
    ['trace --out x.npz', /^--steps is missing\./],
    ['trace --steps 100000 --out x.npz', /^--steps is 100000, but 10 epochs have 6250 steps\./],
    [
      'trace --steps 1 --limit 100 --out /no/such/folder/x.npz',
      /cannot be written .* Name another file with --out\.$/,
    ],
    ['learn', /^There is no command "learn": it is train or trace\./],
    ['', /^Say what to do: train or trace\./],
  ];
  for (const [line, message] of refusals) {
    it(`refuses "${line}" in one line, with exit code 2`, async () => {
      const { code, stdout, stderr } = await run(line);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      const last = stderr
        .trimEnd()
        .split('\n')
        .filter((words) => !words.startsWith('built-in digits:'));
      assert.equal(last.length, 1, stderr);
      assert.match(last[0], message);
    });
  }

  it('shows its options when asked', async () => {
    const { code, stdout } = await run('--help');
    assert.equal(code, 0);
    for (const option of ['--preset', '--no-shuffle', '--out', 'geluTanh', 'adamw'])
      assert.ok(stdout.includes(option));
  });
});
