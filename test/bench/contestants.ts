/** @file Who is compared: this project's backends, here, and its peers, each in a process of its own. */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import type { Workload } from './workload.ts';

/** What is done with the workload last begun, and how many seconds that took. */
export interface Contestant {
  readonly name: string;
  /** Whether it is this project's own. */
  readonly own: boolean;
  begin(workload: Workload): Promise<void>;
  run(steps: number): Promise<number>;
  /** Classifies the test set. */
  evaluate(): Promise<{ accuracy: number; seconds: number }>;
  close(): void;
}

/** One that cannot be compared, and how it could be. */
export interface Absence {
  readonly name: string;
  readonly remedy: string;
}

/** This project on one of its backends. */
export function ownContestant(backend: Backend, dataset: Dataset): Contestant {
  let trainer: Trainer;
  const timed = <T>(work: () => T): [T, number] => {
    const begin = performance.now();
    return [work(), (performance.now() - begin) / 1000];
  };
  return {
    name: backend.name,
    own: true,
    begin(workload) {
      trainer = new Trainer(modelOf(workload), dataset, backend);
      return Promise.resolve();
    },
    run(steps) {
      const [, seconds] = timed(() => {
        for (let i = 0; i < steps; i++) trainer.nextStep();
      });
      return Promise.resolve(seconds);
    },
    evaluate() {
      const [{ accuracy }, seconds] = timed(() => trainer.evaluate(dataset.test));
      return Promise.resolve({ accuracy, seconds });
    },
    close() {
      // Nothing of it outlives the process.
    },
  };
}

function modelOf({ hidden, batch, optimizer, rate, shuffle }: Workload): ModelSpec {
  const preset = optimizer === 'adam' ? presets.keras : presets.numpy;
  const [first, last] = preset.layers;
  return {
    ...preset,
    layers: [...hidden.map((units) => ({ ...first, units })), last],
    optimizer: { ...preset.optimizer, learningRate: rate },
    batchSize: batch,
    shuffle,
    dtype: 'float32',
    epochs: 1000,
  };
}

const peersFolder = fileURLToPath(new URL('peers/', import.meta.url));
const packages = join(homedir(), '.cache/backprop-lens/peers');

/** The peers that are installed, over the same data, and those that are not. */
export interface Peers {
  readonly peers: readonly Contestant[];
  readonly absent: readonly Absence[];
  readonly versions: Readonly<Record<string, string>>;
  /** 32-bit multiply-adds a second of NumPy, if it is there. */
  readonly multiplyAdds: number | undefined;
  /** Ends them and removes what was made for them. */
  close(): void;
}

export async function findPeers(dataset: Dataset): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), 'backprop-lens-bench-'));
  for (const name of ['train', 'test'] as const) {
    writeFileSync(join(folder, `${name}-images`), dataset[name].images);
    writeFileSync(join(folder, `${name}-labels`), dataset[name].labels);
  }
  const present: Peer[] = [];
  const absent: Absence[] = [];
  for (const { name, command, remedy } of knownPeers(folder)) {
    if (command) present.push(await startPeer(name, command));
    else absent.push({ name, remedy });
  }
  return {
    peers: present,
    absent,
    versions: Object.assign({}, ...present.map(({ versions }) => versions)) as Record<string, string>,
    multiplyAdds: await present.find(({ name }) => name.startsWith('NumPy float32'))?.multiplyAdds(),
    close() {
      for (const peer of present) peer.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** How each is started, given the folder of the data, or nothing if it is not installed. */
function knownPeers(folder: string): (Absence & { command: readonly string[] | undefined })[] {
  const threads = [...new Set([1, availableParallelism()])];
  const numpy = pythonWith('numpy');
  const torch = pythonWith('torch');
  const hasTensorFlow = existsSync(join(packages, 'node_modules/@tensorflow/tfjs-backend-wasm'));
  const countOf = (count: number) => `${count} thread${count > 1 ? 's' : ''}`;
  return [
    ...threads.map((count) => ({
      name: `NumPy float32, ${countOf(count)}`,
      remedy: 'apt-get install python3-numpy libopenblas0-pthread',
      command: numpy === undefined ? undefined : [numpy, 'train_numpy.py', folder, 'float32', String(count)],
    })),
    {
      name: 'NumPy float64',
      remedy: 'apt-get install python3-numpy libopenblas0-pthread',
      command:
        numpy === undefined
          ? undefined
          : [numpy, 'train_numpy.py', folder, 'float64', String(availableParallelism())],
    },
    ...threads.map((count) => ({
      name: `PyTorch, ${countOf(count)}`,
      remedy: 'apt-get install python3-torch',
      command: torch === undefined ? undefined : [torch, 'train_torch.py', folder, String(count)],
    })),
    ...['wasm', 'cpu'].map((backend) => ({
      name: `TensorFlow.js ${backend}`,
      remedy: `npm install --prefix ${packages} @tensorflow/tfjs@4 @tensorflow/tfjs-backend-wasm@4`,
      command: hasTensorFlow ? [process.execPath, 'train_tfjs.mjs', folder, backend, packages] : undefined,
    })),
  ];
}

/** A Python that has a module: the first on the path is not always the one that the system's packages are for. */
function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** What a peer says, each time one line. */
interface Answer {
  readonly seconds: number;
  readonly accuracy: number;
  readonly multiplyAdds: number;
  readonly versions: Readonly<Record<string, string>>;
}

interface Peer extends Contestant {
  readonly versions: Answer['versions'];
  multiplyAdds(): Promise<number>;
}

async function startPeer(name: string, [command, script, ...args]: readonly string[]): Promise<Peer> {
  const child = spawn(command, [join(peersFolder, script), ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${name} has ended before its time. Run its script by hand to see why.`);
    return JSON.parse(line.value) as Answer;
  };
  const ask = (job: Workload | number | 'evaluate' | 'peak') => {
    child.stdin.write(`${JSON.stringify(job)}\n`);
    return answer();
  };
  const { versions } = await answer();
  return {
    name,
    own: false,
    versions,
    begin: async (workload) => {
      await ask(workload);
    },
    run: async (steps) => (await ask(steps)).seconds,
    evaluate: () => ask('evaluate'),
    multiplyAdds: async () => (await ask('peak')).multiplyAdds,
    close: () => {
      child.stdin.end();
    },
  };
}
