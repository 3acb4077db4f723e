/**
 * @file The programs in `programs/`, and what is read in them as text.
 *
 * A program is a `.py` file; lines `# %%` part it into the cells of a notebook. Its last lines, behind `#:`, say what must be
 * read in it, in the words of `told` below: for each model its library and sizes, how it starts, what it minimises and how it
 * is trained, then which lines make which tensors, in the program's order. `12>5 a1=h` says that the statement of line 12 makes
 * `a1` in line 5 of a function that it calls, where it is called `h`. `also` are places that hold a tensor further.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sizeOf } from '../../../engine/tensor.ts';
import type { Cell, Link, ReadModel, Reading, Span } from '../../../extension/code/reading.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'programs');

export interface Program {
  readonly name: string;
  readonly text: string;
  readonly cells: readonly Cell[];
  /** What must be read in it. */
  readonly expected: string;
}

export function programs(): Program[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .map((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      const text = lines.filter((line) => !line.startsWith('#:')).join('\n');
      const expected = lines.filter((line) => line.startsWith('#:')).map((line) => line.slice(2).trim());
      return { name: file.replace('.py', ''), text, cells: cellsOf(text), expected: expected.join('\n') };
    });
}

/** The cells of a program, whose texts together are the program's. */
export function cellsOf(text: string): Cell[] {
  return text.split(/^(?=# %%)/m).map((cell) => ({ text: cell }));
}

/** What has been read, line by line. */
export function told(cells: readonly Cell[], { models, remarks }: Reading): string {
  const lineOf = ({ cell, from }: Span) =>
    [...cells.slice(0, cell), { text: cells[cell].text.slice(0, from) }]
      .map(({ text }) => text)
      .join('')
      .split('\n').length;
  const said = remarks.map(({ at, severity, template, args }) => {
    const text = template.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));
    return `${severity} ${lineOf(at)} ${text}`;
  });
  return [...models.flatMap((model) => toldModel(model, lineOf)), ...said].join('\n');
}

function toldModel(
  { library, model, examples, at, training, ops, others }: ReadModel,
  lineOf: (span: Span) => number,
): string[] {
  const sizes = [sizeOf(model.inputShape), ...model.layers.map(({ units }) => units)];
  const { batchSize, epochs, shuffle, seed, dtype, l2, loss, optimizer } = model;
  return [
    `${library} ${sizes.join('-')} ${model.layers.map(({ activation }) => activation).join(' ')}`,
    `starts ${model.layers.map(({ init, biasInit }) => words(init) + (biasInit ? ` + ${words(biasInit)}` : '')).join(', ')}`,
    `minimises ${words(loss)}${l2 === 0 ? '' : ` l2 ${l2}`} by ${words(optimizer)}`,
    `batch ${batchSize}, epochs ${epochs}, ${shuffle ? 'shuffled, ' : ''}seed ${seed}, ${dtype}` +
      (examples === null ? '' : `, first ${examples}`),
    `built at ${lineOf(at)}${training ? `, trained at ${lineOf(training)}` : ''}`,
    ...table(ops, lineOf),
    ...table(others, lineOf).map((line) => `also ${line}`),
  ];
}

/** `{ name: 'sgd', learningRate: 0.1 }` as `sgd learningRate 0.1`; numbers as far as they matter. */
function words({ name, ...rest }: { readonly name: string }): string {
  const fields = Object.entries(rest as Record<string, string | number>).flatMap(([field, value]) =>
    typeof value === 'number' ? [field, Number(value.toPrecision(4))] : [value],
  );
  return [name, ...fields].join(' ');
}

/** For each place the tensors made there, in the order in which the first of them comes. */
function table(links: readonly Link[], lineOf: (span: Span) => number): string[] {
  const places = new Map<string, string[]>();
  for (const { tensor, path, variable } of links) {
    const lines = path.map(lineOf).filter((line, i, all) => line !== all[i - 1]);
    const place = lines.join('>');
    const name = variable === null || variable === tensor ? tensor : `${tensor}=${variable}`;
    places.set(place, [...(places.get(place) ?? []), name]);
  }
  return [...places].map(([place, names]) => `${place} ${names.join(' ')}`);
}
