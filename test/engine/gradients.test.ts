import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Tensors } from '../../engine/ops/op.ts';
import { reference } from '../../engine/kernels/reference.ts';
import type { Program } from '../../engine/program.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, toyDataset } from './toy.ts';

/** Runs the ops up to the loss on whatever the tensors hold. */
function loss({ ops, constants }: Program, tensors: Tensors): number {
  for (const op of ops) {
    if (op.phase === 'forward' || op.phase === 'loss') op.run(tensors, reference, { update: 1, constants });
  }
  return tensors.Loss.data[0];
}

/** Fourth-order central difference of the loss with respect to one cell. */
function slope(program: Program, tensors: Tensors, name: string, cell: number, h: number): number {
  const { data } = tensors[name];
  const value = data[cell];
  const at = (offset: number) => {
    data[cell] = value + offset;
    return loss(program, tensors);
  };
  const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  data[cell] = value;
  loss(program, tensors);
  return difference;
}

/** A relu that a step of the difference would carry over its kink has no slope to compare with. */
function nearKink(tensors: Tensors, margin: number): boolean {
  return Object.values(tensors).some(
    ({ name, data }) => /^a\d/.test(name) && data.some((a) => Math.abs(a) < margin),
  );
}

describe('Gradients equal central differences', () => {
  for (const { title, layers, loss: lossSpec } of architectures()) {
    it(title, () => {
      fc.assert(
        fc.property(anySize(layers, lossSpec), fc.nat(), (model, pick) => {
          const kinked = layers.some(({ activation }) => /relu/i.test(activation));
          // What float32 computes is compared at its own precision with what float64 says the slope is.
          const exact = new Trainer({ ...model, dtype: 'float64' }, toyDataset(model.seed, model.batchSize));
          while (exact.cursor.op < exact.program.ops.findIndex(({ phase }) => phase === 'update'))
            exact.nextOp();
          fc.pre(!(kinked && nearKink(exact.tensors, 0.02)));

          const judged =
            model.dtype === 'float64' ? exact : new Trainer(model, toyDataset(model.seed, model.batchSize));
          while (judged.cursor.op < exact.cursor.op) judged.nextOp();
          const tolerance = model.dtype === 'float64' ? 1e-6 : 1e-3;

          for (const { name, gradientOf } of exact.program.tensors) {
            if (gradientOf === undefined || !['batch', 'parameters'].includes(groupOf(exact, gradientOf)))
              continue;
            const analytic = judged.tensors[name].data;
            const scale = Math.max(...analytic.map(Math.abs), 1e-3);
            const cell = pick % analytic.length;
            const numeric = slope(exact.program, exact.tensors, gradientOf, cell, 1e-3);
            assert.ok(
              Math.abs(analytic[cell] - numeric) <= tolerance * scale,
              `${name}[${cell}] is ${analytic[cell]}, the difference says ${numeric}`,
            );
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});

function groupOf(trainer: Trainer, name: string): string {
  return trainer.program.tensors.find((spec) => spec.name === name)?.group ?? '';
}
