/** @file The tree that an expression is read into. Columns count from 1. */

import type { ExpressionFunction } from './functions.ts';
import type { BinaryOperator } from './operators.ts';
import type { Value } from './value.ts';

/** An expression that has been read: it can be evaluated many times. */
export interface Expression {
  readonly text: string;
  readonly root: Node;
}

export type Node =
  | { readonly kind: 'constant'; readonly column: number; readonly value: Value }
  | { readonly kind: 'name'; readonly column: number; readonly name: string }
  | { readonly kind: 'tuple'; readonly column: number; readonly items: readonly Node[] }
  | {
      readonly kind: 'unary';
      readonly column: number;
      readonly operator: '+' | '-' | '~' | 'not';
      readonly operand: Node;
    }
  | {
      readonly kind: 'binary';
      readonly column: number;
      readonly operator: BinaryOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly kind: 'logic';
      readonly column: number;
      readonly operator: 'and' | 'or';
      readonly left: Node;
      readonly right: Node;
    }
  /** `a < b <= c`: every link compares what is left of it with its own operand. */
  | {
      readonly kind: 'comparison';
      readonly column: number;
      readonly first: Node;
      readonly links: readonly Link[];
    }
  | { readonly kind: 'attribute'; readonly column: number; readonly object: Node; readonly name: Attribute }
  | {
      readonly kind: 'call';
      readonly column: number;
      readonly callee: ExpressionFunction;
      readonly arguments: readonly Node[];
      readonly keywords: Readonly<Record<string, Node>>;
    }
  | {
      readonly kind: 'index';
      readonly column: number;
      readonly object: Node;
      readonly subscripts: readonly Subscript[];
    };

export interface Link {
  readonly column: number;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly operand: Node;
}

export const attributes = ['T', 'shape', 'size', 'ndim'] as const;
export type Attribute = (typeof attributes)[number];

/** One of the parts between the commas of `x[…]`. */
export type Subscript =
  | { readonly kind: 'at'; readonly column: number; readonly node: Node }
  | {
      readonly kind: 'slice';
      readonly column: number;
      readonly start: Node | undefined;
      readonly stop: Node | undefined;
      readonly step: Node | undefined;
    }
  | { readonly kind: 'ellipsis'; readonly column: number };

/** The names that an expression reads from its scope: tensors and scalars such as `step`. */
export function names({ root }: Expression): Set<string> {
  const found = new Set<string>();
  const visit = (node: Node | undefined): void => {
    if (node?.kind === 'name') found.add(node.name);
    else if (node) parts(node).forEach(visit);
  };
  visit(root);
  return found;
}

function parts(node: Node): readonly (Node | undefined)[] {
  switch (node.kind) {
    case 'constant':
    case 'name':
      return [];
    case 'tuple':
      return node.items;
    case 'unary':
      return [node.operand];
    case 'binary':
    case 'logic':
      return [node.left, node.right];
    case 'comparison':
      return [node.first, ...node.links.map(({ operand }) => operand)];
    case 'attribute':
      return [node.object];
    case 'call':
      return [...node.arguments, ...Object.values(node.keywords)];
    case 'index':
      return [
        node.object,
        ...node.subscripts.flatMap((part) => {
          if (part.kind === 'slice') return [part.start, part.stop, part.step];
          return part.kind === 'at' ? [part.node] : [];
        }),
      ];
  }
}
