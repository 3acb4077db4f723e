/** @file Reading the user's code: what an edit of a long file costs before the numbers are back at its lines. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { read } from '../../extension/code/read.ts';
import { Trees } from '../../extension/code/python/parsing/trees.ts';
import type { Cell } from '../../extension/code/reading.ts';
import { percentile, round, timesOf } from './timing.ts';

const reads = 50;
const lines = 2000;

const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../vscode/sample/${name}`, import.meta.url)), 'utf8');

/** What stands around a network in a file of some age. */
const around = (number: number) => `
class Recorder${number}:
    """Keeps what happened, for the plots."""

    def __init__(self, path, every=10):
        self.path = path
        self.every = every
        self.rows = []

    def add(self, step, **values):
        if step % self.every == 0:
            self.rows.append({"step": step, **values})
        return self

    def smooth(self, key, alpha=0.9):
        mean = None
        for row in self.rows:
            mean = row[key] if mean is None else alpha * mean + (1 - alpha) * row[key]
            yield mean


def load_${number}(path, shape=(28, 28), limit=None):
    with open(path, "rb") as file:
        data = np.frombuffer(file.read(), dtype=np.uint8)
    images = data[16:].reshape(-1, shape[0] * shape[1])[:limit]
    return [x / 255.0 for x in images if x.sum() > 0]
`;

/** The networks of the sample, one in Keras and one by hand, and other code behind them up to the length wanted. */
function longNotebook(): Cell[] {
  const { cells } = JSON.parse(sample('two_layers.ipynb')) as {
    cells: { cell_type: string; source: string[] }[];
  };
  const code = cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source }) => ({ text: source.join('') }));
  const length = () => code.reduce((count, { text }) => count + text.split('\n').length, 0);
  while (length() < lines) code.push({ text: around(code.length) });
  return code;
}

export function readCode(): Record<string, object> {
  const notebook = longNotebook();
  const file = [{ text: notebook.map(({ text }) => text).join('\n') }];
  return Object.fromEntries(
    Object.entries({ file, notebook }).map(([name, cells]) => {
      // Every edit is a text that has not been read before.
      const edited = (turn: number) =>
        cells.map(({ text }, cell) => ({ text: cell === 0 ? `edit = ${turn}\n${text}` : text }));
      const trees = new Trees();
      const opening = timesOf(1, () => read(cells, trees));
      const times = timesOf(reads, (turn) => read(edited(turn), trees));
      return [
        `a ${name} of ${lines} lines`,
        {
          networks: read(cells).models.length,
          'opened, ms': round(opening[0]),
          'p50 ms': round(percentile(times, 0.5)),
          'p99 ms': round(percentile(times, 0.99)),
        },
      ];
    }),
  );
}
