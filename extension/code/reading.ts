/** @file What reading the user's code gives: the models in it, which lines make which tensors, and what there is to say. */

import type { ModelSpec } from '../../engine/model.ts';

/** A piece of code to read: a file, or one cell of a notebook. The cells of a notebook share their names, in order. */
export interface Cell {
  readonly text: string;
}

/** A stretch of the code: offsets in UTF-16 units into the text of one cell. */
export interface Span {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
}

/** A piece of code that makes or holds a tensor of the program. */
export interface Link {
  /** The program's name of the tensor; an op is named by the tensor that it makes. */
  readonly tensor: string;
  /** From the statement of the cycle inward, through the calls of the user's own functions, to where it is computed. */
  readonly path: readonly Span[];
  /** What the code calls it; `null` where it has no name there, as in a layer. */
  readonly variable: string | null;
}

/** A model that the code builds and trains. */
export interface ReadModel {
  readonly library: 'keras' | 'torch' | 'numpy';
  readonly model: ModelSpec;
  /** How many of the training examples it is trained on, the first ones; `null` for all. */
  readonly examples: number | null;
  /** Where it is built: what a reader would point at. */
  readonly at: Span;
  /** Where it is trained: the call of `fit`, the statement of the loop; `null` if nowhere. */
  readonly training: Span | null;
  /** One for every op that the code performs, in the program's order: what stepping walks along. */
  readonly ops: readonly Link[];
  /** Further places where a tensor of it is made or held: first values of parameters, the batch, earlier cells. */
  readonly others: readonly Link[];
}

/** Something to say at a place. `template` has `{0}` where `args` go, and is translated where it is shown. */
export interface Remark {
  readonly at: Span;
  /** `warning`: it computes something else than it should; `information`: it could go wrong; `hint`: not understood. */
  readonly severity: 'warning' | 'information' | 'hint';
  readonly template: string;
  readonly args: readonly (string | number)[];
  readonly fix?: Fix;
}

export interface Fix {
  readonly template: string;
  readonly args: readonly (string | number)[];
  readonly edits: readonly { readonly at: Span; readonly text: string }[];
}

export interface Reading {
  /** In the order of the code. */
  readonly models: readonly ReadModel[];
  readonly remarks: readonly Remark[];
}

/** What a remark or a fix says: one plain literal, so that its translation can be found, and what goes into it. */
export function remark(
  template: string,
  ...args: (string | number)[]
): { readonly template: string; readonly args: readonly (string | number)[] } {
  return { template, args };
}
