/** @file The part of Python's syntax that can be read: statements and expressions, each with where it stands. */

import type { Span } from '../reading.ts';

export type Expression =
  | { readonly kind: 'name'; readonly at: Span; readonly name: string }
  | { readonly kind: 'number'; readonly at: Span; readonly value: number }
  | { readonly kind: 'string'; readonly at: Span; readonly value: string }
  /** An f-string: its texts and what stands between them, in order. */
  | { readonly kind: 'format'; readonly at: Span; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'constant'; readonly at: Span; readonly name: 'True' | 'False' | 'None' | '...' }
  | {
      readonly kind: 'sequence';
      readonly at: Span;
      readonly form: 'list' | 'tuple' | 'set';
      readonly items: readonly Expression[];
    }
  /** An entry whose key is `null` is a `**other`. */
  | {
      readonly kind: 'dictionary';
      readonly at: Span;
      readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
    }
  | {
      readonly kind: 'call';
      readonly at: Span;
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
    }
  | { readonly kind: 'attribute'; readonly at: Span; readonly of: Expression; readonly name: string }
  /** `of[a, b:c]`. */
  | {
      readonly kind: 'subscript';
      readonly at: Span;
      readonly of: Expression;
      readonly subscripts: readonly Expression[];
    }
  /** `start:stop:step`, in a subscript. */
  | {
      readonly kind: 'slice';
      readonly at: Span;
      readonly start: Expression | null;
      readonly stop: Expression | null;
      readonly step: Expression | null;
    }
  | { readonly kind: 'unary'; readonly at: Span; readonly operator: string; readonly operand: Expression }
  /** Arithmetic and comparisons; `a < b < c` is `(a < b) and (b < c)`. */
  | {
      readonly kind: 'binary';
      readonly at: Span;
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'logic';
      readonly at: Span;
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `then if condition else otherwise`. */
  | {
      readonly kind: 'conditional';
      readonly at: Span;
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'lambda'; readonly at: Span; readonly definition: FunctionDefinition }
  /** `[element for …]` in any brackets; with a `key`, that of a dictionary. */
  | {
      readonly kind: 'comprehension';
      readonly at: Span;
      readonly key: Expression | null;
      readonly element: Expression;
      readonly clauses: readonly ComprehensionClause[];
    }
  /** `name := value`. */
  | { readonly kind: 'named'; readonly at: Span; readonly name: string; readonly value: Expression }
  | { readonly kind: 'starred'; readonly at: Span; readonly value: Expression }
  /** Broken, half typed, or of a kind that nothing here needs (`await`, `yield`). */
  | { readonly kind: 'unreadable'; readonly at: Span };

/** `value`, `name=value`, `*value` or `**value`. */
export interface Argument {
  readonly name: string | null;
  readonly star: '' | '*' | '**';
  readonly value: Expression;
}

/** `for target in iterable if condition …`. */
export interface ComprehensionClause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** What a `try` guards stands among the statements around it, and its handlers nowhere: that nothing fails is supposed. */
export type Statement =
  | { readonly kind: 'expression'; readonly at: Span; readonly value: Expression }
  /** `a = b = value`; one with a type and no value is left out. */
  | {
      readonly kind: 'assign';
      readonly at: Span;
      readonly targets: readonly Expression[];
      readonly value: Expression;
    }
  /** `target += value`; the operator without its `=`. */
  | {
      readonly kind: 'augment';
      readonly at: Span;
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
    }
  | { readonly kind: 'import'; readonly at: Span; readonly bindings: readonly ImportBinding[] }
  | { readonly kind: 'function'; readonly at: Span; readonly definition: FunctionDefinition }
  | { readonly kind: 'class'; readonly at: Span; readonly definition: ClassDefinition }
  | { readonly kind: 'return'; readonly at: Span; readonly value: Expression | null }
  | { readonly kind: 'yield'; readonly at: Span; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly at: Span;
      readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly at: Span;
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'while';
      readonly at: Span;
      readonly condition: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'with';
      readonly at: Span;
      readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[];
      readonly body: readonly Statement[];
    }
  /** `break`, `continue`, `raise`: what stands behind it in its block is not reached. */
  | { readonly kind: 'leave'; readonly at: Span }
  | { readonly kind: 'global'; readonly at: Span; readonly names: readonly string[] };

/** `name` stands for what `path` names; for `from path import *`, the name is `*`. */
export interface ImportBinding {
  readonly path: string;
  readonly name: string;
}

export interface FunctionDefinition {
  /** Empty for a lambda. */
  readonly name: string;
  readonly at: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Names of its decorators, as they are written: `staticmethod`, `tf.function`. */
  readonly decorators: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly star: '' | '*' | '**';
  readonly default: Expression | null;
}

export interface ClassDefinition {
  readonly name: string;
  readonly at: Span;
  readonly bases: readonly Expression[];
  readonly body: readonly Statement[];
}
