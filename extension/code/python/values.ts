/** @file What an expression of the user's code is known to be, without running it. */

import type { ArrayNode } from '../numpy/graph.ts';
import type { Span } from '../reading.ts';
import type { ClassDefinition, FunctionDefinition } from './syntax.ts';

export type Value =
  | NumberValue
  | StringValue
  | BooleanValue
  | { readonly kind: 'none' }
  /** A list or a tuple; `append` and `x[i] = …` change the items in place. */
  | { readonly kind: 'sequence'; readonly items: Value[] }
  | { readonly kind: 'dictionary'; readonly entries: Map<string | number, Value> }
  /** The stop is `null` if it is not known. */
  | { readonly kind: 'range'; readonly start: number; readonly stop: number | null; readonly step: number }
  /** A generator, a `zip` of arrays: what it gives again and again. */
  | { readonly kind: 'stream'; readonly item: Value }
  /** Only among the subscripts of `x[…]`; a bound that is left out is `none`. */
  | { readonly kind: 'slice'; readonly start: Value; readonly stop: Value; readonly step: Value }
  | { readonly kind: 'ellipsis' }
  /** A module of a library, or a name in one, by its canonical path: `numpy`, `numpy.random.randn`, `keras.layers.Dense`. */
  | { readonly kind: 'library'; readonly path: string }
  | FunctionValue
  | ClassValue
  | { readonly kind: 'instance'; readonly of: ClassValue; readonly attributes: Map<string, Value> }
  /** A method taken from a value, on its way to be called. */
  | { readonly kind: 'method'; readonly of: Value; readonly name: string }
  /** An array that NumPy would have computed. */
  | { readonly kind: 'array'; readonly node: ArrayNode }
  /** An object of a library that the reader of that library keeps facts about: a model, a layer, an optimizer, a loader. */
  | { readonly kind: 'object'; readonly object: object }
  /** Not known, or different from one way through the code to another. */
  | { readonly kind: 'unknown' };

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  /** Where the code says it, for what is read from it; `null` if it was computed. */
  readonly at: Span | null;
  /** The loop that counts with it, if it comes from one. */
  readonly counter?: Loop;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  readonly counter?: Loop;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly counter?: Loop;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly definition: FunctionDefinition;
  /** Where it looks up names that are not its own. */
  readonly scope: Scope;
  /** What a method is bound to. */
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly definition: ClassDefinition;
  /** Its own names first, those of the place where it is defined behind them. */
  readonly scope: Scope;
  /** Its base, if that is a class of the user's too. */
  readonly base: ClassValue | null;
}

/** Names, and where to look on. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly outer: Scope | null;
}

/** A `for` or `while`. */
export interface Loop {
  /** The whole statement. */
  readonly at: Span;
  /** How often it runs its body, if that is known. */
  readonly count: number | null;
  /**
   * Whether its body is evaluated for every item, since the items decide what is computed: layers, or numbers that choose
   * them from a list. Otherwise it is evaluated once, for the first item, as what is done again and again.
   */
  unrolled: boolean;
}

/** A call, with where it stands: the statement of the program, then inward through the user's functions, the call last. */
export interface Call {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly path: readonly Span[];
  /** The loops around it, the outermost first. */
  readonly loops: readonly Loop[];
}

/**
 * What the reader of a library adds to the evaluation of Python. `null`: nothing of mine. A `path` is the statement of the
 * program, then the statements of the user's functions on the way inward, and the expression last.
 */
export interface Library {
  /** Calls a library function by its canonical path; Python's own, such as `builtins.len`, first come by here too. */
  call(path: string, call: Call): Value | null;
  /** Calls a method: `x.dot(y)`, `model.fit(…)`; the name is `__call__` for `model(x)`. */
  method(of: Value, name: string, call: Call): Value | null;
  /** Reads an attribute of a value: `x.shape`. Of a library's own names, only what is a value: `math.pi`. */
  attribute?(of: Value, name: string, path: readonly Span[]): Value | null;
  /** `a + b`, `a @ b`, `-a`, `a < b` … where one of them is of the library's. */
  operator?(operator: string, operands: readonly Value[], path: readonly Span[]): Value | null;
  /** `a[…]`. */
  subscript?(of: Value, subscripts: readonly Value[], path: readonly Span[]): Value | null;
  /** `a[…] = value`, which changes the array or object `of`: what the name of it stands for from here on. */
  assignSubscript?(
    of: Value,
    subscripts: readonly Value[],
    value: Value,
    path: readonly Span[],
  ): Value | null;
  /** What a loop over it takes, again and again: a batch of a loader, a row of an array. */
  item?(of: Value, path: readonly Span[]): Value | null;
  /** A class of the user's that extends one of the library's. */
  subclass?(base: string, definition: ClassDefinition): void;
}

/** A name given a value: what an evaluation is a list of. */
export interface Assignment {
  /** As it is written: `W1`, but also `self.W1` or `params['W1']`. */
  readonly name: string;
  readonly value: Value;
  /** The statement of the program, then those of the user's functions on the way inward; the last one assigns. */
  readonly path: readonly Span[];
  /** The loops around it, the outermost first, those around the calls too. */
  readonly loops: readonly Loop[];
  /** Whether it is a parameter of a function that is called; then the last statement of `path` calls it. */
  readonly isParameter: boolean;
}

/** What evaluating a program gives. */
export interface Evaluation {
  /** The names of the program at its end. */
  readonly names: ReadonlyMap<string, Value>;
  /** All assignments in the order in which they are made: in loops and in the user's functions, every parameter too. */
  readonly assignments: readonly Assignment[];
}

export const unknown: Value = { kind: 'unknown' };
export const none: Value = { kind: 'none' };
