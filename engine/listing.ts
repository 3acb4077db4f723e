/** @file The listing: a program written out as NumPy lines, for reading and as the debugger's source. */

import type { OpInfo, Phase } from './ops/op.ts';
import type { ProgramInfo } from './program.ts';

/** Line numbers count from 1. */
export interface Listing {
  /** Python that computes what the program computes, given the parameters and the `batches`. */
  readonly text: string;
  /** The line of each op of the program. No two ops share one. */
  readonly lines: readonly number[];
  /** The line that begins a step. */
  readonly loop: number;
  /** The line to stand on when there is nothing left to run. */
  readonly end: number;
}

const titles: Readonly<Record<Phase, string>> = {
  forward: 'Forward',
  loss: 'Loss',
  backward: 'Backward',
  update: 'Update',
};

export function listingOf({ ops, constants }: ProgramInfo): Listing {
  const out: string[] = [];
  const write = (line = '') => out.push(line);
  const lines: number[] = [];

  write('"""Training, step by step: each line is one operation on the tensors of the network."""');
  write();
  if (ops.some(({ numpy }) => numpy.includes('math.'))) write('import math');
  write('import numpy as np');
  write();
  for (const [name, value] of Object.entries(constants)) write(`${name} = ${value}`);
  write();
  const loop = write('for update, (X, t) in enumerate(batches, start=1):');
  ops.forEach((op, index) => {
    const before = ops[index - 1] as OpInfo | undefined;
    if (before?.phase !== op.phase) {
      if (before) write();
      write(`    # ${titles[op.phase]}`);
    }
    lines.push(write(`    ${op.numpy}`));
  });
  write();
  const end = write('# Training has ended.');
  return { text: out.join('\n') + '\n', lines, loop, end };
}

/** The op of a line, or of the next line that has one; `undefined` after the last. */
export function opAtLine({ lines }: Listing, line: number): number | undefined {
  const op = lines.findIndex((each) => each >= line);
  return op < 0 ? undefined : op;
}
